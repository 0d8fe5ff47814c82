/** The words of a rule as matches and a target. Nothing is refused: what is not understood becomes an unrecognised match. */
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import type { Family, Match, Rule } from '../../model/netfilter.js'
import { CORE_OPTIONS } from './core-options.js'
import { withFirstAnswer } from './depends.js'
import { DEPENDING } from './kept-modules.js'
import { formatRate } from './limit-rate.js'
import { MATCH_MODULES } from './match-options.js'
import { parseWhole, protocolName } from './numbers.js'
import type { Condition, Option } from './option.js'
import { lowerTarget, type TargetOption, targetOptionTakes } from './target.js'
import { joinWords } from './words.js'

export type RuleWords = { readonly family: Family; readonly chain: string; readonly words: readonly Word[]; readonly origin?: Origin }

const JUMPS: readonly string[] = ['-j', '--jump', '-g', '--goto']

type Side = 'source' | 'destination'

/** What has been read so far; local to lowerOne. */
type Draft = {
  readonly family: Family
  readonly words: readonly string[]
  at: number
  readonly matches: Match[]
  /** The rule in canonical words, without `-A CHAIN`. */
  readonly written: string[]
  /** The latest last: of two modules with the same option the later one gets it. */
  readonly modules: string[]
  /** Index of the unrecognised match that unknown options are added to. */
  unknown?: number
  /** `--limit-iface-in` and `-out`, which belong to the address types before and behind them. */
  limit?: 'in' | 'out'
  target?: { readonly name: string; readonly options: TargetOption[] }
  goto?: string
  /** Which address of a list is taken, and how many there are. */
  readonly pick: Readonly<Record<Side, number>>
  readonly count: Record<Side, number>
  /** Lists of addresses, cut once for all the rules that they make. */
  readonly lists: Map<string, readonly string[]>
}

/** Several rules where `-s` or `-d` has a list of addresses: sources outside, destinations inside, as iptables makes them. */
export function lowerRule(rule: RuleWords): readonly Rule[] {
  const lists: Draft['lists'] = new Map()
  const first = lowerOne(rule, { source: 0, destination: 0 }, lists)
  const rules: Rule[] = []
  for (let source = 0; source < first.count.source; source++) {
    for (let destination = 0; destination < first.count.destination; destination++) {
      rules.push(source + destination === 0 ? first.rule : lowerOne(rule, { source, destination }, lists).rule)
    }
  }
  return rules
}

function lowerOne(rule: RuleWords, pick: Draft['pick'], lists: Draft['lists']): { readonly rule: Rule; readonly count: Draft['count'] } {
  const words = rule.words.map((word) => word.text)
  const draft: Draft = {
    family: rule.family,
    words,
    at: 0,
    matches: [],
    written: [],
    modules: [],
    pick,
    count: { source: 1, destination: 1 },
    lists,
  }
  while (draft.at < words.length) readOption(draft)
  return {
    count: draft.count,
    rule: {
      matches: finished(draft),
      target: lowerTarget(draft.target, draft.goto, rule.family),
      text: joinWords(['-A', rule.chain, ...draft.written]),
      ...withOrigin(rule.origin),
    },
  }
}

function finished({ family, matches, limit }: Draft): readonly Match[] {
  const all = matches.map((match) => withFirstAnswer(match, family))
  return limit === undefined ? all : all.map((match) => (match.kind === 'address-type' ? { ...match, limit } : match))
}

