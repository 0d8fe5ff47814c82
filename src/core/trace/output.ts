/** From a node's routing decision onto the wire: POSTROUTING, neighbour, link. Own packets pass OUTPUT first. */
import { ANY_ADDRESS, type Ipv4 } from '../addresses/ipv4.js'
import { BROADCAST_MAC, type Mac } from '../addresses/mac.js'
import { type Why, why } from '../diagnostics/why.js'
import type { Interface, NextHop, Node } from '../model/index.js'
import { carry } from './at/link.js'
import type { Carried } from './at/work.js'
import { type Context, choose, lose, note, type Place } from './context.js'
import { preferLiving } from './default-route.js'
import { arpSender, resolve } from './neighbour.js'
import { type HookVerdict, passHook } from './netfilter/hooks.js'
import { attached, type Tracked } from './netfilter/tracked.js'
import { type Packet, roleOf } from './packet.js'
import type { ReasonCode } from './reason.js'
import { isBroadcast, type Lookup, lookUp, selectSource } from './routing.js'
import { interfaceOf, sysctlOf } from './view.js'

/** How an own packet fared on the way out. `failed` tells the socket. */
export type Sent =
  | { readonly kind: 'sent'; readonly packet: Packet }
  | {
      readonly kind: 'failed'
      readonly step: 'route' | 'broadcast' | 'output' | 'neighbour' | 'link'
      readonly reason: ReasonCode
      readonly why: Why
      readonly packet: Packet
      /** The packet as POSTROUTING left it, with what conntrack knows of it. */
      readonly tracked?: Tracked
      readonly reject?: string
      readonly refused?: Lookup & { kind: 'refused' }
      /** Only after OUTPUT had changed it: ping and connect() are not told. */
      readonly rerouted?: true
    }

export type OwnPacket = Omit<Packet, 'source' | 'ttl'> & {
  readonly source?: Ipv4
  /** The source follows from the route, which is looked up without it (icmp_route_lookup). */
  readonly lateSource?: true
}

/** Sends a packet of the node's own, perhaps one about another packet. Frames that arrive somewhere are queued in the context. */
export function sendOwn(context: Context, node: Node, own: OwnPacket, about?: Tracked): Sent {
  const { lateSource, source: given, ...rest } = own
  const first = routeOut(context, node, lateSource === true || given === undefined ? rest : own)
  if (first.kind !== 'route') return noWay(node, own, first)
  const start = preferLiving(context.memory, node, first)
  const startHop = pickHop(context, node, start.hops)
  const source = own.source ?? selectSource(node, start.route, startHop, own.destination) ?? ANY_ADDRESS
  const packet: Packet = { ...rest, source, ttl: defaultTtl(node) }
  const found = connects(own) ? routeOut(context, node, packet) : first
  if (found.kind !== 'route') return noWay(node, packet, found)
  const isSame = found.route === first.route || isPing(own)
  const route = isSame ? start : preferLiving(context.memory, node, found)
  const hop = isSame ? startHop : pickHop(context, node, route.hops)
  const exception = context.memory.exceptions.get(`${node.name} ${own.destination}`)
  noteRoute(context, node, route, { hop, exception, source, chosen: own.source === undefined })
  if (roleOf(own) === 'request' && isBroadcast(node, own.destination)) return toBroadcast(packet, route.why)
  const tracked = attached(packet, about)
  if (route.route.type === 'local') return overLoopback(context, node, tracked)
  if (hop === undefined) return { kind: 'failed', step: 'route', reason: 'route/none', packet, why: route.why }
  const target: NextHop = exception === undefined ? hop : { interface: hop.interface, gateway: exception }
  const output = passHook(context, node, tracked, { hook: 'output', out: hop.interface })
  if (output.kind !== 'accept') return stopped(context, { node: node.name, interface: hop.interface }, output)
  if (output.tracked.rerouted === true) return rerouted(context, node, output.tracked)
  return leaveBy(context, node, output.tracked, target)
}

/** connect() routes a second time, with the source that the first look-up gave (ip_route_connect). ping connects a socket to learn its source. */
function connects(own: OwnPacket): boolean {
  return own.source === undefined && roleOf(own) === 'request'
}

