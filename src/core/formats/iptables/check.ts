/** What iptables 1.8.9 refuses about a rule, before the kernel is asked. Nothing that it takes may be called wrong. */
import type { Word } from '../../diagnostics/word.js'
import { BUILT_IN_CHAINS, type Family, type TableName } from '../../model/netfilter.js'
import { nearest } from '../../std/nearest.js'
import { type Found, limitProblem } from './check-limits.js'
import { type Grammar, grammar, type OptionGrammar } from './grammar.js'
import { MATCH_GRAMMAR } from './match-grammar.js'
import { AH_GRAMMAR, MATCH6_GRAMMAR } from './match6-grammar.js'
import { protocolName } from './numbers.js'
import { isProtocol } from './protocol-names.js'
import { namesChain } from './target.js'
import { TARGET_GRAMMAR } from './target-grammar.js'
import { takesValue } from './value-types.js'

export type RuleProblem = { readonly message: string; readonly word?: Word }

export type CheckedRule = {
  readonly family: Family
  readonly table: TableName
  readonly chain: string
  /** Without the command and the chain. */
  readonly words: readonly Word[]
}

const CORE: Grammar = grammar([
  '!-s|--source|--src addresses',
  '!-d|--destination|--dst addresses',
  '!-i|--in-interface interface',
  '!-o|--out-interface interface',
  '!-p|--protocol|--proto text',
  '+-m|--match text',
  '-j|--jump text',
  '-g|--goto text',
  '!-f|--fragment',
])

type Loaded = { readonly name: string; readonly grammar: Grammar; readonly found: Map<string, Found> }

type Checking = {
  readonly rule: CheckedRule
  at: number
  readonly loaded: Loaded[]
  /** Of a match that is asked several times the latest one, the latest last. */
  readonly latest: Map<string, Loaded>
  readonly core: Loaded
  protocol?: { readonly name: string; readonly negate: boolean }
  target?: string
}

export function checkRule(rule: CheckedRule): RuleProblem | undefined {
  const core = { name: '', grammar: CORE, found: new Map() }
  const checking: Checking = { rule, at: 0, loaded: [], latest: new Map(), core }
  while (checking.at < rule.words.length) {
    const problem = checkOption(checking)
    if (problem !== undefined) return problem
  }
  const hook = hookOf(rule)
  for (const one of checking.loaded) {
    const message = limitProblem(one, { ...rule, ...(hook === undefined ? {} : { hook }), ...protocolOf(checking) })
    if (message !== undefined) return { message }
  }
  return undefined
}

function hookOf({ table, chain }: CheckedRule) {
  const hooks = BUILT_IN_CHAINS[table]
  return Object.hasOwn(hooks, chain) ? hooks[chain] : undefined
}

function protocolOf({ protocol }: Checking): { readonly protocol?: string } {
  return protocol === undefined || protocol.negate || protocol.name === 'all' ? {} : { protocol: protocol.name }
}

function checkOption(checking: Checking): RuleProblem | undefined {
  const { words } = checking.rule
  const negate = takeBang(checking)
  const word = words[checking.at++]
  if (word === undefined) return { message: 'nothing follows !' }
  const [name, attached] = splitName(word.text)
  if (!name.startsWith('-') || name === '-') return { message: `${word.text} is no option`, word }
  // Of these the whole word is the value (rule.ts, readOption).
  if (attached !== undefined && /^-[a-z]$/.test(name)) return noteCore(checking, name, word)
  if (name === '-c' || name === '--set-counters') return checkCounters(checking, word, attached)
  const found = findOption(checking, name)
  if (found === undefined) return unknownOption(checking, word, name)
  const { option, of } = found
  const values = attached === undefined ? [] : [attached]
  if (attached === undefined && option.values.length > 0 && takeBang(checking)) return { message: `! must stand before ${name}`, word }
  while (values.length < option.values.length && checking.at < words.length) {
    const isLeftOut = option.values[values.length]?.startsWith('?') === true && words[checking.at]?.text.startsWith('-') === true
    values.push(isLeftOut ? '' : (words[checking.at++]?.text ?? ''))
  }
  if (values.length < option.values.length) return { message: `${name} needs a value`, word }
  if (attached !== undefined && option.values.length === 0) return { message: `${name} takes no value`, word }
  if (negate && !option.mayNegate) return { message: `${name} takes no !`, word }
  return readOption(checking, { option, of, values, negate, word })
}