/** A `!` may stand before the option or, as it was once written, behind it. */
function readOption(draft: Draft): void {
  let negate = takeBang(draft)
  const word = draft.words[draft.at++] ?? '!'
  const [name, attached] = splitName(word)
  negate = (attached === undefined && takeBang(draft)) || negate
  const value = (): string => attached ?? draft.words[draft.at++] ?? ''
  if (name === '-m' || name === '--match') return loadModule(draft, value())
  const option = findOption(draft, name)
  // Of these iptables takes the whole word for the value: `-ieth0` is true of an interface called `-ieth0`.
  if (attached !== undefined && (JUMPS.includes(name) || (option !== undefined && CORE_OPTIONS.includes(option)))) {
    return keepUnknown(draft, word, negate, [])
  }
  if (name === '-j' || name === '--jump') return setTarget(draft, value())
  if (name === '-g' || name === '--goto') return setGoto(draft, value())
  if (name === '-c' || name === '--set-counters') {
    const first = attached ?? draft.words[draft.at] ?? ''
    // `-c 2 3`, or `-c 2,3`.
    draft.at += (attached === undefined ? 1 : 0) + (first.includes(',') ? 0 : 1)
    return undefined
  }
  if (option !== undefined) return readCondition(draft, option, negate, attached)
  return draft.target === undefined
    ? keepUnknown(draft, name, negate, attached === undefined ? takeValues(draft, Number.POSITIVE_INFINITY) : [attached])
    : readTargetOption(draft, name, attached)
}

function takeBang(draft: Draft): boolean {
  if (draft.words[draft.at] !== '!') return false
  draft.at++
  return true
}

