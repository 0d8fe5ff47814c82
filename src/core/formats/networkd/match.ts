/** Whether a [Match] section is about a device (src/shared/net-condition.c: net_match_config). */
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'
import { listOf, type Unit } from './unit.js'
import { macTextOf } from './value.js'

/** What is known of a device; a part that is absent is not known. */
export type Subject = {
  readonly names: readonly string[]
  readonly originalName?: string
  readonly mac?: string
  readonly permanentMac?: string
  readonly type?: string
  /** The kernel's word for a virtual device; null: it is none. */
  readonly kind?: string | null
  readonly driver?: string
  readonly path?: string
  readonly host?: string
  readonly architecture?: string
}

/** The first key of which is not known whether it agrees, when all the others do. */
export type Verdict = { readonly kind: 'yes' | 'no' } | { readonly kind: 'unknown'; readonly key: string }

export function matches(unit: Unit, subject: Subject): Verdict {
  const answers = RULES.flatMap(({ key, test }) => {
    const words = listOf(unit, 'Match', key).flatMap(({ value }) => wordsOf(value.text))
    return words.length === 0 ? [] : [{ key, answer: test(words, subject) }]
  })
  if (answers.some(({ answer }) => answer === false)) return { kind: 'no' }
  const unknown = answers.find(({ answer }) => answer === undefined)
  return unknown === undefined ? { kind: 'yes' } : { kind: 'unknown', key: unknown.key }
}

/** Words may be quoted. A `!` before the first is about all of them (config_parse_match_strv). */
function wordsOf(text: string): readonly string[] {
  const inverted = text.startsWith('!')
  const words = [...text.slice(inverted ? 1 : 0).matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
  return words.map((found) => `${inverted ? '!' : ''}${found[1] ?? found[2] ?? found[3] ?? ''}`)
}

type Rule = { readonly key: string; readonly test: (words: readonly string[], subject: Subject) => boolean | undefined }

const RULES: readonly Rule[] = [
  { key: 'Name', test: (words, { names }) => globs(words, names) },
  { key: 'OriginalName', test: (words, { originalName }) => (originalName === undefined ? undefined : globs(words, [originalName])) },
  { key: 'MACAddress', test: (words, { mac }) => macs(words, mac) },
  { key: 'PermanentMACAddress', test: (words, { permanentMac }) => macs(words, permanentMac) },
  { key: 'Type', test: (words, { type }) => (type === undefined ? undefined : globs(words, [type])) },
  { key: 'Kind', test: (words, { kind }) => (kind === undefined ? undefined : globs(words, kind === null ? [] : [kind])) },
  { key: 'Driver', test: (words, { driver }) => (driver === undefined ? undefined : globs(words, [driver])) },
  { key: 'Path', test: (words, { path }) => (path === undefined ? undefined : globs(words, [path])) },
  { key: 'Host', test: (words, { host }) => (host === undefined ? undefined : condition(words, host)) },
  { key: 'Architecture', test: (words, { architecture }) => (architecture === undefined ? undefined : condition(words, architecture)) },
  ...[
    'Property',
    'SSID',
    'BSSID',
    'WLANInterfaceType',
    'Virtualization',
    'KernelCommandLine',
    'KernelVersion',
    'Credential',
    'Firmware',
  ].map((key): Rule => ({ key, test: () => undefined })),
]

function globs(patterns: readonly string[], names: readonly string[]): boolean {
  return names.length === 0 ? fits(patterns, '') : names.some((name) => fits(patterns, name))
}

/** One that is hit by a pattern with `!` is out; else any other pattern must hit, if there is one (net_condition_test_strv). */
function fits(patterns: readonly string[], name: string): boolean {
  const hits = (pattern: string) => matchesWildcard(parseGlob(pattern), name)
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  if (patterns.some((pattern) => pattern.startsWith('!') && hits(pattern.slice(1)))) return false
  return wanted.length === 0 || wanted.some(hits)
}

function macs(words: readonly string[], mac: string | undefined): boolean | undefined {
  return mac === undefined ? undefined : words.some((word) => macTextOf(word) === mac)
}

/** Conditions of a unit: the last one counts, and `!` turns it round. */
function condition(words: readonly string[], value: string): boolean {
  const last = words.at(-1) ?? ''
  const inverted = last.startsWith('!')
  return matchesWildcard(parseGlob(inverted ? last.slice(1) : last), value) !== inverted
}