function noteCore(checking: Checking, name: string, word: Word): RuleProblem | undefined {
  // `-mttl` loads the module like `-m ttl`.
  if (name === '-m') return loadMatch(checking, splitName(word.text)[1] ?? '', word)
  if (name === '-c') return undefined
  if (checking.core.found.has(name)) return { message: `${name} stands there twice`, word }
  checking.core.found.set(name, { negate: false, values: [] })
  return undefined
}

/** `-c 2 3`, or `-c 2,3`. */
function checkCounters(checking: Checking, word: Word, attached: string | undefined): RuleProblem | undefined {
  const first = attached ?? checking.rule.words[checking.at++]?.text ?? ''
  const counters = first.includes(',') ? first.split(',') : [first, checking.rule.words[checking.at++]?.text ?? '']
  return counters.length === 2 && counters.every((one) => /^\d+$/.test(one))
    ? undefined
    : { message: `${word.text} needs two numbers`, word }
}

function takeBang(checking: Checking): boolean {
  if (checking.rule.words[checking.at]?.text !== '!') return false
  checking.at++
  return true
}

function splitName(word: string): readonly [name: string, value: string | undefined] {
  const [, long, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  if (long !== undefined) return [long, value]
  return /^-[sdiopjgmc]./.test(word) ? [word.slice(0, 2), word.slice(2)] : [word, undefined]
}

type FoundOption = { readonly option: OptionGrammar; readonly of: Loaded }

/** Exactly, the latest module first; or by a beginning that fits one option only. */
function findOption(checking: Checking, name: string): FoundOption | undefined {
  const places = [checking.core, ...checking.latest.values()].reverse()
  for (const of of places) {
    const option = of.grammar.byName.get(name)
    if (option !== undefined) return { option, of }
  }
  if (!/^--./.test(name)) return implied(checking, name)
  const close = places.flatMap((of) =>
    of.grammar.options.flatMap((option) => (option.names.some((one) => one.startsWith(name)) ? [{ option, of }] : [])),
  )
  return close.length === 1 ? close[0] : implied(checking, name)
}

/** A protocol's own match is loaded when an option of it comes (xtables_find_match with load_proto). */
function implied(checking: Checking, name: string): FoundOption | undefined {
  const { protocol, rule, latest } = checking
  if (protocol === undefined || protocol.negate) return undefined
  const module = { 'ipv6-icmp': 'icmp6', 'mobility-header': 'mh' }[protocol.name] ?? protocol.name
  const known = grammarOf(module, rule.family)
  if (known === undefined || known.protocols === undefined || latest.has(module)) return undefined
  const close = known.options.filter((option) => option.names.some((one) => one === name || (name.length > 2 && one.startsWith(name))))
  const option = close.find((one) => one.names.includes(name)) ?? (close.length === 1 ? close[0] : undefined)
  if (option === undefined) return undefined
  return { option, of: load(checking, module, known) }
}

function load(checking: Checking, name: string, known: Grammar): Loaded {
  const loaded = { name, grammar: known, found: new Map<string, Found>() }
  checking.loaded.push(loaded)
  checking.latest.delete(name)
  checking.latest.set(name, loaded)
  return loaded
}

function grammarOf(module: string, family: Family): Grammar | undefined {
  if (family === 'ip' && module === 'ah') return AH_GRAMMAR
  if (family === 'ip6' && Object.hasOwn(MATCH6_GRAMMAR, module)) return MATCH6_GRAMMAR[module]
  const known = Object.hasOwn(MATCH_GRAMMAR, module) ? MATCH_GRAMMAR[module] : undefined
  return known?.families === undefined || known.families.includes(family) ? known : undefined
}

function unknownOption(checking: Checking, word: Word, name: string): RuleProblem {
  const known = [...checking.latest.values(), checking.core].flatMap((one) => one.grammar.options.flatMap((option) => option.names))
  const meant = nearest(name, known)
  return { message: `there is no option ${name} here${meant === undefined ? '' : `; did you mean ${meant}?`}`, word }
}

type Read = FoundOption & { readonly values: readonly string[]; readonly negate: boolean; readonly word: Word }

function readOption(checking: Checking, { option, of, values, negate, word }: Read): RuleProblem | undefined {
  const name = option.names[0] ?? ''
  if (of.found.has(name) && !option.mayRepeat) return { message: `${name} stands there twice`, word }
  of.found.set(name, { negate, values })
  for (const [index, type] of option.values.entries()) {
    const value = values[index] ?? ''
    if (!type.startsWith('?') && !takesValue(type, value, checking.rule.family)) return { message: `${name} takes no ${value}`, word }
  }
  if (of.name === 'multiport' && protocolOf(checking).protocol === undefined)
    return { message: 'multiport needs the protocol before it', word }
  return of === checking.core ? readCore(checking, name, values[0] ?? '', { negate, word }) : undefined
}

function readCore(
  checking: Checking,
  name: string,
  value: string,
  { negate, word }: { readonly negate: boolean; readonly word: Word },
): RuleProblem | undefined {
  switch (name) {
    case '-p': {
      if (!isProtocol(value)) return { message: `there is no protocol ${value}`, word }
      const protocol = protocolName(value)
      if (protocol === 'all' && negate) return { message: 'a rule cannot be about no protocol', word }
      checking.protocol = { name: protocol, negate }
      return undefined
    }
    case '-m':
      return loadMatch(checking, value, word)
    case '-j':
      return loadTarget(checking, value, word)
    case '-i':
    case '-o':
      return checkDevice(checking.rule, name, word)
    case '-s':
    case '-d':
      return negate && value.includes(',') ? { message: `${name} takes no list behind !`, word } : undefined
    default:
      return undefined
  }
}

/** A packet that comes in has no way out yet, and the other way round. */
function checkDevice({ chain }: CheckedRule, name: string, word: Word): RuleProblem | undefined {
  const without = name === '-o' ? ['INPUT', 'PREROUTING'] : ['OUTPUT', 'POSTROUTING']
  return without.includes(chain) ? { message: `${name} cannot be used in ${chain}`, word } : undefined
}

function loadMatch(checking: Checking, name: string, word: Word): RuleProblem | undefined {
  const { family } = checking.rule
  const module = { icmpv6: 'icmp6', 'ipv6-icmp': 'icmp6' }[name] ?? name
  const known = grammarOf(module, family)
  if (known === undefined) {
    const meant = nearest(name, [...Object.keys(MATCH_GRAMMAR), ...(family === 'ip6' ? Object.keys(MATCH6_GRAMMAR) : [])])
    return { message: `iptables has no match ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`, word }
  }
  // A match may be asked twice; the options that follow belong to the later one.
  load(checking, module, known)
  return undefined
}

function loadTarget(checking: Checking, name: string, word: Word): RuleProblem | undefined {
  checking.target = name
  if (namesChain(name) || !Object.hasOwn(TARGET_GRAMMAR, name)) return undefined
  const known = TARGET_GRAMMAR[name]
  if (known === undefined) return undefined
  if (known.families !== undefined && !known.families.includes(checking.rule.family))
    return { message: `${checking.rule.family === 'ip' ? 'iptables' : 'ip6tables'} has no target ${name}`, word }
  load(checking, name, known)
  return undefined
}
