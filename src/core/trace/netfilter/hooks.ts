/** netfilter's hooks: iptables' tables and nft's base chains in order of priority, with conntrack and NAT in their places. */
import type { Node } from '../../model/index.js'
import { type Context, note } from '../context.js'
import type { ReasonCode } from '../reason.js'
import { type Asked, askChain } from './ask-chain.js'
import { sameTuple } from './connection.js'
import { passNat } from './nat.js'
import { afterVerdict, type HookVerdict, type Passage } from './passage.js'
import { hasNat, type Stop, stopsAt } from './registered.js'
import type { TableVerdict } from './table.js'
import { confirm, isTranslated, type Tracked, track } from './tracked.js'

export type { HookVerdict, Passage } from './passage.js'

export function passHook(context: Context, node: Node, start: Tracked, passage: Passage): HookVerdict {
  let tracked = start
  for (const stop of stopsAt(context, node, passage.hook)) {
    const verdict = passStop(context, node, tracked, { passage, stop })
    if (verdict.kind !== 'accept') return verdict
    tracked = verdict.tracked
  }
  if (passage.hook === 'postrouting' || passage.hook === 'input') confirm(context, node, tracked)
  return { kind: 'accept', tracked }
}

type At = { readonly passage: Passage; readonly stop: Stop }

function passStop(context: Context, node: Node, tracked: Tracked, at: At): HookVerdict {
  const { passage, stop } = at
  switch (stop.kind) {
    case 'conntrack': {
      const looks = tracked.notrack !== true && tracked.settled !== true && tracked.connection === undefined
      return { kind: 'accept', tracked: looks ? track(context, node, tracked.packet) : tracked }
    }
    case 'nat': {
      const verdict = passNat(context, node, tracked, passage)
      return verdict.kind === 'accept' ? { kind: 'accept', tracked: withRoute(verdict.tracked, tracked, true) } : verdict
    }
    case 'iptables':
    case 'nft':
      return judged(context, node, tracked, { passage, stop, verdict: askChain(context, node, tracked, { passage, stop }) })
  }
}

type Judging = Asked & { readonly verdict: TableVerdict }

function judged(context: Context, node: Node, before: Tracked, { passage, stop, verdict }: Judging): HookVerdict {
  const reroutes = stop.kind === 'iptables' ? stop.table === 'mangle' : stop.chain.base?.type === 'route'
  const tracked = withRoute(afterVerdict(before, verdict), before, reroutes)
  rememberMark(context, node, before, tracked)
  const place = {
    kind: 'filter',
    hook: passage.hook,
    table: stop.kind === 'iptables' ? stop.table : `${stop.table.family} ${stop.table.name}`,
    chain: stop.kind === 'iptables' ? '' : stop.chain.name,
  } as const
  switch (verdict.kind) {
    case 'accept':
      if (verdict.rule !== undefined && verdict.why !== undefined)
        note(context, { ...place, did: 'accepted', rule: verdict.rule.text, why: verdict.why })
      return { kind: 'accept', tracked }
    case 'drop':
      note(context, { ...place, did: 'dropped', ...(verdict.rule === undefined ? {} : { rule: verdict.rule.text }), why: verdict.why })
      return { kind: 'drop', tracked, reason: invalid(tracked, verdict.reason), why: verdict.why }
    case 'reject':
      note(context, { ...place, did: 'rejected', rule: verdict.rule.text, why: verdict.why })
      return { kind: 'reject', tracked, with: verdict.with, reason: 'netfilter/reject', why: verdict.why }
    case 'nat':
      return { kind: 'accept', tracked }
  }
}

/** Own packets are routed again when mangle, a chain of type route, or NAT changed what the route was looked up by. */
function withRoute(after: Tracked, before: Tracked, looks: boolean): Tracked {
  const moved = after.packet.destination !== before.packet.destination || after.packet.mark !== before.packet.mark
  return looks && moved ? { ...after, rerouted: true } : after
}

/** A connection that is known already keeps its mark, whatever becomes of the packet. */
function rememberMark(context: Context, node: Node, before: Tracked, { connection }: Tracked): void {
  if (connection === undefined || connection.mark === before.connection?.mark) return
  const known = context.memory.connections.get(node.name) ?? []
  context.memory.connections.set(
    node.name,
    known.map((one) => (sameTuple(one.original, connection.original) ? { ...one, mark: connection.mark ?? 0 } : one)),
  )
}

/** A drop of an answer whose request was never seen is told as what it is. */
function invalid(tracked: Tracked, reason: ReasonCode): ReasonCode {
  return tracked.state === 'INVALID' ? 'conntrack/invalid' : reason
}

/** Whether a redirect about this packet is swallowed: NAT is loaded and its decision not final, or not null (nf_nat_icmp_reply_translation). */
export function swallowsRedirect(node: Node, tracked: Tracked): boolean {
  if (!hasNat(node) || tracked.connection === undefined) return false
  const { source, destination } = isTranslated(tracked.connection)
  return !tracked.connection.natDone || source || destination
}