/** `--dport=22` and `-mtcp` hold their value. */
function splitName(word: string): readonly [name: string, value: string | undefined] {
  const [, long, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  if (long !== undefined) return [long, value]
  return /^-[sdiopjgmc]./.test(word) ? [word.slice(0, 2), word.slice(2)] : [word, undefined]
}

/** Exactly, or by a beginning that fits one option only. */
function findOption(draft: Draft, name: string): Option | undefined {
  const places = [CORE_OPTIONS, ...draft.modules.map((module) => MATCH_MODULES[module] ?? [])].reverse()
  for (const options of places) {
    const exact = options.find((option) => option.names.includes(name))
    if (exact !== undefined) return exact
  }
  if (!/^--../.test(name) || draft.target !== undefined) return undefined
  const close = places.flat().filter((option) => option.names.some((candidate) => candidate.startsWith(name)))
  return close.length === 1 ? close[0] : undefined
}

/** The latest last, each once. */
function useModule(draft: Draft, module: string): void {
  const before = draft.modules.indexOf(module)
  if (before >= 0) draft.modules.splice(before, 1)
  draft.modules.push(module)
}

function loadModule(draft: Draft, written: string): void {
  const module = written === 'icmpv6' || written === 'ipv6-icmp' ? 'icmp6' : written
  draft.written.push('-m', module)
  useModule(draft, module)
  delete draft.unknown
  if (module === 'limit') draft.matches.push({ negate: false, kind: 'limit', text: '3/hour', burst: 5 })
  else if (module === 'rpfilter') draft.matches.push({ negate: false, kind: 'rpfilter', loose: false, invert: false })
  else if (Object.hasOwn(DEPENDING, module)) {
    draft.unknown = draft.matches.length
    draft.matches.push({ negate: false, kind: 'depends', on: DEPENDING[module] ?? module, text: joinWords(['-m', module]) })
  } else if (!Object.hasOwn(MATCH_MODULES, module)) startUnknown(draft, ['-m', module])
}

function setTarget(draft: Draft, name: string): void {
  draft.target = { name, options: [] }
  draft.written.push('-j', name)
  delete draft.unknown
}

function setGoto(draft: Draft, chain: string): void {
  draft.goto = chain
  draft.written.push('-g', chain)
  delete draft.unknown
}

function readTargetOption(draft: Draft, name: string, attached: string | undefined): void {
  const takes = attached === undefined ? targetOptionTakes(draft.target?.name ?? '', name) : 0
  const values = attached === undefined ? takeValues(draft, takes) : [attached]
  draft.target?.options.push({ name, values })
  draft.written.push(name, ...values)
}

/** Exactly `count` words, or without a limit all up to the next option. */
function takeValues(draft: Draft, count: number): readonly string[] {
  const start = draft.at
  while (draft.at < draft.words.length && draft.at - start < count) {
    if (count === Number.POSITIVE_INFINITY && /^(-|!$)/.test(draft.words[draft.at] ?? '')) break
    draft.at++
  }
  return draft.words.slice(start, draft.at)
}

function readCondition(draft: Draft, option: Option, negate: boolean, attached: string | undefined): void {
  const values = [...(attached === undefined ? [] : [attached]), ...takeValues(draft, option.takes - (attached === undefined ? 0 : 1))]
  const chosen = pickAddress(draft, option, negate, values)
  const name = option.names[0] ?? ''
  const written = [...(negate ? ['!'] : []), name, ...(option.write?.(chosen) ?? chosen)]
  draft.written.push(...written)
  // The protocol's own match is called otherwise.
  if (name === '-p') useModule(draft, protocolName(chosen[0] ?? '').replace(/^ipv6-icmp$/, 'icmp6'))
  if (adjustWhole(draft, name, chosen)) return
  const complete = chosen.length === option.takes
  const conditions = complete ? option.read([chosen[0] ?? '', chosen[1] ?? ''], draft.family) : undefined
  if (conditions === undefined) draft.matches.push({ negate: false, kind: 'unrecognised', text: joinWords(written) })
  else draft.matches.push(...conditions.map((condition) => withNegation(condition, negate)))
}

function withNegation(condition: Condition, negate: boolean): Match {
  return { ...condition, negate }
}

/** Of a list of addresses the one whose turn it is. With `!` iptables takes no list, so it stays and is not understood. */
function pickAddress(draft: Draft, option: Option, negate: boolean, values: readonly string[]): readonly string[] {
  const side: Side | undefined = option.names[0] === '-s' ? 'source' : option.names[0] === '-d' ? 'destination' : undefined
  if (side === undefined || negate) return values
  const text = values[0] ?? ''
  const addresses = draft.lists.get(text) ?? text.split(',')
  draft.lists.set(text, addresses)
  draft.count[side] = addresses.length
  return values.length === 0 ? values : [addresses[draft.pick[side]] ?? '']
}

/** limit and rpfilter are one match each, whatever the number of their options. */
function adjustWhole(draft: Draft, option: string, values: readonly string[]): boolean {
  if (option === '--limit-iface-in' || option === '--limit-iface-out') {
    draft.limit = option === '--limit-iface-in' ? 'in' : 'out'
    return true
  }
  const kind =
    option === '--limit' || option === '--limit-burst' ? 'limit' : option === '--loose' || option === '--invert' ? 'rpfilter' : undefined
  const index = kind === undefined ? -1 : draft.matches.findLastIndex((match) => match.kind === kind)
  const match = draft.matches[index]
  if (match?.kind === 'rpfilter') draft.matches[index] = option === '--loose' ? { ...match, loose: true } : { ...match, invert: true }
  else if (match?.kind !== 'limit') return false
  else
    draft.matches[index] =
      option === '--limit'
        ? { ...match, text: formatRate(values[0] ?? '') }
        : { ...match, burst: parseWhole(values[0] ?? '') ?? match.burst }
  return true
}

/** An option of a module that is not modelled, or one that does not exist: kept, with the words up to the next option. */
function keepUnknown(draft: Draft, name: string, negate: boolean, values: readonly string[]): void {
  const written = [...(negate ? ['!'] : []), name, ...values]
  draft.written.push(...written)
  const open = draft.unknown === undefined ? undefined : draft.matches[draft.unknown]
  if (draft.unknown !== undefined && (open?.kind === 'unrecognised' || open?.kind === 'depends'))
    draft.matches[draft.unknown] = { ...open, text: `${open.text} ${joinWords(written)}` }
  else startUnknown(draft, written)
}

function startUnknown(draft: Draft, written: readonly string[]): void {
  draft.unknown = draft.matches.length
  draft.matches.push({ negate: false, kind: 'unrecognised', text: joinWords(written) })
}
