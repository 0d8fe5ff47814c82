/** IPv6 routes that are asked for (net/ipv6/route.c: ip6_route_info_create, ip6_fib.c: fib6_add_rt2node). */
import { ANY_ADDRESS6, type Ipv6, isLinkLocal6, isMulticast6 } from '../addresses/ipv6.js'
import { contains6, networkOf6 } from '../addresses/prefix6.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { NextHop6, Node, RequestOf, Route6 } from '../model/index.js'
import { deviceOf, tablesOf } from './device.js'
import { isEnabled6 } from './inet6.js'
import { type Applied, done, noDevice, refused } from './result.js'
import { sameRoute6 } from './route6.js'

type RouteRequest = RequestOf<'route6-add'>

/** IP6_RT_PRIO_USER */
const METRIC = 1024

const WITHOUT_HOPS: readonly Route6['type'][] = ['blackhole', 'unreachable', 'prohibit', 'throw']

export function addRoute6(node: Node, request: RouteRequest): Applied {
  const wanted = WITHOUT_HOPS.includes(request.type) ? [] : request.hops
  if (wanted.length === 0 && !WITHOUT_HOPS.includes(request.type)) return refused(node, 'ENODEV', 'RTNETLINK answers: No such device')
  const hops: NextHop6[] = []
  for (const hop of wanted) {
    const checked = checkHop(node, hop, request.table)
    if (!('hop' in checked)) return checked
    hops.push(checked.hop)
  }
  const route = routeOf(request, hops)
  return invalidSource(node, route) ? refused(node, 'EINVAL', 'Error: Invalid source address.') : place(node, route, request.mode)
}

/** Host bits of the destination are cleared without a word. */
function routeOf(request: RouteRequest, hops: readonly NextHop6[]): Route6 {
  const isLocal = request.type === 'local' || request.type === 'anycast'
  return {
    table: request.table ?? (isLocal ? 'local' : 'main'),
    type: request.type,
    to: networkOf6(request.to.address, request.to.length),
    metric: request.metric === undefined || request.metric === 0 ? METRIC : request.metric,
    hops,
    scope: 'global',
    protocol: request.protocol ?? 'boot',
    ...(request.source === undefined ? {} : { source: request.source }),
    ...(request.mtu === undefined ? {} : { mtu: request.mtu }),
    ...withOrigin(request.origin),
  }
}

function invalidSource(node: Node, { source }: Route6): boolean {
  return source !== undefined && !node.inet6.addresses.some((entry) => entry.address === source)
}

type Hop = RouteRequest['hops'][number]

function checkHop(node: Node, hop: Hop, table: string | undefined): { readonly hop: NextHop6 } | Applied {
  const device = hop.interface === undefined ? undefined : deviceOf(node, hop.interface)
  if (hop.interface !== undefined && device === undefined) return noDevice(node, hop.interface)
  if (device !== undefined && !isEnabled6(node, device)) {
    return device.mtu < 1280
      ? refused(node, 'ENODEV', 'RTNETLINK answers: No such device')
      : refused(node, 'EACCES', 'Error: IPv6 is disabled on nexthop device.')
  }
  const bad = hop.gateway === undefined ? undefined : badGateway(node, hop.gateway, device !== undefined)
  if (bad !== undefined) return bad
  const out = hop.interface ?? (hop.gateway === undefined ? undefined : interfaceTo(node, hop.gateway, { table }))
  if (out === undefined) {
    return hop.gateway === undefined
      ? refused(node, 'ENODEV', 'RTNETLINK answers: No such device')
      : refused(node, 'EHOSTUNREACH', 'RTNETLINK answers: No route to host')
  }
  if (deviceOf(node, out)?.up !== true) return refused(node, 'ENETDOWN', 'Error: Nexthop device is not up.')
  return reaches(node, hop, { out, table })
    ? { hop: { ...hop, interface: out } }
    : refused(node, 'EHOSTUNREACH', 'RTNETLINK answers: No route to host')
}

function badGateway(node: Node, gateway: Ipv6, hasDevice: boolean): Applied | undefined {
  if (isMulticast6(gateway) || gateway === ANY_ADDRESS6) return refused(node, 'EINVAL', 'Error: Invalid gateway address.')
  if (node.inet6.addresses.some((entry) => entry.address === gateway))
    return refused(node, 'EINVAL', 'Error: Gateway can not be a local address.')
  return isLinkLocal6(gateway) && !hasDevice ? refused(node, 'EINVAL', 'Error: Egress device not specified.') : undefined
}

