/** The FIB as it changes: connected and local routes that come with addresses, and routes that are asked for. */
import type { Ipv4 } from '../addresses/ipv4.js'
import { broadcastOf, contains, isNetwork, networkOf, samePrefix } from '../addresses/prefix.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Address, NextHop, Node, RequestOf, Route } from '../model/index.js'
import { type Applied, done, noDevice, refused } from './result.js'

type RouteRequest = RequestOf<'route-add'>

function upDevice(node: Node, name: string): boolean | undefined {
  return node.interfaces.find((device) => device.name === name)?.up
}

/** Routes in the local table last as long as the address; the others need the interface up (fib_add_ifaddr). */
export function withLocalRoutes(node: Node, entry: Address): Node {
  const origin = withOrigin(entry.origin)
  const base = { table: 'local', metric: 0, scope: 'host', protocol: 'kernel', hops: [{ interface: entry.interface }], ...origin } as const
  const own: Route = { ...base, type: 'local', to: { address: entry.address, length: 32 }, source: entry.address }
  const exists = node.routes.some((route) => route.table === 'local' && route.type === 'local' && samePrefix(route.to, own.to))
  return exists ? node : { ...node, routes: [...node.routes, own] }
}

/** Adds what an interface that is up contributes: connected networks and broadcast addresses of its primary addresses. */
export function withConnectedRoutes(node: Node, name: string): Node {
  if (upDevice(node, name) !== true) return node
  const loopback = node.interfaces.some((device) => device.name === name && device.kind === 'loopback')
  let routes = node.routes
  for (const entry of node.addresses.filter((candidate) => candidate.interface === name)) {
    for (const route of connectedRoutes(entry, loopback)) {
      if (!routes.some((old) => sameRoute(old, route))) routes = [...routes, route]
    }
  }
  return { ...node, routes }
}

function connectedRoutes(entry: Address, loopback: boolean): readonly Route[] {
  const origin = withOrigin(entry.origin)
  const base = {
    metric: 0,
    protocol: 'kernel',
    scope: 'link',
    hops: [{ interface: entry.interface }],
    source: entry.address,
    ...origin,
  } as const
  const network = networkOf(entry.address, entry.length)
  const brd: Route[] =
    entry.broadcast === undefined ? [] : [{ ...base, table: 'local', type: 'broadcast', to: { address: entry.broadcast, length: 32 } }]
  if (entry.secondary || entry.length === 32) return brd
  const connected: Route = loopback
    ? { ...base, table: 'local', type: 'local', scope: 'host', to: network }
    : { ...base, table: 'main', type: 'unicast', to: network }
  if (entry.length >= 31) return [connected, ...brd]
  const last: Route = { ...base, table: 'local', type: 'broadcast', to: { address: broadcastOf(entry.address, entry.length), length: 32 } }
  return [connected, ...brd, last]
}

function sameRoute(a: Route, b: Route): boolean {
  return (
    a.table === b.table &&
    a.type === b.type &&
    samePrefix(a.to, b.to) &&
    a.metric === b.metric &&
    a.hops[0]?.interface === b.hops[0]?.interface &&
    a.hops[0]?.gateway === b.hops[0]?.gateway
  )
}

/** An interface that goes down loses its routes, but not the local ones of its addresses (fib_sync_down_dev). */
export function withoutRoutesOf(node: Node, name: string): Node {
  const keeps = (route: Route) =>
    (route.table === 'local' && route.type === 'local') || !route.hops.every((hop) => hop.interface === name) || route.hops.length === 0
  return { ...node, routes: node.routes.filter(keeps) }
}

export function withoutAddressRoutes(node: Node, entry: Address): Node {
  const elsewhere = node.addresses.some((other) => other !== entry && other.address === entry.address)
  const gone = (route: Route) =>
    (!elsewhere && route.table === 'local' && route.to.address === entry.address && route.to.length === 32) ||
    (route.source === entry.address && !elsewhere && route.hops[0]?.interface === entry.interface)
  return { ...node, routes: node.routes.filter((route) => !gone(route)) }
}

export function addRoute(node: Node, request: RouteRequest): Applied {
  if (!isNetwork(request.to)) return hostBits(node, request)
  const hops: NextHop[] = []
  for (const hop of request.hops) {
    const checked = checkHop(node, hop, request.mode === 'prepend')
    if (!('hop' in checked)) return checked
    hops.push(checked.hop)
  }
  const onlink = hops.every((hop) => hop.gateway === undefined)
  const route: Route = {
    table: request.table ?? (request.type === 'local' ? 'local' : 'main'),
    type: request.type,
    to: request.to,
    metric: request.metric ?? 0,
    hops,
    scope: request.scope ?? (onlink && hops.length > 0 ? 'link' : 'global'),
    protocol: request.protocol ?? 'boot',
    ...(request.source === undefined ? {} : { source: request.source }),
    ...withOrigin(request.origin),
  }
  if (route.source !== undefined && !node.addresses.some((entry) => entry.address === route.source))
    return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  return place(node, route, request.mode)
}

