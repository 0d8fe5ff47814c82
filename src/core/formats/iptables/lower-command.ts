/** iptables command lines as requests to the kernel. */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { Family, TableName } from '../../model/netfilter.js'
import { checkRule } from './check.js'
import { parseTable } from './lower-save.js'
import { lowerRule } from './rule.js'
import { joinWords } from './words.js'

/** Long names and letters of the commands, iptables(8) COMMANDS. */
const COMMANDS: Readonly<Record<string, string>> = {
  '--append': 'A',
  '--insert': 'I',
  '--delete': 'D',
  '--policy': 'P',
  '--new-chain': 'N',
  '--new': 'N',
  '--flush': 'F',
  '--delete-chain': 'X',
  '--replace': 'R',
  '--list': 'L',
  '--list-rules': 'S',
  '--check': 'C',
  '--zero': 'Z',
  '--rename-chain': 'E',
  '--rename': 'E',
}

/** They print or compare, and change nothing that a packet meets. */
const HARMLESS = 'LSCZ'

type Command = {
  readonly family: Family
  readonly table: TableName
  readonly letter: string
  /** What follows the command: the chain first, where there is one. */
  readonly words: readonly Word[]
  readonly origin?: Origin
  readonly text: string
}

/** `argv` begins with the program, e.g. `iptables` or `/sbin/ip6tables`. */
export function lowerIptables(argv: readonly Word[]): readonly KernelRequest[] {
  const origin = spanOf(argv)
  const text = joinWords(argv.map((word) => word.text))
  const program = (argv[0]?.text ?? '').replace(/^.*\//, '')
  if (/-save$/.test(program)) return [unmodelled(text, origin, 'harmless')]
  if (!/^ip6?tables(-legacy|-nft)?$/.test(program)) return [unmodelled(text, origin, 'anything')]
  const command = readCommand(argv.slice(1), program.startsWith('ip6') ? 'ip6' : 'ip', text, origin)
  return command === undefined
    ? [unmodelled(text, origin, /^\S+ (-h|--help|-V|--version)$/.test(text) ? 'harmless' : 'anything')]
    : lowerCommand(command)
}

function spanOf(words: readonly Word[]): Origin | undefined {
  const first = words[0]?.origin
  const last = words.at(-1)?.origin
  return first === undefined || last === undefined || first.capture !== last.capture || last.end < first.start
    ? first
    : { ...first, end: last.end }
}

/** Takes the table, the command and the options that are no part of a rule out of the words. */
function readCommand(words: readonly Word[], family: Family, text: string, origin: Origin | undefined): Command | undefined {
  let table: string | undefined = 'filter'
  let letter: string | undefined
  const rest: Word[] = []
  let chain: readonly Word[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index]?.text ?? ''
    const [, attached] = /^(?:-t|--table=)(.+)$/.exec(word) ?? []
    const found = commandLetter(word)
    if (word === '-t' || word === '--table') table = words[++index]?.text
    else if (attached !== undefined && !word.startsWith('--t ')) table = attached
    else if (letter === undefined && found !== undefined) {
      letter = found
      const operands = operandsOf(words, index + 1)
      chain = [...(word.length > 2 && !word.startsWith('--') ? [{ text: word.slice(2) }] : []), ...operands]
      index += operands.length
    } else if (word === '-w' || word === '--wait') index += /^\d+$/.test(words[index + 1]?.text ?? '') ? 1 : 0
    else if (!/^(-[nvx46w]|--(numeric|verbose|exact|line-numbers|ipv4|ipv6)|-[nvx]{2,3}|-w\d+|--wait=\d+)$/.test(word))
      rest.push(...wordsAt(words, index))
  }
  const known = parseTable(table ?? '')
  if (letter === undefined || known === undefined) return undefined
  return { family, table: known, letter, words: [...chain, ...rest], text, ...withOrigin(origin) }
}

function wordsAt(words: readonly Word[], index: number): readonly Word[] {
  const word = words[index]
  return word === undefined ? [] : [word]
}

function commandLetter(word: string): string | undefined {
  if (word.startsWith('--')) return COMMANDS[word]
  return /^-[AIDPNFXRLSCZE]/.exec(word)?.[0].slice(1)
}

/** The words behind a command up to the next option: chain, number, policy. */
function operandsOf(words: readonly Word[], start: number): readonly Word[] {
  const next = words.findIndex((word, index) => index >= start && /^(-|!$)/.test(word.text))
  return words.slice(start, next < 0 ? words.length : next)
}

function lowerCommand(command: Command): readonly KernelRequest[] {
  const { family, table, letter, words, text, origin } = command
  const [chain, operand] = words
  const at = withOrigin(origin)
  if (HARMLESS.includes(letter)) return [unmodelled(text, origin, 'harmless')]
  const create = letter === 'N' ? 'create' : letter === 'X' ? 'delete' : letter === 'F' ? 'flush' : undefined
  if (create !== undefined) {
    if (chain === undefined && create === 'create') return [unmodelled(text, origin, 'anything')]
    return [{ kind: 'netfilter-chain', operation: create, family, table, ...(chain === undefined ? {} : { chain: chain.text }), ...at }]
  }
  if (chain === undefined) return [unmodelled(text, origin, 'anything')]
  if (letter === 'P' && (operand?.text === 'ACCEPT' || operand?.text === 'DROP')) {
    return [{ kind: 'netfilter-policy', family, table, chain: chain.text, policy: operand.text === 'DROP' ? 'drop' : 'accept', ...at }]
  }
  return lowerRuleCommand(command, chain.text)
}

function lowerRuleCommand({ family, table, letter, words, text, origin }: Command, chain: string): readonly KernelRequest[] {
  const operation = letter === 'A' ? 'append' : letter === 'I' ? 'insert' : letter === 'D' ? 'delete' : undefined
  const number = /^\d+$/.test(words[1]?.text ?? '') ? Number(words[1]?.text) : undefined
  // `-D CHAIN NUMBER` needs to know what stands there at that moment.
  if (operation === undefined || (operation !== 'insert' && number !== undefined)) return [unmodelled(text, origin, 'anything')]
  const at = withOrigin(origin)
  const problem = checkRule({ family, table, chain, words: words.slice(number === undefined ? 1 : 2) })
  if (problem !== undefined) return [{ kind: 'rejected', text, error: `iptables: ${problem.message}`, ...at }]
  const rules = lowerRule({ family, chain, words: words.slice(number === undefined ? 1 : 2), ...at })
  const position = operation === 'insert' ? { position: number ?? 1 } : {}
  return rules.map((rule) => ({ kind: 'netfilter-rule', operation, family, table, chain, ...position, rule, ...at }))
}

function unmodelled(text: string, origin: Origin | undefined, touches: 'harmless' | 'anything'): KernelRequest {
  return { kind: 'unmodelled', text, touches, ...withOrigin(origin) }
}
