/** ip rule. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { PolicyRule } from '../../model/routing.js'
import {
  afterReading,
  firstPrefixed,
  type Grammar,
  parseCount,
  type Read,
  readArguments,
  rejectedCommand,
  textsOf,
  wrongArgument,
} from './argument.js'
import { type AnyPrefix, type Family, readPrefix, readTable } from './prefix.js'

type RuleState = {
  readonly family: Family
  readonly from?: AnyPrefix
  readonly to?: AnyPrefix
  readonly selectors: Pick<PolicyRule, 'inInterface' | 'outInterface' | 'mark'>
  readonly preference?: number
  readonly table?: string
  readonly suppress?: number
  readonly verdict?: 'blackhole' | 'unreachable' | 'prohibit'
}

/** Selectors and actions that the model has not. */
const UNKNOWN = [
  ...['tos', 'dsfield', 'tun_id', 'uidrange', 'ipproto', 'sport', 'dport', 'realms', 'nat', 'map-to', 'goto', 'type'],
  ...['suppress_ifgroup', 'sup_group'],
]

const GRAMMAR: Grammar<RuleState> = {
  keywords: [
    { exact: ['from'], values: 1, apply: readEnd('from') },
    { exact: ['to'], values: 1, apply: readEnd('to') },
    { prefixOf: ['preference', 'order', 'priority'], values: 1, apply: readPreference },
    { exact: ['fwmark'], values: 1, apply: readMark },
    { exact: ['suppress_prefixlength', 'sup_pl'], values: 1, apply: readSuppress },
    { exact: ['dev', 'iif'], values: 1, apply: readInterface('inInterface') },
    { exact: ['oif'], values: 1, apply: readInterface('outInterface') },
    { exact: ['table', 'lookup', 'ta', 'tab', 'tabl', 'lo', 'loo', 'look', 'looku'], values: 1, apply: readLookup },
    { exact: ['proto', 'protocol'], values: 1, apply: (state) => state },
    { exact: UNKNOWN, values: 1, apply: () => undefined },
    { exact: ['not', 'l3mdev'], values: 0, apply: () => undefined },
  ],
  positional: readVerdict,
}

/** A rule belongs to IPv4 unless `-6` says otherwise; an address of the other family is then refused by the kernel. */
function readEnd(key: 'from' | 'to'): (state: RuleState, text: string) => Read<RuleState> {
  return (state, text) => {
    const read = readPrefix(text, state.family)
    if ('wrong' in read) return read
    if (read.family === 'inet6' && state.family !== 'inet6')
      return { wrong: `Error: Invalid ${key === 'from' ? 'source' : 'dst'} address.` }
    return read.length === 0 ? state : { ...state, [key]: read }
  }
}

function readInterface(key: 'inInterface' | 'outInterface'): (state: RuleState, text: string) => Read<RuleState> {
  return (state, text) => {
    const name = parseInterfaceName(text)
    const wrong = `Error: argument "${text}" is wrong: "iif"/"oif" not a valid ifname`
    return name === undefined ? { wrong } : { ...state, selectors: { ...state.selectors, [key]: name } }
  }
}

function readPreference(state: RuleState, text: string): Read<RuleState> {
  const preference = parseCount(text)
  return preference === undefined ? wrongArgument(text, 'preference value is invalid') : { ...state, preference }
}

function readMark(state: RuleState, text: string): Read<RuleState> {
  const [value, mask] = text.split('/').map(parseCount)
  if (value === undefined || (text.includes('/') && mask === undefined)) return wrongArgument(text, 'fwmark value is invalid')
  return { ...state, selectors: { ...state.selectors, mark: { value, mask: mask ?? 0xffffffff } } }
}

function readSuppress(state: RuleState, text: string): Read<RuleState> {
  const suppress = parseCount(text)
  return suppress === undefined ? wrongArgument(text, 'suppress_prefixlength value is invalid') : { ...state, suppress }
}

function readLookup(state: RuleState, text: string): RuleState {
  return { ...state, table: readTable(text) }
}

function readVerdict(state: RuleState, text: string): Read<RuleState> {
  const verdict = text.length < 2 ? undefined : firstPrefixed(text, ['blackhole', 'unreachable', 'prohibit'] as const)
  return verdict === undefined ? wrongArgument(text, 'Failed to parse rule type') : { ...state, verdict }
}

const COMMANDS = ['list', 'lst', 'show', 'save', 'restore', 'add', 'delete', 'flush', 'help'] as const

export function lowerRule(argv: readonly Word[], words: readonly Word[], family: Family): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'list' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return change(argv, rest, { verb: 'add', family })
    case 'delete':
      return change(argv, rest, { verb: 'delete', family })
    case 'list':
    case 'lst':
    case 'show':
    case 'save':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'restore':
    case 'flush':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejectedCommand(argv, 'rule', command)
  }
}

type How = { readonly verb: 'add' | 'delete'; readonly family: Family }

function change(argv: readonly Word[], words: readonly string[], { verb, family }: How): readonly KernelRequest[] {
  if (words.length === 0) return rejected(argv, `"ip rule ${verb === 'add' ? 'add' : 'del'}" requires arguments.`)
  return afterReading(argv, readArguments(words, GRAMMAR, { family, selectors: {} }), (read) => [requestOf(argv, read, verb)])
}

/** A new rule without a table looks into main; one to be deleted may do whatever it does. */
function actionOf(read: RuleState, verb: How['verb']): { readonly action?: PolicyRule['action'] } {
  const isNamed = read.table !== undefined || read.verdict !== undefined || read.suppress !== undefined
  if (verb === 'delete' && !isNamed) return {}
  const suppress = read.suppress === undefined ? {} : { suppressPrefixLength: read.suppress }
  return { action: read.verdict === undefined ? { kind: 'lookup', table: read.table ?? 'main', ...suppress } : { kind: read.verdict } }
}

function requestOf(argv: readonly Word[], read: RuleState, verb: How['verb']): KernelRequest {
  const preference = read.preference === undefined ? {} : { preference: read.preference }
  const rule = { ...endOf('from', read.from), ...endOf('to', read.to), ...read.selectors, ...actionOf(read, verb) }
  const kind = `${read.family === 'inet6' ? 'rule6' : 'rule'}-${verb}`
  const shared = verb === 'add' ? { rule: { ...rule, ...preference } } : { rule, ...preference }
  // readEnd() has let through only ends of the rule's own family.
  return { kind, ...shared, ...originOf(argv) } as KernelRequest
}

function endOf(key: 'from' | 'to', prefix: AnyPrefix | undefined): object {
  return prefix === undefined ? {} : { [key]: { address: prefix.address, length: prefix.length } }
}
