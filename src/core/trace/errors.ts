/** ICMP errors and redirects that a node sends about a packet (net/ipv4/icmp.c: icmp_send). */
import { ANY_ADDRESS, type Ipv4, isMulticast } from '../addresses/ipv4.js'
import { why } from '../diagnostics/why.js'
import type { Node, RejectWith } from '../model/index.js'
import { carry } from './at/link.js'
import { type Context, enter, lose, note, type Rejection } from './context.js'
import { mayError, mayErrorLater, mayErrorNoRoute, mayRedirect } from './icmp-limit.js'
import { swallowsRedirect } from './netfilter/hooks.js'
import type { Tracked } from './netfilter/tracked.js'
import { sendOwn } from './output.js'
import { type IcmpError, type Packet, swappedPorts } from './packet.js'
import { addressToward, isBroadcast, lookUp, selectSource } from './routing.js'
import { isLocalAddress, maxConf, sysctlOf } from './view.js'

export type WantedError = {
  readonly error: IcmpError
  readonly in?: string
  /** It was stopped on its way through a bridge, before routing knew whether the address asked is an own one. */
  readonly bridged?: boolean
  /** No route was found: the routing code has a limit of its own for these. */
  readonly noRoute?: boolean
  /** Milliseconds after the packet came, e.g. until ARP gives up. */
  readonly after?: number
  /** What conntrack knows of the packet that it is about. */
  readonly tracked?: Tracked
}

/** Sends an ICMP error to the packet's sender. None is sent about an error, a broadcast or a multicast. */
export function sendError(context: Context, node: Node, about: Packet, wanted: WantedError): void {
  const { error } = wanted
  if (about.payload.kind === 'icmp-error' || about.payload.kind === 'redirect') return
  if (isBroadcast(node, about.destination) || isMulticast(about.destination) || about.source === ANY_ADDRESS) return
  const { source, isAsked } = errorSource(context, node, about, wanted)
  if (source === undefined) return
  if (!withinLimits(context, node, about, wanted)) {
    return note(context, {
      kind: 'error',
      did: 'limited',
      error,
      from: source,
      why: why(`${node.name} has sent ${about.source} too many ICMP messages just now and holds this one back`),
    })
  }
  const packet: Packet = { source, destination: about.source, ttl: 64, mark: 0, payload: { kind: 'icmp-error', error, about } }
  const own = isAsked ? packet : ({ ...packet, lateSource: true } as const)
  note(context, { kind: 'error', did: 'sent', error, from: source, why: why(`${node.name} tells ${about.source}: ${error}`) })
  enter(context, node.name, packet)
  const sent = sendOwn(context, node, own, wanted.tracked)
  if (sent.kind === 'failed') lose(context, node, packet, { reason: sent.reason, why: sent.why })
}

function withinLimits(context: Context, node: Node, about: Packet, wanted: WantedError): boolean {
  // What goes over lo is not limited.
  if (isLocalAddress(node, about.source)) return true
  const at = { context, node, to: about.source, time: context.memory.now }
  if (wanted.noRoute === true && !mayErrorNoRoute(at)) return false
  return wanted.after === undefined ? mayError(at) : mayErrorLater(at, wanted.after)
}

type ErrorSource = {
  readonly source: Ipv4 | undefined /** Or bound to an interface: known before the route is looked up. */
  readonly isAsked: boolean
}

/** The address that was asked when it is the node's own, else the one it would use towards the sender. */
function errorSource(context: Context, node: Node, about: Packet, wanted: WantedError): ErrorSource {
  if (wanted.bridged !== true && isLocalAddress(node, about.destination)) return { source: about.destination, isAsked: true }
  if (wanted.in !== undefined && sysctlOf(node, 'net.ipv4.icmp_errors_use_inbound_ifaddr', 0).value > 0) {
    return { source: addressToward(node, wanted.in, about.source), isAsked: true }
  }
  const back = lookUp(context.network, node, { destination: about.source })
  const source =
    back.kind === 'route' ? selectSource(node, back.route, back.hops[0], about.source) : addressToward(node, 'lo', about.source)
  return { source, isAsked: false }
}