/** Its packets are then routed without a source all the same. */
function isPing({ payload }: Pick<OwnPacket, 'payload'>): boolean {
  return payload.kind === 'echo-request'
}

function toBroadcast(packet: Packet, route: Why): Sent {
  const { destination, payload } = packet
  const because =
    payload.kind === 'tcp'
      ? 'TCP connects to hosts only'
      : isPing(packet)
        ? 'ping wants -b for that'
        : 'a program has to ask for SO_BROADCAST'
  const text = `${destination} is a broadcast address; ${because}`
  return { kind: 'failed', step: 'broadcast', reason: 'route/broadcast', packet, why: why(text, ...route.because) }
}

function defaultTtl(node: Node): number {
  return sysctlOf(node, 'net.ipv4.ip_default_ttl', 64).value
}

function routeOut(context: Context, node: Node, own: OwnPacket): Lookup {
  return lookUp(context.network, node, {
    destination: own.destination,
    mark: own.mark,
    ...(own.source === undefined ? {} : { source: own.source }),
  })
}

function noWay(node: Node, own: OwnPacket, route: Exclude<Lookup, { kind: 'route' }>): Sent & { kind: 'failed' } {
  const { lateSource: _late, ...rest } = own
  const packet: Packet = { ...rest, source: own.source ?? ANY_ADDRESS, ttl: defaultTtl(node) }
  if (route.kind === 'refused')
    return { kind: 'failed', step: 'route', reason: `route/${route.action}`, why: route.why, packet, refused: route }
  const bare = node.addresses.every((entry) => entry.interface === 'lo') && node.routes.every((entry) => entry.table === 'local')
  if (bare)
    return {
      kind: 'failed',
      step: 'route',
      reason: 'address/none',
      packet,
      why: why(`${node.name} has neither an IPv4 address nor a route`, ...route.why.because),
    }
  return { kind: 'failed', step: 'route', reason: 'route/none', packet, why: route.why }
}

export function pickHop(context: Context, node: Node, hops: readonly NextHop[]): NextHop | undefined {
  return hops.length < 2 ? hops[0] : hops[choose(context, hops.length, `which leg of a multipath route ${node.name} hashes the flow to`)]
}

type Routed = { readonly hop: NextHop | undefined; readonly exception: Ipv4 | undefined; readonly source: Ipv4; readonly chosen: boolean }

function noteRoute(context: Context, node: Node, route: Lookup & { kind: 'route' }, routed: Routed): void {
  const via = routed.exception ?? routed.hop?.gateway
  const text = routed.exception === undefined ? route.why : why(`${node.name} was redirected: the next hop is now ${routed.exception}`)
  note(context, {
    kind: 'route',
    did: route.route.type === 'local' ? 'local' : 'matched',
    table: route.table,
    why: text,
    ...(via === undefined ? {} : { via }),
    ...(routed.hop === undefined ? {} : { out: routed.hop.interface }),
  })
  if (!routed.chosen) return
  const owner = node.addresses.find((entry) => entry.address === routed.source)
  note(context, {
    kind: 'source',
    did: 'chose',
    address: routed.source,
    why: why(`${node.name} sends from ${routed.source}`, owner?.origin),
  })
}

/** OUTPUT said no. The socket is told; what REJECT sends is a packet of its own, which starts over. */
function stopped(context: Context, at: Place, verdict: Exclude<HookVerdict, { kind: 'accept' }>): Sent {
  const { packet } = verdict.tracked
  const failed = { kind: 'failed', step: 'output', reason: verdict.reason, why: verdict.why, packet } as const
  if (verdict.kind === 'drop') return failed
  context.rejections.push({ ...at, tracked: verdict.tracked, with: verdict.with })
  return { ...failed, reject: verdict.with }
}

/** An own address: the packet goes out and in again through lo. */
function overLoopback(context: Context, node: Node, tracked: Tracked): Sent {
  const output = passHook(context, node, tracked, { hook: 'output', out: 'lo' })
  if (output.kind !== 'accept') return stopped(context, { node: node.name, interface: 'lo' }, output)
  if (output.tracked.rerouted === true) return rerouted(context, node, output.tracked)
  return leaveBy(context, node, output.tracked, { interface: 'lo' as NextHop['interface'] })
}