type Way = { readonly out: NextHop6['interface']; readonly table: string | undefined }

function reaches(node: Node, { gateway, onlink }: Hop, { out, table }: Way): boolean {
  if (gateway === undefined || onlink === true || isLinkLocal6(gateway)) return true
  return interfaceTo(node, gateway, { table, through: out }) === out
}

/** The most specific route to the gateway must not itself have one (ip6_route_check_nh). */
function interfaceTo(
  node: Node,
  gateway: Ipv6,
  { table, through }: { readonly table: string | undefined; readonly through?: string },
): NextHop6['interface'] | undefined {
  for (const one of [table, through === undefined ? undefined : tablesOf(node, through).main, 'main']) {
    const found = node.inet6.routes
      .filter((route) => route.table === one && contains6(route.to, gateway))
      .filter((route) => through === undefined || route.hops.some((hop) => hop.interface === through))
      .sort((a, b) => b.to.length - a.to.length || a.metric - b.metric)[0]
    const hop = found?.hops[0]
    if (hop !== undefined && hop.gateway === undefined && found?.type === 'unicast') return hop.interface
  }
  return undefined
}

/** Routes by way of a gateway that differ in nothing else are legs of one (rt6_qualify_for_ecmp). */
function isLeg(route: Route6): boolean {
  return route.hops.length > 0 && route.hops.every((hop) => hop.gateway !== undefined)
}

function place(node: Node, route: Route6, mode: RouteRequest['mode']): Applied {
  const rivals = node.inet6.routes.filter(
    (old) =>
      old.table === route.table && old.to.address === route.to.address && old.to.length === route.to.length && old.metric === route.metric,
  )
  const put = (routes: readonly Route6[]) => done({ ...node, inet6: { ...node.inet6, routes } })
  const first = rivals.find((old) => isLeg(old) === isLeg(route)) ?? rivals[0]
  if (first === undefined) {
    return mode === 'change'
      ? refused(node, 'ENOENT', 'Error: Can not replace route - no match found.')
      : put([...node.inet6.routes, route])
  }
  const instead = (by: Route6) => put(node.inet6.routes.map((old) => (old === first ? by : old)))
  if (mode === 'replace' || mode === 'change') return instead(route)
  if (mode === 'add' || rivals.some((old) => sameRoute6(old, route) || hasLeg(old, route)))
    return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  return isLeg(first) && isLeg(route) ? instead({ ...first, hops: [...first.hops, ...route.hops] }) : put([...node.inet6.routes, route])
}

function hasLeg(old: Route6, route: Route6): boolean {
  return (
    isLeg(old) &&
    isLeg(route) &&
    route.hops.some((hop) => old.hops.some((leg) => leg.gateway === hop.gateway && leg.interface === hop.interface))
  )
}

/** The first that agrees, in order of metric. Of several legs only the one that is named goes (ip6_route_del). */
export function deleteRoute6(node: Node, request: RequestOf<'route6-delete'>): Applied {
  if (request.interface !== undefined && deviceOf(node, request.interface) === undefined) return noDevice(node, request.interface)
  const table = request.table ?? 'main'
  const to = networkOf6(request.to.address, request.to.length)
  const isNamed = (hop: NextHop6) =>
    (request.interface === undefined || hop.interface === request.interface) &&
    (request.gateway === undefined || hop.gateway === request.gateway)
  const isAny = request.interface === undefined && request.gateway === undefined
  const hit = node.inet6.routes
    .filter((route) => route.table === table && route.to.address === to.address && route.to.length === to.length)
    .filter((route) => request.metric === undefined || request.metric === 0 || route.metric === request.metric)
    .filter((route) => isAny || route.hops.some(isNamed))
    .sort((a, b) => a.metric - b.metric)[0]
  if (hit === undefined) return refused(node, 'ESRCH', 'RTNETLINK answers: No such process')
  const legs = request.gateway === undefined ? [] : hit.hops.filter((hop) => !isNamed(hop))
  const routes = node.inet6.routes.flatMap((route) => (route !== hit ? [route] : legs.length > 0 ? [{ ...route, hops: legs }] : []))
  return done({ ...node, inet6: { ...node.inet6, routes } })
}
