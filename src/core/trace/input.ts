/** A packet comes in: PREROUTING, routing decision, then up to a socket or on to the next hop (net/ipv4/ip_input.c, ip_forward.c). */
import type { Ipv4 } from '../addresses/ipv4.js'
import { why } from '../diagnostics/why.js'
import type { Node } from '../model/index.js'
import { type Context, enter, lose, note, type Reception, type Rejection } from './context.js'
import { deliver } from './deliver.js'
import { sendBridgedReset, sendError, sendRedirect, sendReject } from './errors.js'
import { neighbourKey, untilFailure } from './neighbour.js'
import { passHook } from './netfilter/hooks.js'
import { type Tracked, untracked } from './netfilter/tracked.js'
import { leaveBy, pickHop } from './output.js'
import type { Packet } from './packet.js'
import { isBroadcast, type Lookup, lookUp } from './routing.js'
import { checkSource, type SourceCheck } from './source-check.js'
import { forwards, isLocalAddress } from './view.js'

/** Works off the queue until every packet has come to its end. */
export function drain(context: Context): void {
  for (let steps = 0; steps < 2000; steps += 1) {
    const rejection = context.rejections.shift()
    if (rejection !== undefined) {
      answerRejected(context, rejection)
      continue
    }
    const reception = context.queue.shift()
    if (reception === undefined) return
    receive(context, reception)
  }
}

/** What REJECT sends starts at the node's own routing decision; without a route to the sender there is none. */
function answerRejected(context: Context, rejection: Rejection): void {
  const node = context.network.nodes[rejection.node]
  if (node === undefined) return
  enter(context, node.name, rejection.tracked.packet)
  if (rejection.entry !== undefined && rejection.with === 'tcp-reset')
    return sendBridgedReset(context, node, rejection.tracked.packet, rejection.entry)
  const bridged = rejection.entry !== undefined
  sendReject(context, node, rejection.tracked, { with: rejection.with, in: rejection.interface, bridged })
}

function receive(context: Context, reception: Reception): void {
  const node = context.network.nodes[reception.node]
  if (node === undefined) return
  enter(context, node.name, reception.packet)
  const passage = {
    hook: 'prerouting',
    in: reception.interface,
    ...(reception.port === undefined ? {} : { physicalIn: reception.port }),
  } as const
  const pre = passHook(context, node, reception.looped ?? untracked(reception.packet), passage)
  if (pre.kind !== 'accept') {
    // Before routing nobody knows whether the address asked is an own one (nf_reject_fill_skb_dst).
    if (pre.kind === 'reject') sendReject(context, node, pre.tracked, { with: pre.with, in: reception.interface, bridged: true })
    return lose(context, node, pre.tracked.packet, pre)
  }
  const packet = pre.tracked.packet
  if (isLocalAddress(node, packet.destination) || isBroadcast(node, packet.destination)) return local(context, node, pre.tracked, reception)
  forward(context, node, pre.tracked, reception)
}

function local(context: Context, node: Node, tracked: Tracked, reception: Reception): void {
  if (!believes(context, node, tracked.packet, reception)) return
  const input = passHook(context, node, tracked, { hook: 'input', in: reception.interface })
  if (input.kind === 'accept') return deliver(context, node, input.tracked, reception)
  if (input.kind === 'reject') sendReject(context, node, input.tracked, { with: input.with, in: reception.interface })
  lose(context, node, input.tracked.packet, input)
}

function believes(context: Context, node: Node, packet: Packet, way: { readonly interface: string; readonly out?: string }): boolean {
  const check: SourceCheck = checkSource(context.network, node, {
    source: packet.source,
    destination: packet.destination,
    in: way.interface,
    mark: packet.mark,
    ...(way.out === undefined ? {} : { out: way.out }),
  })
  if (check.ok) {
    if (way.interface !== 'lo') note(context, { kind: 'rp-filter', did: 'passed', interface: way.interface, why: check.why })
    return true
  }
  if (check.reason === 'ingress/martian') note(context, { kind: 'ingress', did: 'dropped', interface: way.interface, why: check.why })
  else note(context, { kind: 'rp-filter', did: 'dropped', interface: way.interface, why: check.why })
  lose(context, node, packet, check)
  return false
}

