/** What `ip -json` and `bridge -json` print: one array of objects, whose keys tell what was asked. */
import type { Entry } from '../../diagnostics/json-entries.js'

export const KINDS = ['address', 'link', 'route', 'rule', 'neighbour', 'netns', 'bridge-link', 'vlan', 'fdb', 'mdb'] as const
export type Kind = (typeof KINDS)[number]

export type IprouteDocument = {
  /** Undefined when no entry tells. */
  readonly kind?: Kind
  /** Without the empty objects that iproute2 prints for what its filters left out. */
  readonly entries: readonly Entry[]
}
