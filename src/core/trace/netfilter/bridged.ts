/** What iptables says to a frame that passes through a bridge (br_netfilter). */
import { type Why, why } from '../../diagnostics/why.js'
import type { Node, RejectWith } from '../../model/index.js'
import { type Context, miss } from '../context.js'
import type { Packet } from '../packet.js'
import type { ReasonCode } from '../reason.js'
import { passHook } from './hooks.js'
import { type Tracked, untracked } from './tracked.js'

export type BridgedVerdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop'; readonly reason: ReasonCode; readonly why: Why }
  | { readonly kind: 'reject'; readonly tracked: Tracked; readonly with: RejectWith; readonly reason: ReasonCode; readonly why: Why }

export function bridgedVerdict(
  context: Context,
  node: Node,
  packet: Packet,
  ports: { readonly bridge: string; readonly in: string; readonly out: string },
): BridgedVerdict {
  const physical = { physicalIn: ports.in, physicalOut: ports.out, bridged: true }
  let tracked = untracked(packet)
  const passages = [
    { hook: 'prerouting', in: ports.bridge, physicalIn: ports.in },
    { hook: 'forward', in: ports.bridge, out: ports.bridge, ...physical },
    { hook: 'postrouting', out: ports.bridge, ...physical },
  ] as const
  for (const passage of passages) {
    const verdict = passHook(context, node, tracked, passage)
    if (verdict.kind === 'drop') return { kind: 'drop', reason: verdict.reason, why: verdict.why }
    if (verdict.kind === 'reject') return verdict
    tracked = verdict.tracked
    if (tracked.packet.source !== packet.source || tracked.packet.destination !== packet.destination) {
      miss(context, `${node.name}: NAT of a bridged packet (bridge-nf-call-iptables=1)`)
      return {
        kind: 'drop',
        reason: 'unknown/not-modelled',
        why: why(`${node.name} translates addresses of bridged packets, which is not modelled`),
      }
    }
  }
  return { kind: 'accept' }
}
