/** A packet at one hook, and what became of it there. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Why } from '../../diagnostics/why.js'
import type { Hook, Node, RejectWith } from '../../model/index.js'
import type { Context } from '../context.js'
import type { ReasonCode } from '../reason.js'
import type { Seen } from './match.js'
import type { Changed } from './table.js'
import { isTranslated, type Tracked } from './tracked.js'

export type Passage = {
  readonly hook: Hook
  readonly in?: string
  readonly out?: string
  /** Where the packet goes next, for MASQUERADE's choice of address. */
  readonly nextHop?: Ipv4
  readonly physicalIn?: string
  readonly physicalOut?: string
  readonly bridged?: boolean
}

export type HookVerdict =
  | { readonly kind: 'accept'; readonly tracked: Tracked }
  | { readonly kind: 'drop'; readonly tracked: Tracked; readonly reason: ReasonCode; readonly why: Why }
  | { readonly kind: 'reject'; readonly tracked: Tracked; readonly with: RejectWith; readonly reason: ReasonCode; readonly why: Why }

export function seenBy(context: Context, node: Node, tracked: Tracked, passage: Passage): Seen {
  const { hook: _hook, nextHop: _nextHop, bridged, ...interfaces } = passage
  const isUntouched = tracked.state === 'UNTRACKED' && tracked.notrack !== true
  return {
    network: context.network,
    node,
    packet: tracked.packet,
    // Before conntrack has looked, a packet belongs to nothing: that is INVALID (nf_conntrack_ct_state).
    state: isUntouched ? 'INVALID' : tracked.state,
    ...interfaces,
    bridged: bridged === true,
    direction: tracked.direction,
    ...(tracked.connection === undefined ? {} : { connection: tracked.connection }),
    translated: isTranslated(tracked.connection),
  }
}

export function afterVerdict(tracked: Tracked, { packet, connection, notrack }: Changed): Tracked {
  const untracked = notrack && tracked.connection === undefined ? { notrack } : {}
  return { ...tracked, packet, ...(connection === undefined ? {} : { connection }), ...untracked }
}
