/** What ip(8) prints for people, with the names that `ip -json` gives the same things, so that both mean the same afterwards. */
import type { Origin } from '../../diagnostics/origin.js'

export type Value = boolean | number | string | null | readonly Value[] | { readonly [key: string]: Value }
export type Fields = { readonly [key: string]: Value }
export type Entry = { readonly fields: Fields; readonly origin: Origin }

export type IprouteTextKind = 'address' | 'link' | 'route' | 'rule' | 'neighbour' | 'vlan'

export type IprouteTextDocument = {
  /** Undefined when no entry tells. */
  readonly kind?: IprouteTextKind
  readonly entries: readonly Entry[]
}
