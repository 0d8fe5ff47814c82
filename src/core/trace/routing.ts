/** Route look-up: rules in order of preference, then longest prefix, lowest metric, position (net/ipv4/fib_rules.c, fib_trie.c). */
import { type Ipv4, ipv4ToNumber, isLoopback, LOCALHOST } from '../addresses/ipv4.js'
import { contains, formatPrefix } from '../addresses/prefix.js'
import { type Why, why } from '../diagnostics/why.js'
import type { Address, Network, NextHop, Node, PolicyRule, Route } from '../model/index.js'
import { hasCarrier, interfaceOf, sysctlOf } from './view.js'

export type Flow = {
  readonly destination: Ipv4
  readonly source?: Ipv4
  readonly inInterface?: string
  readonly outInterface?: string
  readonly mark?: number
}

export type Lookup =
  | { readonly kind: 'route'; readonly route: Route; readonly table: string; readonly hops: readonly NextHop[]; readonly why: Why }
  | { readonly kind: 'none'; readonly why: Why }
  /** `by`: a route of that type, or a rule's action (their errors differ). */
  | {
      readonly kind: 'refused'
      readonly action: 'unreachable' | 'prohibit' | 'blackhole'
      readonly by: 'route' | 'rule'
      readonly why: Why
    }

export function lookUp(network: Network, node: Node, flow: Flow): Lookup {
  for (const rule of node.rules) {
    if (!ruleApplies(rule, flow)) continue
    if (rule.action.kind !== 'lookup') {
      const text = `rule ${rule.preference} says ${rule.action.kind}`
      return { kind: 'refused', action: rule.action.kind, by: 'rule', why: why(text, rule.origin) }
    }
    const found = lookUpTable(network, node, rule.action, flow)
    if (found !== undefined) return found
  }
  const tables = node.routes.filter((route) => route.table !== 'local').length
  const text =
    tables === 0
      ? `${node.name} has no route at all`
      : `none of the routes of ${node.name} covers ${flow.destination}${flow.outInterface === undefined ? '' : ` on ${flow.outInterface}`}`
  return { kind: 'none', why: why(text) }
}

function ruleApplies(rule: PolicyRule, flow: Flow): boolean {
  if (rule.from !== undefined && (flow.source === undefined ? rule.from.length > 0 : !contains(rule.from, flow.source))) return false
  if (rule.to !== undefined && !contains(rule.to, flow.destination)) return false
  if (rule.inInterface !== undefined && rule.inInterface !== (flow.inInterface ?? 'lo')) return false
  if (rule.outInterface !== undefined && rule.outInterface !== flow.outInterface) return false
  return rule.mark === undefined || ((flow.mark ?? 0) & rule.mark.mask) === rule.mark.value
}

function lookUpTable(network: Network, node: Node, action: PolicyRule['action'] & { kind: 'lookup' }, flow: Flow): Lookup | undefined {
  for (const route of candidates(node, action.table, flow.destination)) {
    if (route.type === 'throw') return undefined
    const described = `${formatPrefix(route.to)}${describeHop(route.hops[0])} in table ${action.table}`
    if (route.type === 'unreachable' || route.type === 'prohibit' || route.type === 'blackhole') {
      return { kind: 'refused', action: route.type, by: 'route', why: why(`${route.type} route ${described}`, route.origin) }
    }
    const hops = route.hops.filter((hop) => usable(network, node, hop, flow))
    if (hops.length === 0 && route.type === 'unicast') continue
    if (action.suppressPrefixLength !== undefined && route.to.length <= action.suppressPrefixLength) return undefined
    return { kind: 'route', route, table: action.table, hops, why: why(`${node.name}: ${route.type} route ${described}`, route.origin) }
  }
  return undefined
}

/** The table's matching entries in the order in which the kernel tries them. */
function candidates(node: Node, table: string, destination: Ipv4): readonly Route[] {
  return node.routes
    .map((route, index) => ({ route, index }))
    .filter(({ route }) => route.table === table && contains(route.to, destination))
    .sort((a, b) => b.route.to.length - a.route.to.length || a.route.metric - b.route.metric || a.index - b.index)
    .map(({ route }) => route)
}

function usable(network: Network, node: Node, hop: NextHop, flow: Flow): boolean {
  if (flow.outInterface !== undefined && hop.interface !== flow.outInterface) return false
  const device = interfaceOf(node, hop.interface)
  if (device === undefined || !device.up) return false
  const ignoreLinkdown = sysctlOf(node, `net.ipv4.conf.${hop.interface}.ignore_routes_with_linkdown`, 0).value
  return ignoreLinkdown === 0 || hasCarrier(network, node, device)
}

export function describeHop(hop: NextHop | undefined): string {
  if (hop === undefined) return ''
  return hop.gateway === undefined ? ` dev ${hop.interface}` : ` via ${hop.gateway} dev ${hop.interface}`
}

/** Source address of an own packet: the route's, else by RFC 1122's weak host: the egress NIC's address in the next hop's subnet,
 * its first one, another NIC's, or none (net/ipv4/devinet.c: inet_select_addr). */
export function selectSource(node: Node, route: Route, hop: NextHop | undefined, destination: Ipv4): Ipv4 | undefined {
  if (route.type === 'local') return localSource(node, destination)
  if (route.source !== undefined) return route.source
  return hop === undefined ? undefined : addressToward(node, hop.interface, hop.gateway ?? destination)
}

function localSource(node: Node, destination: Ipv4): Ipv4 | undefined {
  if (isLoopback(destination)) return destination.startsWith('127.') ? LOCALHOST : undefined
  const own = node.addresses.find((entry) => entry.address === destination)
  if (own === undefined || !own.secondary) return destination
  const primary = node.addresses.find((entry) => entry.interface === own.interface && !entry.secondary && contains(entry, destination))
  return primary?.address ?? destination
}

/** The address that `name` would use towards `target`. */
export function addressToward(node: Node, name: string, target: Ipv4): Ipv4 | undefined {
  const primary = node.addresses.filter((entry) => entry.scope !== 'host' && !entry.secondary)
  const here = primary.filter((entry) => entry.interface === name)
  const fitting = here.find((entry) => contains(entry, target))
  return (fitting ?? here[0] ?? borrowed(node, primary))?.address
}

/** The first interface that can lend one, in the order of their creation: lo before all others (inet_select_addr: for_each_netdev). */
function borrowed(node: Node, primary: readonly Address[]): Address | undefined {
  const lendable = primary.filter((entry) => entry.scope === 'global')
  for (const device of node.interfaces) {
    const entry = lendable.find((candidate) => candidate.interface === device.name)
    if (entry !== undefined) return entry
  }
  return undefined
}

/** Whether the node treats the address as a broadcast address of one of its networks: where it is its own as well, what came first counts. */
export function isBroadcast(node: Node, address: Ipv4): boolean {
  if (ipv4ToNumber(address) === 0xffffffff) return true
  const first = node.routes.find(
    (route) =>
      route.table === 'local' && route.to.address === address && route.to.length === 32 && ['local', 'broadcast'].includes(route.type),
  )
  return first?.type === 'broadcast'
}
