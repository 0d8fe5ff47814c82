/** Looks up sections and keys, and what they take. */
import { NETWORKD_CONF_KEYS, RESOLVED_CONF_KEYS } from './conf-keys.js'
import { NETDEV_NEVER_EMPTY, NETWORK_NEVER_EMPTY, NETWORK_ONCE_NEVER_EMPTY } from './empty-values.js'
import { LINK_KEYS } from './link-keys.js'
import { NETDEV_KEYS } from './netdev-keys.js'
import { NETWORK_KEYS } from './network-keys.js'
import type { UnitKind } from './unit-kind.js'

export type KeyFacts = {
  readonly name: string
  /** Any of them: names of value types (value.ts), or words meant literally. Empty: anything. */
  readonly accepts: readonly string[]
  /** The first release of systemd that knows it, where that is after 252. */
  readonly since?: number
}

type Keys = ReadonlyMap<string, KeyFacts>

function read(table: Readonly<Record<string, string>>): ReadonlyMap<string, Keys> {
  return new Map(Object.entries(table).map(([section, words]) => [section, new Map(words.split(' ').map(readKey))]))
}

function readKey(word: string): [string, KeyFacts] {
  const [head = '', version] = word.split('@')
  const colon = head.indexOf(':')
  const name = colon < 0 ? head : head.slice(0, colon)
  const accepts = colon < 0 ? [] : head.slice(colon + 1).split('|')
  return [name, { name, accepts, ...(version === undefined ? {} : { since: Number(version) }) }]
}

const VOCABULARY: Readonly<Record<UnitKind, ReadonlyMap<string, Keys>>> = {
  'network': read(NETWORK_KEYS),
  'netdev': read(NETDEV_KEYS),
  'link': read(LINK_KEYS),
  'networkd-conf': read(NETWORKD_CONF_KEYS),
  'resolved-conf': read(RESOLVED_CONF_KEYS),
}

export function sectionsOf(kind: UnitKind): readonly string[] {
  return [...VOCABULARY[kind].keys()]
}

export function keysOf(kind: UnitKind, section: string): Keys | undefined {
  return VOCABULARY[kind].get(section)
}

/** Those that a key was most likely meant for. */
const USUAL = ['Network', 'Link', 'NetDev', 'Address', 'Route', 'DHCPv4']

/** Sections that know the key, the usual ones first. */
export function sectionsWith(kind: UnitKind, key: string): readonly string[] {
  const all = [...VOCABULARY[kind]].filter(([, keys]) => keys.has(key)).map(([section]) => section)
  return [...USUAL.filter((section) => all.includes(section)), ...all.filter((section) => !USUAL.includes(section))]
}

/** Whether an empty value takes back what the key got so far; otherwise the line is left out. */
export function mayBeEmpty(kind: UnitKind, { section, key }: { readonly section: string; readonly key: string }, version: number): boolean {
  const tables =
    kind === 'netdev'
      ? [NETDEV_NEVER_EMPTY]
      : kind === 'network'
        ? [NETWORK_NEVER_EMPTY, ...(version <= 252 ? [NETWORK_ONCE_NEVER_EMPTY] : [])]
        : []
  return !tables.some((table) => Object.hasOwn(table, section) && (table[section] ?? '').split(' ').includes(key))
}
