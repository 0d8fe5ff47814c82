/** Routes and rules of the inline netplan. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { DEFAULT_ROUTE, networkOf, type Prefix, parsePrefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { RouteType } from '../../model/routing.js'
import { field, itemsOf, type Part } from './document.js'
import { type NetworkNotes, nameUnmodelled, notModelled } from './lower-network.js'
import { isYes, type PolicyPart, type RoutePart } from './network-schema.js'

type RouteAdd = Extract<KernelRequest, { readonly kind: 'route-add' }>

const ROUTE_TYPES: readonly RouteType[] = ['unicast', 'local', 'broadcast', 'unreachable', 'prohibit', 'blackhole', 'throw']
const ROUTE_KEYS = ['to', 'via', 'from', 'metric', 'on-link', 'type', 'table', 'scope']
const POLICY_KEYS = ['from', 'to', 'table', 'priority', 'mark']
/** rt_tables(5): the tables that the kernel gives names. */
const TABLE_NAMES: Readonly<Record<string, string>> = { 253: 'default', 254: 'main', 255: 'local' }

/** systemd-networkd asks with NLM_F_CREATE | NLM_F_APPEND. */
const NETWORKD = { kind: 'route-add', mode: 'append', protocol: 'static' } as const

export function lowerGateway(name: InterfaceName, part: Part<string> | undefined, notes: NetworkNotes): void {
  const gateway = parseIpv4(part?.value ?? '')
  if (part === undefined || gateway === undefined) return
  notes.requests.push({
    ...NETWORKD,
    type: 'unicast',
    to: DEFAULT_ROUTE,
    hops: [{ interface: name, gateway }],
    scope: 'global',
    origin: part.node.at,
  })
}

export function lowerRoutes(name: InterfaceName, part: Part<readonly RoutePart[]> | undefined, notes: NetworkNotes): void {
  for (const route of itemsOf(part)) {
    nameUnmodelled(route, 'routes', ROUTE_KEYS, notes)
    const request = lowerRoute(name, route, notes)
    if (request !== undefined) notes.requests.push(request)
  }
}

function lowerRoute(name: InterfaceName, route: Part<RoutePart>, notes: NetworkNotes): RouteAdd | undefined {
  const to = prefixOf(field(route, 'to'), route.node.at, notes)
  const via = addressOf(field(route, 'via'), notes)
  const source = addressOf(field(route, 'from'), notes)
  const written = field(route, 'type')
  const type = ROUTE_TYPES.find((candidate) => candidate === (written?.value ?? 'unicast'))
  if (type === undefined) notModelled(`route type ${written?.value}`, written?.node.at ?? route.node.at, notes, 'anything')
  if (to === undefined || via === null || source === null || type === undefined) return undefined
  const { metric, table, scope } = route.value
  const hop = {
    interface: name,
    ...(via === undefined ? {} : { gateway: via }),
    ...(isYes(route.value['on-link'] ?? false) ? { onlink: true } : {}),
  }
  return {
    ...NETWORKD,
    type,
    to,
    ...(table === undefined ? {} : { table: tableName(table) }),
    ...(metric === undefined ? {} : { metric }),
    hops: type === 'unicast' || type === 'local' || type === 'broadcast' ? [hop] : [],
    ...(source === undefined ? {} : { source }),
    scope: scope ?? defaultScope(type, via),
    origin: route.node.at,
  }
}

/** As systemd-networkd does: a local route is a matter of the host, one without a gateway a matter of the link. */
function defaultScope(type: RouteType, via: Ipv4 | undefined): 'global' | 'link' | 'host' {
  if (type === 'local') return 'host'
  return type === 'broadcast' || (type === 'unicast' && via === undefined) ? 'link' : 'global'
}

function tableName(table: number | string): string {
  return TABLE_NAMES[table] ?? String(table)
}

/** null: written, but not an IPv4 address; that has been said. */
function addressOf(part: Part<string> | undefined, notes: NetworkNotes): Ipv4 | null | undefined {
  if (part === undefined) return undefined
  const address = parseIpv4(part.value)
  if (address !== undefined) return address
  bad(part, 'an IPv4 address', notes)
  return null
}

function prefixOf(part: Part<string> | undefined, at: Origin, notes: NetworkNotes): Prefix | undefined {
  if (part === undefined) {
    const help = 'add to: with the destination, e.g. to: default'
    notes.diagnostics.push({ code: 'topology/missing-key', severity: 'error', message: 'a route needs the key to', at, help })
    return undefined
  }
  if (part.value === 'default') return DEFAULT_ROUTE
  const prefix = parsePrefix(part.value)
  if (prefix !== undefined) return networkOf(prefix.address, prefix.length)
  bad(part, 'default or a prefix, e.g. 10.0.0.0/24', notes)
  return undefined
}

function bad(part: Part<string>, expected: string, notes: NetworkNotes): void {
  if (/^[0-9a-f:]*:[0-9a-f:.]*(\/\d+)?$/i.test(part.value)) notModelled(`IPv6 ${part.value}`, part.node.at, notes, 'harmless')
  else
    notes.diagnostics.push({
      code: 'topology/bad-value',
      severity: 'error',
      message: `expected ${expected}, found ${part.value}`,
      at: part.node.at,
    })
}

export function lowerPolicies(part: Part<readonly PolicyPart[]> | undefined, notes: NetworkNotes): void {
  for (const policy of itemsOf(part)) {
    nameUnmodelled(policy, 'routing-policy', POLICY_KEYS, notes)
    const from = field(policy, 'from')
    const to = field(policy, 'to')
    const ends = { from: from && prefixOf(from, from.node.at, notes), to: to && prefixOf(to, to.node.at, notes) }
    if ((from !== undefined && ends.from === undefined) || (to !== undefined && ends.to === undefined)) continue
    const { table, priority, mark } = policy.value
    notes.requests.push({
      kind: 'rule-add',
      rule: {
        ...(priority === undefined ? {} : { preference: priority }),
        ...(ends.from === undefined ? {} : { from: ends.from }),
        ...(ends.to === undefined ? {} : { to: ends.to }),
        ...(mark === undefined ? {} : { mark: { value: mark, mask: 0xffffffff } }),
        action: { kind: 'lookup', table: tableName(table ?? 'main') },
        origin: policy.node.at,
      },
      origin: policy.node.at,
    })
  }
}
