/** ip rule. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import type { Prefix } from '../../addresses/prefix.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { PolicyRule } from '../../model/routing.js'
import { firstPrefixed, type Grammar, parseCount, readArguments, rejectedCommand, textsOf } from './argument.js'
import { readPrefix, readTable } from './prefix.js'

type Selectors = Pick<PolicyRule, 'from' | 'to' | 'inInterface' | 'outInterface' | 'mark'>
type RuleState = {
  readonly selectors: Selectors
  readonly preference?: number
  readonly table?: string
  readonly suppress?: number
  readonly verdict?: 'blackhole' | 'unreachable' | 'prohibit'
}

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
  ],
  positional: readVerdict,
}

function readEnd(key: 'from' | 'to'): (state: RuleState, text: string) => RuleState | undefined {
  return (state, text) => {
    const read = readPrefix(text)
    if (read === undefined) return undefined
    const prefix: Prefix = { address: read.address, length: read.length }
    return read.length === 0 ? state : { ...state, selectors: { ...state.selectors, [key]: prefix } }
  }
}

function readInterface(key: 'inInterface' | 'outInterface'): (state: RuleState, text: string) => RuleState | undefined {
  return (state, text) => {
    const name = parseInterfaceName(text)
    return name === undefined ? undefined : { ...state, selectors: { ...state.selectors, [key]: name } }
  }
}

function readPreference(state: RuleState, text: string): RuleState | undefined {
  const preference = parseCount(text)
  return preference === undefined ? undefined : { ...state, preference }
}

function readMark(state: RuleState, text: string): RuleState | undefined {
  const [value, mask] = text.split('/').map(parseCount)
  if (value === undefined || (text.includes('/') && mask === undefined)) return undefined
  return { ...state, selectors: { ...state.selectors, mark: { value, mask: mask ?? 0xffffffff } } }
}

function readSuppress(state: RuleState, text: string): RuleState | undefined {
  const suppress = parseCount(text)
  return suppress === undefined ? undefined : { ...state, suppress }
}

function readLookup(state: RuleState, text: string): RuleState {
  return { ...state, table: readTable(text) }
}

function readVerdict(state: RuleState, text: string): RuleState | undefined {
  const verdict = text.length < 2 ? undefined : firstPrefixed(text, ['blackhole', 'unreachable', 'prohibit'] as const)
  return verdict === undefined ? undefined : { ...state, verdict }
}

const COMMANDS = ['list', 'lst', 'show', 'save', 'restore', 'add', 'delete', 'flush', 'help'] as const

export function lowerRule(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'list' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return change(argv, rest, 'rule-add')
    case 'delete':
      return change(argv, rest, 'rule-delete')
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

/** A new rule without a table looks into main; one to be deleted may do whatever it does. */
function change(argv: readonly Word[], words: readonly string[], kind: 'rule-add' | 'rule-delete'): readonly KernelRequest[] {
  if (words.length === 0) return rejected(argv, `"ip rule ${kind === 'rule-add' ? 'add' : 'del'}" requires arguments.`)
  const read = readArguments(words, GRAMMAR, { selectors: {} })
  if (read === undefined) return unmodelled(argv, 'anything')
  const suppress = read.suppress === undefined ? {} : { suppressPrefixLength: read.suppress }
  const action =
    read.verdict === undefined ? ({ kind: 'lookup', table: read.table ?? 'main', ...suppress } as const) : { kind: read.verdict }
  const preference = read.preference === undefined ? {} : { preference: read.preference }
  if (kind === 'rule-add') return [{ kind, rule: { ...read.selectors, action, ...preference }, ...originOf(argv) }]
  const named = read.table === undefined && read.verdict === undefined && read.suppress === undefined ? {} : { action }
  return [{ kind, rule: { ...read.selectors, ...named }, ...preference, ...originOf(argv) }]
}