const INVALID_PREFIX = 'Error: Invalid prefix for given prefix length.'

/** fib_valid_key_len, before the gateway is looked at. Only ip(8) has looked the interface up by then. */
function hostBits(node: Node, request: RouteRequest): Applied {
  if (request.mode === 'prepend') return refused(node, 'EINVAL', 'SIOCADDRT: Invalid argument')
  const missing = request.hops.find((hop) => hop.interface !== undefined && upDevice(node, hop.interface) === undefined)
  return missing?.interface === undefined ? refused(node, 'EINVAL', INVALID_PREFIX) : noDevice(node, missing.interface)
}

function place(node: Node, route: Route, mode: RouteRequest['mode']): Applied {
  const rivals = node.routes.filter((old) => old.table === route.table && samePrefix(old.to, route.to) && old.metric === route.metric)
  const first = rivals[0]
  if (first === undefined) return done({ ...node, routes: [...node.routes, route] })
  if (mode === 'add' || rivals.some((old) => mode !== 'replace' && sameRoute(old, route)))
    return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  if (mode === 'replace') return done({ ...node, routes: node.routes.map((old) => (old === first ? route : old)) })
  if (mode === 'append') return done({ ...node, routes: [...node.routes, route] })
  const at = node.routes.indexOf(first)
  return done({ ...node, routes: [...node.routes.slice(0, at), route, ...node.routes.slice(at)] })
}

type WantedHop = RouteRequest['hops'][number]

/** fib_check_nh: the gateway must be directly reachable, unless `onlink` says so without looking. */
function checkHop(node: Node, hop: WantedHop, ioctl: boolean): { readonly hop: NextHop } | Applied {
  const unreachable = () =>
    ioctl
      ? refused(node, 'ENETUNREACH', 'SIOCADDRT: Network is unreachable')
      : refused(node, 'ENETUNREACH', 'Error: Nexthop has invalid gateway.')
  if (hop.interface !== undefined) {
    const up = upDevice(node, hop.interface)
    if (up === undefined) return noDevice(node, hop.interface)
    if (!up) return refused(node, 'ENETDOWN', 'RTNETLINK answers: Network is down')
  }
  if (hop.gateway === undefined) return hop.interface === undefined ? unreachable() : { hop: { ...hop, interface: hop.interface } }
  if (hop.onlink === true && hop.interface !== undefined) return { hop: { ...hop, interface: hop.interface } }
  const own = node.addresses.find((entry) => entry.address === hop.gateway)
  if (own !== undefined) {
    const { gateway: _gateway, ...bare } = hop
    return { hop: { ...bare, interface: hop.interface ?? own.interface } }
  }
  const way = onLinkRoute(node, hop.gateway, hop.interface)
  const out = way?.hops[0]?.interface
  return out === undefined ? unreachable() : { hop: { ...hop, interface: out } }
}

/** The most specific route to the gateway must be on-link. */
function onLinkRoute(node: Node, gateway: Ipv4, name: string | undefined): Route | undefined {
  const found = node.routes
    .filter(
      (route) =>
        route.table === 'main' &&
        route.type === 'unicast' &&
        contains(route.to, gateway) &&
        (name === undefined || route.hops.some((hop) => hop.interface === name)),
    )
    .sort((a, b) => b.to.length - a.to.length)[0]
  return found?.scope === 'link' ? found : undefined
}

export function deleteRoute(node: Node, request: RequestOf<'route-delete'>): Applied {
  if (!isNetwork(request.to)) return refused(node, 'EINVAL', INVALID_PREFIX)
  const table = request.table ?? 'main'
  const hit = node.routes.find(
    (route) =>
      route.table === table &&
      samePrefix(route.to, request.to) &&
      (request.interface === undefined || route.hops[0]?.interface === request.interface) &&
      (request.gateway === undefined || route.hops[0]?.gateway === request.gateway) &&
      (request.metric === undefined || route.metric === request.metric),
  )
  return hit === undefined
    ? refused(node, 'ESRCH', 'RTNETLINK answers: No such process')
    : done({ ...node, routes: node.routes.filter((route) => route !== hit) })
}