/** What iptables' REJECT sends. */
export function sendReject(
  context: Context,
  node: Node,
  tracked: Tracked,
  rejected: { readonly with: RejectWith; readonly in?: string; readonly bridged?: boolean },
): void {
  const about = tracked.packet
  if (rejected.with !== 'tcp-reset') {
    const { with: reject, ...where } = rejected
    return sendError(context, node, about, { error: REJECT_ERRORS[reject], tracked, ...where })
  }
  if (about.payload.kind !== 'tcp' || about.payload.flags === 'RST') return
  const { sourcePort, destinationPort } = about.payload
  sendReset(context, node, { ...about, payload: { kind: 'tcp', sourcePort, destinationPort, flags: 'SYN' } }, tracked)
}

/** A TCP reset in the name of the address that was asked. REJECT's belongs to the connection that it is about. */
export function sendReset(context: Context, node: Node, about: Packet, rejected?: Tracked): void {
  const packet = resetFor(about)
  if (packet === undefined) return
  enter(context, node.name, packet)
  const sent = sendOwn(context, node, packet, rejected)
  if (sent.kind === 'failed') lose(context, node, packet, { reason: sent.reason, why: sent.why })
}

function resetFor({ source, destination, payload }: Packet): Packet | undefined {
  if (payload.kind !== 'tcp') return undefined
  const reset = { kind: 'tcp', flags: 'RST', ...swappedPorts(payload) } as const
  return { source: destination, destination: source, ttl: 64, mark: 0, payload: reset }
}

/** The reset for a bridged packet goes straight out of the port it came by, past iptables; only that there is a route to the sender is asked (nf_send_reset). */
export function sendBridgedReset(context: Context, node: Node, about: Packet, entry: NonNullable<Rejection['entry']>): void {
  const packet = resetFor(about)
  if (packet === undefined || (about.payload.kind === 'tcp' && about.payload.flags === 'RST')) return
  if (lookUp(context.network, node, { destination: about.source }).kind !== 'route') return
  enter(context, node.name, packet)
  const { source, destination } = entry.frame
  const frame = { source: destination, destination: source, carries: { kind: 'ip', packet } } as const
  const carried = carry(context, { node: node.name, interface: entry.port }, frame)
  for (const step of carried.steps) note(context, step)
  for (const landing of carried.landings) context.queue.push({ ...landing, packet })
}

const REJECT_ERRORS: Readonly<Record<Exclude<RejectWith, 'tcp-reset'>, IcmpError>> = {
  'icmp-net-unreachable': 'net-unreachable',
  'icmp-host-unreachable': 'host-unreachable',
  'icmp-port-unreachable': 'port-unreachable',
  'icmp-proto-unreachable': 'proto-unreachable',
  'icmp-net-prohibited': 'net-prohibited',
  'icmp-host-prohibited': 'host-prohibited',
  'icmp-admin-prohibited': 'admin-prohibited',
}

/** ip_rt_send_redirect: tells the sender of a better gateway, slower and slower. A swallowed one counts as sent. */
export function sendRedirect(context: Context, node: Node, tracked: Tracked, way: { readonly gateway: Ipv4; readonly in: string }): void {
  const about = tracked.packet
  const setting = maxConf(node, way.in, 'send_redirects', 1)
  const step = { kind: 'redirect', gateway: way.gateway } as const
  if (setting.value === 0)
    return note(context, { ...step, did: 'not-sent', why: why(`send_redirects is 0 on ${node.name}`, setting.origin) })
  if (!mayRedirect({ context, node, to: about.source, time: context.memory.now })) {
    return note(context, {
      ...step,
      did: 'not-sent',
      why: why(`${node.name} has sent ${about.source} redirects recently and holds this one back`),
    })
  }
  if (swallowsRedirect(node, tracked)) {
    const text = `${node.name}'s nat table swallows the redirect: NAT of this flow is not finished (nf_nat_icmp_reply_translation)`
    return note(context, { ...step, did: 'swallowed', why: why(text) })
  }
  const source = addressToward(node, way.in, about.source) ?? about.destination
  const packet: Packet = { source, destination: about.source, ttl: 64, mark: 0, payload: { kind: 'redirect', gateway: way.gateway, about } }
  note(context, {
    ...step,
    did: 'sent',
    why: why(`${node.name} would send it out where it came in and tells ${about.source} the better next hop ${way.gateway}`),
  })
  const last = context.hops.at(-1)
  const here = { node: node.name, role: last?.role ?? 'request', packet: last?.packet ?? '' }
  enter(context, node.name, packet)
  const sent = sendOwn(context, node, { ...packet, lateSource: true })
  if (sent.kind === 'failed') lose(context, node, packet, { reason: sent.reason, why: sent.why })
  context.hops.push({ ...here, steps: [] })
}