function forward(context: Context, node: Node, tracked: Tracked, reception: Reception): void {
  const packet = tracked.packet
  const flag = forwards(node, reception.interface)
  if (flag.value === 0) {
    const text = `${node.name} does not forward (net.ipv4.conf.${reception.interface}.forwarding is 0) and drops it without a word`
    const because = why(text, flag.origin)
    note(context, { kind: 'forward', did: 'dropped', in: reception.interface, why: because })
    return lose(context, node, packet, { reason: 'forward/disabled', why: because })
  }
  const route = lookUp(context.network, node, {
    destination: packet.destination,
    source: packet.source,
    inInterface: reception.interface,
    mark: packet.mark,
  })
  if (route.kind !== 'route') return unroutable(context, node, tracked, { route, in: reception.interface })
  const hop = pickHop(context, node, route.hops)
  if (hop === undefined || !believes(context, node, packet, { interface: reception.interface, out: hop.interface })) return
  note(context, {
    kind: 'route',
    did: 'matched',
    table: route.table,
    out: hop.interface,
    why: route.why,
    ...(hop.gateway === undefined ? {} : { via: hop.gateway }),
  })
  if (packet.ttl <= 1) {
    const because = why(`the TTL ends at ${node.name}`)
    note(context, { kind: 'forward', did: 'expired', in: reception.interface, why: because })
    lose(context, node, packet, { reason: 'ttl/expired', why: because })
    return sendError(context, node, packet, { error: 'ttl-exceeded', in: reception.interface, tracked })
  }
  if (hop.interface === reception.interface && isNeighbour(context, node, packet, reception.interface)) {
    sendRedirect(context, node, tracked, { gateway: (hop.gateway ?? packet.destination) as Ipv4, in: reception.interface })
  }
  passOn(context, node, { ...tracked, packet: { ...packet, ttl: packet.ttl - 1 } }, { in: reception.interface, hop })
}

/** Only a sender on the same segment is told of a better gateway (fib_validate_source says so to __mkroute_input). */
function isNeighbour(context: Context, node: Node, packet: Packet, name: string): boolean {
  // It goes out where it came in.
  const back = lookUp(context.network, node, { destination: packet.source, source: packet.destination, inInterface: name })
  return back.kind === 'route' && back.hops.some((hop) => hop.interface === name && hop.gateway === undefined)
}

function passOn(
  context: Context,
  node: Node,
  tracked: Tracked,
  way: { readonly in: string; readonly hop: Parameters<typeof leaveBy>[3] },
): void {
  const verdict = passHook(context, node, tracked, { hook: 'forward', in: way.in, out: way.hop.interface })
  if (verdict.kind !== 'accept') {
    if (verdict.kind === 'reject') sendReject(context, node, verdict.tracked, { with: verdict.with, in: way.in })
    return lose(context, node, verdict.tracked.packet, verdict)
  }
  note(context, {
    kind: 'forward',
    did: 'forwarded',
    in: way.in,
    out: way.hop.interface,
    why: why(`${node.name} forwards it from ${way.in} to ${way.hop.interface}`),
  })
  const sent = leaveBy(context, node, { ...verdict.tracked, cameBy: way.in }, way.hop)
  if (sent.kind === 'sent') return
  lose(context, node, tracked.packet, { reason: sent.reason, why: sent.why })
  if (sent.step !== 'neighbour') return
  // The error is about the packet as it was to leave, its source translated; OUTPUT translates that back.
  const left = sent.tracked ?? tracked
  sendError(context, node, left.packet, {
    error: 'host-unreachable',
    in: way.in,
    after: Math.max(0, untilFailure(context, neighbourKey(node.name, way.hop.interface, way.hop.gateway ?? tracked.packet.destination))),
    tracked: left,
  })
}

type Unroutable = { readonly route: Exclude<Lookup, { kind: 'route' }>; readonly in: string }

function unroutable(context: Context, node: Node, tracked: Tracked, unroutable: Unroutable): void {
  const { route } = unroutable
  const { packet } = tracked
  const wanted = { in: unroutable.in, noRoute: true, tracked }
  if (route.kind === 'none') {
    note(context, { kind: 'route', did: 'no-route', why: route.why })
    lose(context, node, packet, { reason: 'route/none', why: route.why })
    return sendError(context, node, packet, { error: 'net-unreachable', ...wanted })
  }
  note(context, { kind: 'route', did: 'refused', why: route.why })
  lose(context, node, packet, { reason: `route/${route.action}`, why: route.why })
  if (route.action === 'blackhole') return
  if (route.action === 'prohibit') return sendError(context, node, packet, { error: 'admin-prohibited', ...wanted })
  sendError(context, node, packet, { error: route.by === 'rule' ? 'net-unreachable' : 'host-unreachable', ...wanted })
}
