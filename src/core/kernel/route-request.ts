/** Routes that are asked for (net/ipv4/fib_semantics.c: fib_create_info), with the words that ip(8) shows of a refusal. */
import { type Ipv4, isMulticast, LIMITED_BROADCAST } from '../addresses/ipv4.js'
import { contains, isNetwork, samePrefix } from '../addresses/prefix.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { NextHop, Node, RequestOf, Route } from '../model/index.js'
import { deviceOf, tablesOf } from './device.js'
import { type Applied, done, noDevice, refused } from './result.js'
import { sameRoute } from './route.js'

type RouteRequest = RequestOf<'route-add'>

export function addRoute(node: Node, request: RouteRequest): Applied {
  const bad = hostBits(node, request) ?? badShape(node, request)
  if (bad !== undefined) return bad
  const hops: NextHop[] = []
  for (const hop of request.hops) {
    const checked = checkHop(node, hop, request)
    if (!('hop' in checked)) return checked
    hops.push(checked.hop)
  }
  const route = routeOf(request, hops)
  return invalidSource(node, route) ? refused(node, 'EINVAL', 'Error: Invalid prefsrc address.') : place(node, route, request.mode)
}

function routeOf(request: RouteRequest, hops: readonly NextHop[]): Route {
  const onlink = hops.every((hop) => hop.gateway === undefined)
  return {
    table: request.table ?? (request.type === 'local' ? 'local' : 'main'),
    type: request.type,
    to: request.to,
    metric: request.metric ?? 0,
    hops,
    scope: request.scope ?? (onlink && hops.length > 0 ? 'link' : 'global'),
    protocol: request.protocol ?? 'boot',
    ...(request.source === undefined ? {} : { source: request.source }),
    ...(request.mtu === undefined ? {} : { mtu: request.mtu }),
    ...withOrigin(request.origin),
  }
}

/** It must be local in the table `local` or in the route's own (fib_valid_prefsrc). */
function invalidSource(node: Node, { source, table }: Route): boolean {
  const isOwn = (route: Route) => route.type === 'local' && (route.table === 'local' || route.table === table)
  return source !== undefined && !node.routes.some((route) => isOwn(route) && contains(route.to, source))
}

const INVALID_PREFIX = 'Error: Invalid prefix for given prefix length.'

/** fib_valid_key_len, before the gateway is looked at. Only ip(8) has looked the interface up by then. */
function hostBits(node: Node, request: RouteRequest): Applied | undefined {
  if (isNetwork(request.to)) return undefined
  if (request.mode === 'prepend') return refused(node, 'EINVAL', 'SIOCADDRT: Invalid argument')
  const missing = request.hops.find((hop) => hop.interface !== undefined && deviceOf(node, hop.interface) === undefined)
  return missing?.interface === undefined ? refused(node, 'EINVAL', INVALID_PREFIX) : noDevice(node, missing.interface)
}

const WITHOUT_HOPS: readonly Route['type'][] = ['blackhole', 'unreachable', 'prohibit', 'throw']

function badShape(node: Node, { type, hops, scope }: RouteRequest): Applied | undefined {
  if (WITHOUT_HOPS.includes(type)) {
    const text = 'Error: Gateway, device and multipath can not be specified for this route type.'
    return hops.length > 0 ? refused(node, 'EINVAL', text) : undefined
  }
  if (hops.length === 0) return refused(node, 'ENODEV', 'RTNETLINK answers: No such device')
  return scope === 'host' && hops.some((hop) => hop.gateway !== undefined)
    ? refused(node, 'EINVAL', 'Error: Route with host scope can not have a gateway.')
    : undefined
}

function place(node: Node, route: Route, mode: RouteRequest['mode']): Applied {
  const rivals = node.routes.filter((old) => old.table === route.table && samePrefix(old.to, route.to) && old.metric === route.metric)
  const first = rivals[0]
  if (first === undefined) {
    return mode === 'change'
      ? refused(node, 'ENOENT', 'RTNETLINK answers: No such file or directory')
      : done({ ...node, routes: [...node.routes, route] })
  }
  if (mode === 'replace' || mode === 'change') return done({ ...node, routes: node.routes.map((old) => (old === first ? route : old)) })
  if (mode === 'add' || rivals.some((old) => sameRoute(old, route))) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  if (mode === 'append') return done({ ...node, routes: [...node.routes, route] })
  const at = node.routes.indexOf(first)
  return done({ ...node, routes: [...node.routes.slice(0, at), route, ...node.routes.slice(at)] })
}

