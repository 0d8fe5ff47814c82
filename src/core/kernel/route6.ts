/** The IPv6 FIB as it changes with addresses (net/ipv6/addrconf.c). */
import { isMulticast6, LOCALHOST6, MULTICAST6 } from '../addresses/ipv6.js'
import { networkOf6 } from '../addresses/prefix6.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Address6, Interface, Node, Route6 } from '../model/index.js'
import { deviceOf, tablesOf } from './device.js'

/** IP6_RT_PRIO_ADDRCONF */
const METRIC = 256

function baseOf(entry: Address6) {
  const origin = withOrigin(entry.origin)
  return { hops: [{ interface: entry.interface }], scope: 'global', protocol: 'kernel', ...origin } as const
}

/** addrconf_prefix_route. lo's own address needs none. */
export function prefixRoute6(node: Node, entry: Address6): Route6 | undefined {
  if ((entry.address === LOCALHOST6 && entry.byKernel === true) || entry.noPrefixRoute === true) return undefined
  const table = tablesOf(node, entry.interface).main
  return {
    ...baseOf(entry),
    table,
    type: 'unicast',
    to: networkOf6(entry.peer ?? entry.address, entry.length),
    metric: entry.metric ?? METRIC,
  }
}

/** addrconf_add_mroute: whatever is sent to a group leaves by every interface. */
export function multicastRoutes6(node: Node, device: Interface): readonly Route6[] {
  if (device.kind === 'loopback' || device.kind === 'vrf' || !device.up) return []
  const to = { address: MULTICAST6, length: 8 }
  const hops = [{ interface: device.name }]
  const table = tablesOf(node, device.name).local
  return [{ table, type: 'multicast', to, metric: METRIC, hops, scope: 'global', protocol: 'kernel' }]
}

/** The address itself, and the subnet's router-anycast address of a router (addrconf_join_anycast). */
export function localRoutes6(node: Node, entry: Address6): readonly Route6[] {
  const table = tablesOf(node, entry.interface).local
  const base = { ...baseOf(entry), table, metric: 0 } as const
  const own: Route6 = { ...base, type: 'local', to: { address: entry.address, length: 128 } }
  return forwards6(node, entry.interface) && hasAnycast(node, entry) ? [own, anycastRoute6(node, entry)] : [own]
}

/** RFC 6164: a link between two routers has no such address. */
function hasAnycast(node: Node, entry: Address6): boolean {
  return entry.length < 127 && deviceOf(node, entry.interface)?.kind !== 'loopback' && !isMulticast6(entry.address)
}

function anycastRoute6(node: Node, entry: Address6): Route6 {
  const to = { address: networkOf6(entry.address, entry.length).address, length: 128 }
  return { ...baseOf(entry), table: tablesOf(node, entry.interface).local, metric: 0, type: 'anycast', to }
}

function forwards6(node: Node, name: string): boolean {
  return Number(node.sysctls[`net.ipv6.conf.${name}.forwarding`]?.value ?? 0) > 0
}

/** A router has the anycast address of each of its subnets; who stops being one loses them (dev_forward_change). */
export function withAnycastRoutes(node: Node): Node {
  const others = node.inet6.routes.filter((route) => !(route.type === 'anycast' && route.protocol === 'kernel'))
  const held = node.inet6.addresses.filter((entry) => forwards6(node, entry.interface) && hasAnycast(node, entry))
  const live = held.filter((entry) => others.some((route) => route.type === 'local' && isAt(route, entry)))
  return withRoutes6(
    { ...node, inet6: { ...node.inet6, routes: others } },
    live.map((entry) => anycastRoute6(node, entry)),
  )
}

function isAt(route: Route6, entry: Address6): boolean {
  return route.to.address === entry.address && route.hops[0]?.interface === entry.interface
}

/** Each once. */
export function withRoutes6(node: Node, added: readonly Route6[]): Node {
  const fresh = added.filter(
    (route, index) =>
      !node.inet6.routes.some((old) => sameRoute6(old, route)) && added.findIndex((one) => sameRoute6(one, route)) === index,
  )
  return fresh.length === 0 ? node : { ...node, inet6: { ...node.inet6, routes: [...node.inet6.routes, ...fresh] } }
}

export function sameRoute6(a: Route6, b: Route6): boolean {
  return (
    a.table === b.table &&
    a.type === b.type &&
    a.to.address === b.to.address &&
    a.to.length === b.to.length &&
    a.metric === b.metric &&
    a.hops.length === b.hops.length &&
    a.hops.every((hop, index) => hop.interface === b.hops[index]?.interface && hop.gateway === b.hops[index]?.gateway)
  )
}

/** What an address brought goes with it, but for what another of the interface needs as well (check_cleanup_prefix_route). */
export function withoutRoutesOf6(node: Node, entry: Address6): Node {
  const rest = node.inet6.addresses.filter((other) => other !== entry && other.interface === entry.interface)
  const needed = rest.flatMap((other) => [prefixRoute6(node, other) ?? [], localRoutes6(node, other)].flat())
  const brought = [prefixRoute6(node, entry) ?? [], localRoutes6(node, entry)].flat()
  const gone = brought.filter((route) => !needed.some((one) => sameRoute6(one, route)))
  const routes = node.inet6.routes.filter((route) => !gone.some((one) => sameRoute6(one, route)))
  return { ...node, inet6: { ...node.inet6, routes } }
}
