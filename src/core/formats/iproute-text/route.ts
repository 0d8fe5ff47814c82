/** `ip route`, `ip rule` and `ip neigh`. */
import { type Block, wordsOf } from './blocks.js'
import type { Entry, Fields, Value } from './document.js'

const TYPES = ['unicast', 'local', 'broadcast', 'multicast', 'throw', 'unreachable', 'prohibit', 'blackhole', 'nat', 'anycast', 'none']

/** Words with a value, by their names in JSON. */
const VALUES: Readonly<Record<string, string>> = {
  dev: 'dev',
  table: 'table',
  proto: 'protocol',
  scope: 'scope',
  src: 'prefsrc',
  from: 'from',
  metric: 'metric',
  pref: 'pref',
  weight: 'weight',
  tos: 'tos',
  nhid: 'nhid',
  expires: 'expires',
  error: 'error',
  realm: 'realm',
  realms: 'realm',
}

/** RTAX_*, which JSON puts into a list of its own. */
const METRICS = [
  'mtu',
  'advmss',
  'window',
  'rtt',
  'rttvar',
  'ssthresh',
  'cwnd',
  'initcwnd',
  'initrwnd',
  'hoplimit',
  'reordering',
  'rto_min',
  'quickack',
  'features',
  'congctl',
  'fastopen_no_cookie',
]
const FLAGS = ['onlink', 'linkdown', 'dead', 'pervasive', 'offload', 'rt_offload', 'notify', 'trap', 'rt_trap', 'unresolved']
const NUMBERS = ['metric', 'weight', 'nhid']

export function isRoute(line: string): boolean {
  const [first = '', second = ''] = wordsOf(line)
  return isDestination(first) || (TYPES.includes(first) && isDestination(second))
}

function isDestination(word: string): boolean {
  return word === 'default' || /^(\d{1,3}(\.\d{1,3}){0,3}|[0-9a-f:.]*:[0-9a-f:.]*)(\/\d{1,3})?$/i.test(word)
}

export function readRoute({ head, rest }: Block, capture: string): Entry {
  const words = wordsOf(head.text)
  const typed = TYPES.includes(words[0] ?? '')
  const fields: Record<string, Value> = { ...(typed ? { type: words[0] ?? '' } : {}), dst: words[typed ? 1 : 0] ?? '', flags: [] }
  readWords(fields, words.slice(typed ? 2 : 1))
  const hops = rest.filter(({ text }) => /^\s*nexthop\b/.test(text)).map(({ text }) => hopOf(wordsOf(text).slice(1)))
  if (hops.length > 0) fields['nexthops'] = hops
  const more = rest.filter(({ text }) => !/^\s*(nexthop|cache)\b/.test(text)).flatMap(({ text }) => wordsOf(text))
  readWords(fields, more)
  return { fields, origin: { capture, start: head.start, end: (rest.at(-1) ?? head).end } }
}

function hopOf(words: readonly string[]): Fields {
  const fields: Record<string, Value> = { flags: [] }
  readWords(fields, words)
  return fields
}

function readWords(fields: Record<string, Value>, words: readonly string[]): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const next = words[at + 1] ?? ''
    if (word === 'via') {
      if (next === 'inet' || next === 'inet6') fields['via'] = { family: next, host: words[at + 2] ?? '' }
      else fields['gateway'] = next
      at += next === 'inet' || next === 'inet6' ? 2 : 1
    } else if (METRICS.includes(word)) {
      const value = next === 'lock' ? (words[at + 2] ?? '') : next
      const [old] = Array.isArray(fields['metrics']) ? (fields['metrics'] as readonly Fields[]) : []
      fields['metrics'] = [{ ...old, [word]: /^\d+$/.test(value) ? Number(value) : value }]
      at += next === 'lock' ? 2 : 1
    } else if (Object.hasOwn(VALUES, word)) {
      const key = VALUES[word] ?? word
      fields[key] = NUMBERS.includes(key) && /^\d+$/.test(next) ? Number(next) : next
      at++
    } else if (FLAGS.includes(word)) (fields['flags'] as Value[]).push(word)
  }
}

export function isRule(line: string): boolean {
  return /^\d+:\s+(not\s+)?from\s/.test(line)
}

const RULE_VALUES: Readonly<Record<string, string>> = {
  iif: 'iif',
  dev: 'iif',
  oif: 'oif',
  lookup: 'table',
  table: 'table',
  tos: 'tos',
  ipproto: 'ipproto',
  sport: 'sport',
  dport: 'dport',
  proto: 'protocol',
  uidrange: 'uid_range',
  goto: 'goto',
  suppress_ifgroup: 'suppress_ifgroup',
  realms: 'flow_to',
}

export function readRule({ head }: Block, capture: string): Entry {
  const colon = head.text.indexOf(':')
  const words = wordsOf(head.text.slice(colon + 1))
  const fields: Record<string, Value> = { priority: Number(head.text.slice(0, colon)) }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const next = words[at + 1] ?? ''
    if (word === 'from' || word === 'to') setPrefix(fields, word === 'from' ? 'src' : 'dst', next)
    else if (word === 'fwmark') setMark(fields, next)
    else if (word === 'suppress_prefixlength' || word === 'suppress_prefixlen') fields['suppress_prefixlen'] = Number(next)
    else if (Object.hasOwn(RULE_VALUES, word)) fields[RULE_VALUES[word] ?? word] = next
    else {
      if (['unreachable', 'blackhole', 'prohibit', 'nop'].includes(word)) fields['action'] = word
      else fields[word.replace(/[[\]]/g, '')] = null
      continue
    }
    at++
  }
  return { fields, origin: { capture, start: head.start, end: head.end } }
}

function setPrefix(fields: Record<string, Value>, side: string, text: string): void {
  const [address = '', length] = text.split('/')
  fields[side] = address
  if (length !== undefined) fields[`${side}len`] = Number(length)
}

function setMark(fields: Record<string, Value>, text: string): void {
  const [mark = '', mask] = text.split('/')
  fields['fwmark'] = mark
  if (mask !== undefined) fields['fwmask'] = mask
}

const STATES = ['PERMANENT', 'NOARP', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'INCOMPLETE', 'NONE']

export function isNeighbour(line: string): boolean {
  const words = wordsOf(line)
  return (
    isDestination(words[0] ?? '') &&
    words.includes('dev') &&
    (words.includes('lladdr') || words.includes('proxy') || words.some((word) => STATES.includes(word)))
  )
}

export function readNeighbour({ head }: Block, capture: string): Entry {
  const words = wordsOf(head.text)
  const fields: Record<string, Value> = { dst: words[0] ?? '', state: words.filter((word) => STATES.includes(word)) }
  for (const key of ['dev', 'lladdr', 'proto']) {
    const at = words.indexOf(key)
    if (at > 0) fields[key === 'proto' ? 'protocol' : key] = words[at + 1] ?? ''
  }
  for (const flag of ['router', 'proxy', 'extern_learn', 'offload', 'managed']) if (words.includes(flag)) fields[flag] = null
  return { fields, origin: { capture, start: head.start, end: head.end } }
}
