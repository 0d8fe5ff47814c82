/** The FIB as it changes: connected and local routes that come with addresses, and routes that are asked for. */
import { LIMITED_BROADCAST } from '../addresses/ipv4.js'
import { broadcastOf, contains, networkOf, samePrefix } from '../addresses/prefix.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Address, NextHop, Node, Route } from '../model/index.js'
import { tablesOf } from './device.js'

function upDevice(node: Node, name: string): boolean | undefined {
  return node.interfaces.find((device) => device.name === name)?.up
}

/** Routes in the local table last as long as the address; the others need the interface up (fib_add_ifaddr). */
export function withLocalRoutes(node: Node, entry: Address): Node {
  const origin = withOrigin(entry.origin)
  const table = tablesOf(node, entry.interface).local
  const base = { table, metric: 0, scope: 'host', protocol: 'kernel', hops: [{ interface: entry.interface }], ...origin } as const
  const own: Route = { ...base, type: 'local', to: { address: entry.address, length: 32 }, source: primaryOf(node, entry) }
  const exists = node.routes.some((route) => route.type === 'local' && route.source === own.source && sameRoute(route, own))
  return exists ? node : { ...node, routes: [...node.routes, own] }
}

/** What is sent to or from a secondary address by itself prefers its primary (inet_ifa_byprefix). */
function primaryOf(node: Node, entry: Address): Address['address'] {
  const isPrimary = (other: Address) =>
    other.interface === entry.interface && !other.secondary && other.length === entry.length && contains(other, entry.address)
  return entry.secondary ? (node.addresses.find(isPrimary)?.address ?? entry.address) : entry.address
}

/** Adds what an interface that is up contributes: connected networks and broadcast addresses of its primary addresses. */
export function withConnectedRoutes(node: Node, name: string): Node {
  if (upDevice(node, name) !== true) return node
  const loopback = node.interfaces.some((device) => device.name === name && device.kind === 'loopback')
  const tables = tablesOf(node, name)
  let routes = node.routes
  for (const entry of node.addresses.filter((candidate) => candidate.interface === name)) {
    for (const route of connectedRoutes({ ...entry, primary: primaryOf(node, entry) }, loopback, tables)) {
      if (!routes.some((old) => sameRoute(old, route))) routes = [...routes, route]
    }
  }
  return { ...node, routes }
}

function connectedRoutes(
  entry: Address & { readonly primary: Address['address'] },
  loopback: boolean,
  tables: ReturnType<typeof tablesOf>,
): readonly Route[] {
  const origin = withOrigin(entry.origin)
  const base = {
    metric: 0,
    protocol: 'kernel',
    scope: 'link',
    hops: [{ interface: entry.interface }],
    source: entry.primary,
    ...origin,
  } as const
  const network = networkOf(entry.peer ?? entry.address, entry.length)
  const brd: Route[] =
    entry.broadcast === undefined || entry.broadcast === LIMITED_BROADCAST
      ? []
      : [{ ...base, table: tables.local, type: 'broadcast', to: { address: entry.broadcast, length: 32 } }]
  const isAlone = entry.length === 32 && network.address === entry.address
  // Nothing in 0.0.0.0/8 is connected (ipv4_is_zeronet).
  if (entry.secondary || isAlone || network.address.startsWith('0.')) return brd
  const connected: Route = loopback
    ? { ...base, table: tables.local, type: 'local', scope: 'host', to: network }
    : { ...base, table: tables.main, type: 'unicast', to: network, metric: entry.metric ?? 0 }
  const own = entry.noPrefixRoute === true ? [] : [connected]
  if (entry.length >= 31) return [...own, ...brd]
  const last: Route = {
    ...base,
    table: tables.local,
    type: 'broadcast',
    to: { address: broadcastOf(network.address, entry.length), length: 32 },
  }
  return [...own, ...brd, last]
}

export function sameRoute(a: Route, b: Route): boolean {
  return (
    a.table === b.table &&
    a.type === b.type &&
    samePrefix(a.to, b.to) &&
    a.metric === b.metric &&
    a.hops[0]?.interface === b.hops[0]?.interface &&
    a.hops[0]?.gateway === b.hops[0]?.gateway
  )
}

/** An interface that goes down loses its routes, but not the local ones of its addresses; of several legs one must be up (fib_sync_down_dev). */
export function withoutRoutesOf(node: Node, name: string): Node {
  const isDead = (hop: NextHop) => hop.interface === name || upDevice(node, hop.interface) !== true
  const gone = (route: Route) => route.type !== 'local' && route.hops.some((hop) => hop.interface === name) && route.hops.every(isDead)
  return { ...node, routes: node.routes.filter((route) => !gone(route)) }
}

/** Local ones too: what happens to a port that comes to a VRF or leaves one. */
export function withoutKernelRoutesOf(node: Node, name: string): Node {
  const gone = (route: Route) => route.hops.length > 0 && route.hops.every((hop) => hop.interface === name)
  return { ...node, routes: node.routes.filter((route) => !gone(route)) }
}

/** What came with the address goes; when nobody has it any more, so does whatever prefers it as source (fib_del_ifaddr). */
export function withoutAddressRoutes(node: Node, entry: Address): Node {
  const others = node.addresses.filter((other) => other !== entry && other.address === entry.address)
  const isHere = (route: Route) => route.hops[0]?.interface === entry.interface
  const stays = others.some((other) => other.interface === entry.interface)
  const isItself = (route: Route) => route.type === 'local' && route.to.address === entry.address && route.to.length === 32
  const gone = (route: Route) =>
    (!stays && route.protocol === 'kernel' && isHere(route) && (isItself(route) || route.source === entry.address)) ||
    (others.length === 0 && route.source === entry.address)
  return { ...node, routes: node.routes.filter((route) => !gone(route)) }
}
