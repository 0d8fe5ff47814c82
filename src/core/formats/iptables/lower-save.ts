/** Lowers a dump to chains of rules. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import { BUILT_IN_CHAINS, type Chain, type Family, type Rule, type TableName } from '../../model/netfilter.js'
import { nearest } from '../../std/nearest.js'
import { checkRule, type RuleProblem } from './check.js'
import type { SaveDocument, SaveLine } from './document.js'
import { lowerRule } from './rule.js'

export type LoweredSave = { readonly chains: readonly Chain[]; readonly diagnostics: readonly Diagnostic[] }

const MAX_DIAGNOSTICS = 100

type OpenChain = Omit<Chain, 'rules'> & { readonly rules: Rule[]; readonly at: Origin }

/** Chains by `TABLE NAME`, in the order of the dump. */
type Lowering = { readonly family: Family; readonly chains: Map<string, OpenChain>; readonly diagnostics: Diagnostic[]; table?: TableName }

export function lowerSave(document: SaveDocument): LoweredSave {
  const lowering: Lowering = { family: document.family, chains: new Map(), diagnostics: [] }
  for (const line of document.lines) lowerLine(lowering, line)
  for (const chain of lowering.chains.values()) for (const rule of chain.rules) checkJump(lowering, chain, rule)
  return {
    chains: [...lowering.chains.values()].map(({ at: _, ...chain }) => chain),
    diagnostics: lowering.diagnostics.slice(0, MAX_DIAGNOSTICS),
  }
}

function lowerLine(lowering: Lowering, line: SaveLine): void {
  if (line.kind === 'table') openTable(lowering, line.name, line.at)
  else if (line.kind === 'commit') delete lowering.table
  else if (line.kind === 'chain' && lowering.table !== undefined) openChain(lowering, lowering.table, line)
  else if (line.kind === 'rule' && lowering.table !== undefined) addRule(lowering, lowering.table, line.words, line.at)
}

export function parseTable(text: string): TableName | undefined {
  return Object.hasOwn(BUILT_IN_CHAINS, text) ? (text as TableName) : undefined
}

function openTable(lowering: Lowering, name: Word, at: Origin): void {
  const table = parseTable(name.text)
  if (table !== undefined) {
    lowering.table = table
    return
  }
  delete lowering.table
  lowering.diagnostics.push({
    code: 'iptables/unknown-table',
    severity: 'error',
    message: `iptables has no table ${name.text}`,
    at: name.origin ?? at,
    help: `known tables: ${Object.keys(BUILT_IN_CHAINS).join(', ')}`,
  })
}

function openChain(lowering: Lowering, table: TableName, line: Extract<SaveLine, { readonly kind: 'chain' }>): void {
  const { name, policy, at } = line
  const hook = hookOf(table, name.text)
  const { family } = lowering
  if (find(lowering, table, name.text) !== undefined) return
  if (hook === undefined) {
    keep(lowering, { family, table, name: name.text, rules: [], at })
    return
  }
  // `-` leaves it as it is.
  if (policy.text !== 'ACCEPT' && policy.text !== 'DROP' && policy.text !== '-') {
    lowering.diagnostics.push({
      code: 'iptables/bad-policy',
      severity: 'error',
      message: `${policy.text} is no policy of ${name.text}`,
      at: policy.origin ?? at,
      because: 'ACCEPT is assumed',
      help: 'write ACCEPT or DROP',
    })
  }
  const base = { hook, policy: policy.text === 'DROP' ? 'drop' : 'accept', origin: at } as const
  keep(lowering, { family, table, name: name.text, base, rules: [], at })
}

function hookOf(table: TableName, name: string) {
  const hooks = BUILT_IN_CHAINS[table]
  return Object.hasOwn(hooks, name) ? hooks[name] : undefined
}

function find(lowering: Lowering, table: TableName, name: string): OpenChain | undefined {
  return lowering.chains.get(`${table} ${name}`)
}

function keep(lowering: Lowering, chain: OpenChain): void {
  lowering.chains.set(`${chain.table} ${chain.name}`, chain)
}

/** A restore file written by hand may also insert. */
function addRule(lowering: Lowering, table: TableName, words: readonly Word[], at: Origin): void {
  const [command, name, ...others] = words
  const operation =
    command?.text === '-A' || command?.text === '--append'
      ? 'append'
      : command?.text === '-I' || command?.text === '--insert'
        ? 'insert'
        : undefined
  if (operation === undefined || name === undefined) {
    lowering.diagnostics.push({
      code: 'iptables/not-modelled',
      severity: 'warning',
      message: `${command?.text ?? ''} in a dump is not modelled`,
      at: command?.origin ?? at,
      because: 'this line is left out',
      help: 'load the file and save it again: iptables-save > FILE',
    })
    return
  }
  const chain = find(lowering, table, name.text) ?? undeclared(lowering, table, name, at)
  if (chain === undefined) return
  const body = operation === 'insert' && /^\d+$/.test(others[0]?.text ?? '') ? others.slice(1) : others
  const isTold = lowering.diagnostics.length >= MAX_DIAGNOSTICS
  const problem = isTold ? undefined : checkRule({ family: lowering.family, table, chain: name.text, words: body })
  if (problem !== undefined) lowering.diagnostics.push(refused(problem, at))
  const position = operation === 'insert' && /^\d+$/.test(others[0]?.text ?? '') ? Number(others[0]?.text) : undefined
  const rules = lowerRule({
    family: lowering.family,
    chain: name.text,
    words: body,
    origin: at,
  })
  // One by one: a list of addresses may make more rules than a call takes arguments.
  if (operation === 'append') for (const rule of rules) chain.rules.push(rule)
  else for (const rule of rules) chain.rules.splice(Math.max(0, (position ?? 1) - 1), 0, rule)
}

export function refused({ message, word }: RuleProblem, at: Origin): Diagnostic {
  return {
    code: 'iptables/refused',
    severity: 'error',
    message: message.slice(0, 200).replace(/\s+/g, ' '),
    at: word?.origin ?? at,
    because: 'iptables-restore refuses this rule, and with it the whole table',
    help: 'correct the rule: iptables-extensions(8) has the options',
  }
}

/** A built-in chain exists without being declared. */
function undeclared(lowering: Lowering, table: TableName, name: Word, at: Origin): OpenChain | undefined {
  const hook = hookOf(table, name.text)
  if (hook !== undefined) {
    const chain: OpenChain = { family: lowering.family, table, name: name.text, base: { hook, policy: 'accept' }, rules: [], at }
    keep(lowering, chain)
    return chain
  }
  lowering.diagnostics.push(unknownChain(lowering, table, name.text, name.origin ?? at))
  return undefined
}

function unknownChain(lowering: Lowering, table: TableName, name: string, at: Origin): Diagnostic {
  const guess = nearest(
    name,
    [...lowering.chains.values()].filter((chain) => chain.table === table).map((chain) => chain.name),
  )
  return {
    code: 'iptables/unknown-chain',
    severity: 'error',
    at,
    message: guess === undefined ? `table ${table} has no chain ${name}` : `table ${table} has no chain ${name}; did you mean ${guess}?`,
    because: 'iptables-restore refuses the whole table',
    help: `declare it: :${name} - [0:0]`,
  }
}

function checkJump(lowering: Lowering, { table, at }: OpenChain, { target, origin }: Rule): void {
  if (target.kind !== 'jump' && target.kind !== 'goto') return
  if (find(lowering, table, target.chain) === undefined)
    lowering.diagnostics.push(unknownChain(lowering, table, target.chain, origin ?? at))
}