type WantedHop = RouteRequest['hops'][number]

/** fib_check_nh: the gateway must be directly reachable, unless `onlink` says so without looking. */
function checkHop(node: Node, hop: WantedHop, request: RouteRequest): { readonly hop: NextHop } | Applied {
  const device = hop.interface === undefined ? undefined : deviceOf(node, hop.interface)
  if (hop.interface !== undefined && device === undefined) return noDevice(node, hop.interface)
  if (hop.gateway === undefined) return checkDevice(node, hop, device?.up === true)
  if (hop.onlink === true) return checkOnlink(node, hop, device?.up === true)
  const own = node.addresses.find((entry) => entry.address === hop.gateway)
  const home = hop.interface ?? own?.interface
  if (own !== undefined && home !== undefined && device?.up !== false) {
    const { gateway: _gateway, ...bare } = hop
    return { hop: { ...bare, interface: home } }
  }
  const out = onLinkInterface(node, hop.gateway, { through: hop.interface, table: request.table })
  if (out !== undefined) return { hop: { ...hop, interface: out } }
  return request.mode === 'prepend'
    ? refused(node, 'ENETUNREACH', 'SIOCADDRT: Network is unreachable')
    : refused(node, 'ENETUNREACH', 'Error: Nexthop has invalid gateway.')
}

function checkDevice(node: Node, hop: WantedHop, up: boolean): { readonly hop: NextHop } | Applied {
  if (hop.interface === undefined) return refused(node, 'ENODEV', 'RTNETLINK answers: No such device')
  return up ? { hop: { ...hop, interface: hop.interface } } : refused(node, 'ENETDOWN', 'Error: Device for nexthop is not up.')
}

function checkOnlink(node: Node, hop: WantedHop, up: boolean): { readonly hop: NextHop } | Applied {
  if (hop.interface === undefined) return refused(node, 'EINVAL', 'Error: Nexthop device required for onlink.')
  if (!up) return refused(node, 'ENETDOWN', 'Error: Nexthop device is not up.')
  if (isNoHost(node, hop.gateway)) return refused(node, 'EINVAL', 'Error: Nexthop has invalid gateway.')
  return { hop: { ...hop, interface: hop.interface } }
}

/** An own address, whichever device has it, or one of many (inet_addr_type). */
function isNoHost(node: Node, gateway: Ipv4 | undefined): boolean {
  if (gateway === undefined) return false
  if (isMulticast(gateway) || gateway === LIMITED_BROADCAST || gateway.startsWith('0.')) return true
  return node.routes.some((route) => route.table === 'local' && route.type !== 'unicast' && contains(route.to, gateway))
}

/** The most specific route to the gateway must be on-link: in the route's own table, else in that of the device's VRF or in main. */
function onLinkInterface(
  node: Node,
  gateway: Ipv4,
  { through, table }: { readonly through: string | undefined; readonly table: string | undefined },
): NextHop['interface'] | undefined {
  for (const one of [table, through === undefined ? undefined : tablesOf(node, through).main, 'main']) {
    const found = node.routes
      .filter(
        (route) =>
          route.table === one &&
          route.type === 'unicast' &&
          contains(route.to, gateway) &&
          (through === undefined || route.hops.some((hop) => hop.interface === through)),
      )
      .sort((a, b) => b.to.length - a.to.length)[0]
    if (found !== undefined) return found.scope === 'link' ? found.hops[0]?.interface : undefined
  }
  return undefined
}

/** Of several that agree the one with the least metric goes (fib_table_delete). */
export function deleteRoute(node: Node, request: RequestOf<'route-delete'>): Applied {
  if (!isNetwork(request.to)) return refused(node, 'EINVAL', INVALID_PREFIX)
  if (request.interface !== undefined && deviceOf(node, request.interface) === undefined) return noDevice(node, request.interface)
  const table = request.table ?? 'main'
  const hit = node.routes
    .filter(
      (route) =>
        route.table === table &&
        samePrefix(route.to, request.to) &&
        (request.interface === undefined || route.hops[0]?.interface === request.interface) &&
        (request.gateway === undefined || route.hops[0]?.gateway === request.gateway) &&
        (request.metric === undefined || request.metric === 0 || route.metric === request.metric),
    )
    .sort((a, b) => a.metric - b.metric)[0]
  return hit === undefined
    ? refused(node, 'ESRCH', 'RTNETLINK answers: No such process')
    : done({ ...node, routes: node.routes.filter((route) => route !== hit) })
}
