/** ovs-vsctl(8): from a command line to what it asks of Open vSwitch. */
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { OvsChange } from '../../model/ovs-request.js'
import { changesOf } from './vsctl-changes.js'
import { type Syntax, VSCTL_COMMANDS } from './vsctl-commands.js'
import { readOptions } from './vsctl-options.js'

/** `argv` begins with the program's own name. One command line is one transaction: all of it or nothing. */
export function lowerOvsVsctl(argv: readonly Word[]): readonly KernelRequest[] {
  const options = readOptions(argv.slice(1))
  if ('error' in options) return refuse(argv, options.error)
  if (options.inert) return unmodelled(argv, 'harmless')
  const commands = readCommands(options.rest, options.local)
  if ('error' in commands) return refuse(argv, commands.error)
  if (options.elsewhere) return unmodelled(argv, 'anything')
  const lowered: Lowered[] = []
  for (const command of commands.list) {
    const one = lowerCommand(command)
    if ('error' in one) return refuse(argv, one.error)
    lowered.push(one)
  }
  const row = missingRow(commands.list)
  if (row !== undefined) lowered.push({ changes: [row] })
  return requestsOf(argv, lowered)
}

/** `@NAME` stands for a row that the same line creates; ovs-vsctl looks for it when all commands are done. */
function missingRow(commands: readonly Command[]): OvsChange | undefined {
  const made = new Set(commands.flatMap(({ options }) => options.get('--id') ?? []))
  const named = commands.flatMap(({ arguments: given }) => given.flatMap((text) => text.match(/(?<=[=,[]|^)@[\w-]+/g) ?? []))
  const missing = named.find((name) => !made.has(name))
  if (missing === undefined) return undefined
  const error = `row id "${missing}" is referenced but never created (e.g. with "-- --id=${missing} create ...")`
  return { kind: 'ovs-fault', error, words: [] }
}

function refuse(argv: readonly Word[], error: string): readonly KernelRequest[] {
  return rejected(argv, `ovs-vsctl: ${error}`)
}

/** A command of the line. */
export type Command = {
  readonly syntax: Syntax
  readonly options: ReadonlyMap<string, string | undefined>
  readonly arguments: readonly string[]
}

/** `beyond`: it does something that is not modelled, and what that may touch. */
type Lowered = { readonly changes: readonly OvsChange[]; readonly beyond?: 'harmless' | 'anything' }

/** Tables of which no row decides where a packet goes. */
const ASIDE = /^(qos|queue|netflow|sflow|ipfix|manager|ssl|datapath|ct_|flow_sample|autoattach)/i

function lowerCommand(command: Command): Lowered | { readonly error: string } {
  const { syntax } = command
  switch (syntax.effect) {
    case 'reads':
      return { changes: [] }
    case 'aside':
      return { changes: [], beyond: 'harmless' }
    case 'other':
      return { changes: [], beyond: ASIDE.test(command.arguments[0] ?? '') ? 'harmless' : 'anything' }
    case 'changes': {
      const changes = changesOf(command)
      return 'error' in changes ? changes : { changes: changes.list }
    }
  }
}

function requestsOf(argv: readonly Word[], lowered: readonly Lowered[]): readonly KernelRequest[] {
  const changes = lowered.flatMap((one) => one.changes)
  const touched = lowered.flatMap((one) => one.beyond ?? [])
  const beyond = touched.length === 0 ? [] : unmodelled(argv, touched.includes('anything') ? 'anything' : 'harmless')
  const [only] = changes
  if (only?.kind === 'ovs-fault') return refuse(argv, only.error)
  if (only === undefined) return beyond.length === 0 ? unmodelled(argv, 'harmless') : beyond
  const asked: KernelRequest =
    changes.length === 1 ? { ...only, ...originOf(argv) } : { kind: 'ovs-transaction', changes, ...originOf(argv) }
  return [asked, ...beyond]
}

type Commands = { readonly list: readonly Command[] } | { readonly error: string }

function readCommands(words: readonly Word[], local: readonly string[]): Commands {
  const list: Command[] = []
  let options = local
  let start = 0
  for (let at = 0; at <= words.length; at++) {
    if (at < words.length && words[at]?.text !== '--') continue
    if (at > start) {
      const command = readCommand(words.slice(start, at), options)
      if ('error' in command) return command
      list.push(command)
      options = []
    } else if (options.length > 0) return { error: MISSING }
    start = at + 1
  }
  return list.length === 0 ? { error: MISSING } : { list }
}

const MISSING = 'missing command name (use --help for help)'

function readCommand(words: readonly Word[], local: readonly string[]): Command | { readonly error: string } {
  const options = new Map<string, string | undefined>()
  const texts = words.map((word) => word.text)
  const name = texts.findIndex((text) => !text.startsWith('-'))
  for (const text of [...local, ...texts.slice(0, name < 0 ? undefined : name)]) {
    const equals = text.indexOf('=')
    const option = equals < 0 ? text : text.slice(0, equals)
    if (options.has(option)) return { error: `'${text}' option specified multiple times` }
    options.set(option, equals < 0 ? undefined : text.slice(equals + 1))
  }
  if (name < 0) return { error: MISSING }
  const syntax = VSCTL_COMMANDS.get(texts[name] ?? '')
  if (syntax === undefined) return { error: `unknown command '${texts[name]}'; use --help for help` }
  const fault = optionFault(syntax, options) ?? countFault(syntax, texts.slice(name + 1))
  return fault === undefined ? { syntax, options, arguments: texts.slice(name + 1) } : { error: fault }
}

function optionFault(syntax: Syntax, options: Command['options']): string | undefined {
  for (const [option, value] of options) {
    const takes = syntax.options.includes(`${option}=`)
    if (!takes && !syntax.options.includes(option)) return `'${syntax.name}' command has no '${option}' option`
    if (takes && value === undefined) return `missing argument to '${option}' option on '${syntax.name}' command`
    if (!takes && value !== undefined) return `'${option}' option on '${syntax.name}' does not accept an argument`
  }
  return undefined
}

function countFault({ name, least, most }: Syntax, given: readonly string[]): string | undefined {
  if (given.length < least) return `'${name}' command requires at least ${least} arguments`
  if (given.length <= most) return undefined
  const note = given.some((text) => text.startsWith('-'))
    ? ' (note that options must precede command names and follow a "--" argument)'
    : ''
  return `'${name}' command takes at most ${most} arguments${note}`
}