/** OUTPUT changed the destination or the mark: route again (ip_route_me_harder). */
function rerouted(context: Context, node: Node, tracked: Tracked): Sent {
  const route = routeOut(context, node, tracked.packet)
  if (route.kind !== 'route') return { ...noWay(node, tracked.packet, route), rerouted: true }
  const hop = route.route.type === 'local' ? { interface: 'lo' as NextHop['interface'] } : pickHop(context, node, route.hops)
  if (hop === undefined) return { kind: 'failed', step: 'route', reason: 'route/none', packet: tracked.packet, why: route.why }
  return leaveBy(context, node, tracked, hop)
}

/** POSTROUTING, then the neighbour, then the wire. Used for own and for forwarded packets. */
export function leaveBy(context: Context, node: Node, tracked: Tracked, hop: NextHop): Sent {
  const device = interfaceOf(node, hop.interface)
  const target = hop.gateway ?? tracked.packet.destination
  if (device === undefined)
    return {
      kind: 'failed',
      step: 'link',
      reason: 'link/down',
      packet: tracked.packet,
      why: why(`${node.name} has no interface ${hop.interface}`),
    }
  const post = passHook(context, node, tracked, {
    hook: 'postrouting',
    out: device.name,
    nextHop: target,
    ...(tracked.cameBy === undefined ? {} : { in: tracked.cameBy }),
  })
  if (post.kind !== 'accept') return { kind: 'failed', step: 'output', reason: post.reason, why: post.why, packet: tracked.packet }
  const packet = post.tracked.packet
  if (device.kind === 'loopback') return loop(context, node, device, post.tracked)
  const mac = neighbourOf(context, node, device, { packet, target })
  if (typeof mac !== 'string') return { kind: 'failed', step: 'neighbour', reason: mac.reason, why: mac.why, packet, tracked: post.tracked }
  const carried = carry(
    context,
    { node: node.name, interface: device.name },
    { source: device.mac, destination: mac, carries: { kind: 'ip', packet } },
  )
  return landed(context, node, packet, carried)
}

function loop(context: Context, node: Node, device: Interface, tracked: Tracked): Sent {
  const { packet } = tracked
  if (!device.up)
    return { kind: 'failed', step: 'link', reason: 'link/down', packet, why: why(`lo of ${node.name} is down`, device.origin) }
  const frame = { source: device.mac, destination: device.mac, carries: { kind: 'ip', packet } } as const
  context.queue.push({ node: node.name, interface: device.name, frame, packet, looped: { ...tracked, settled: true } })
  return { kind: 'sent', packet }
}

function neighbourOf(
  context: Context,
  node: Node,
  device: Interface,
  way: { readonly packet: Packet; readonly target: Ipv4 },
): Mac | { readonly reason: ReasonCode; readonly why: Why } {
  if (isBroadcast(node, way.packet.destination)) return BROADCAST_MAC
  const sender = arpSender(node, device, { source: way.packet.source, target: way.target })
  const resolution = resolve(context, node, device, { target: way.target, sender })
  if (!resolution.ok) {
    note(context, { kind: 'neighbour', did: 'failed', address: way.target, why: resolution.why })
    return resolution
  }
  note(context, { kind: 'neighbour', did: resolution.did, address: way.target, mac: resolution.mac, why: resolution.why })
  return resolution.mac
}

function landed(context: Context, node: Node, packet: Packet, carried: Carried): Sent {
  for (const step of carried.steps) note(context, step)
  for (const landing of carried.landings) context.queue.push({ ...landing, packet })
  context.rejections.push(...carried.rejected)
  if (carried.landings.length > 0) return { kind: 'sent', packet }
  const loss = carried.losses[0]
  const reason = loss?.reason ?? 'neighbour/wrong'
  const text = loss?.why ?? why(`no host takes the frame that ${node.name} sends to its neighbour`)
  lose(context, node, packet, { reason, why: text })
  return { kind: 'sent', packet }
}
