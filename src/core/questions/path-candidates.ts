/** Changes of the way that a host's own packets take: another NIC, another gateway, an address that belongs to the bridge. Guesses until tried. */
import type { InterfaceName } from '../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { contains, formatPrefix, networkOf } from '../addresses/prefix.js'
import type { Address, Interface, Network, Node, Route } from '../model/index.js'
import { type LostAt, lookUp } from '../trace/index.js'
import type { Change } from './change.js'

/** Where the packet ends because the host sends it, or asks by ARP, where nobody is. */
const ASTRAY: readonly LostAt['reason'][] = [
  'neighbour/no-answer',
  'bridge/no-port',
  'link/no-carrier',
  'return/wrong-way',
  'route/none',
  'forward/disabled',
  'rp-filter/strict',
]

export function pathCandidates(network: Network, at: Node, lost: LostAt): readonly Change[] {
  const target = parseIpv4(lost.destination)
  if (target === undefined || !ASTRAY.includes(lost.reason)) return []
  return [
    ...Object.values(network.nodes)
      .filter((node) => node.kind !== 'outside')
      .flatMap(addressMoves),
    ...(lost.reason === 'link/no-carrier' ? deadNics(at) : []),
    ...Object.values(network.nodes)
      .filter((node) => node === at || node.addresses.some((entry) => entry.address === lost.source))
      .flatMap((node) => otherWays(network, node, target)),
  ]
}

/** The address of a bridge port belongs to the bridge. */
function addressMoves(node: Node): readonly Change[] {
  const bridgeOf = (entry: Address) => {
    const master = node.interfaces.find((device) => device.name === entry.interface)?.master
    return node.interfaces.find((device) => device.name === master && device.kind === 'bridge')
  }
  return node.addresses.flatMap((entry) => {
    const bridge = bridgeOf(entry)
    return bridge === undefined ? [] : [moveAddress(node, entry, bridge)]
  })
}

/** The routes by the port go with the address, so a default route has to be made anew. */
function moveAddress(node: Node, { interface: from, address, length }: Address, bridge: Interface): Change {
  const lost = node.routes.find(
    (route) => route.to.length === 0 && route.table === 'main' && route.hops.some((hop) => hop.interface === from),
  )
  const gateway = lost?.hops[0]?.gateway
  const isThere = node.addresses.some((entry) => entry.interface === bridge.name && entry.address === address)
  const lines = [
    `ip addr del ${address}/${length} dev ${from}`,
    `ip link set ${bridge.name} up`,
    ...(isThere ? [] : [`ip addr add ${address}/${length} dev ${bridge.name}`]),
    ...(gateway === undefined ? [] : [`ip route replace default via ${gateway}`]),
  ]
  const to = { address: '0.0.0.0' as Ipv4, length: 0 }
  return {
    node: node.name,
    command: lines.join(' && '),
    requests: [
      { kind: 'address-delete', interface: from, address, length },
      { kind: 'link-set', name: bridge.name, up: true },
      ...(isThere ? [] : [{ kind: 'address-add', interface: bridge.name, address, length } as const]),
      ...(gateway === undefined ? [] : [{ kind: 'route-add', mode: 'replace', type: 'unicast', to, hops: [{ gateway }] } as const]),
    ],
  }
}

/** A NIC that is set down takes its routes along; one that only lost its carrier does not. */
function deadNics(node: Node): readonly Change[] {
  const named = node.interfaces.filter((device) => device.kind === 'ethernet' && device.up && device.master === undefined)
  return named.map(({ name }) => ({
    node: node.name,
    command: `ip link set ${name} down`,
    requests: [{ kind: 'link-set', name, up: false }],
  }))
}

function otherWays(network: Network, node: Node, target: Ipv4): readonly Change[] {
  const current = lookUp(network, node, { destination: target })
  if (current.kind !== 'route') return []
  const { route } = current
  const out = route.hops[0]?.interface
  return [...withoutRoute(node, route, target), ...byOtherNic(node, out, target), ...byMainTable(node, route, target)]
}

/** Another route leads there as well, only with a worse metric or a shorter prefix. */
function withoutRoute(node: Node, route: Route, target: Ipv4): readonly Change[] {
  const others = node.routes.filter(
    (other) => other !== route && other.table === route.table && covers(other, target) && other.type === 'unicast',
  )
  const gateway = route.hops[0]?.gateway
  if (others.length === 0 || gateway === undefined) return []
  const to = route.to.length === 0 ? 'default' : formatPrefix(route.to)
  const table = route.table === 'main' ? '' : ` table ${route.table}`
  return [
    {
      node: node.name,
      command: `ip route del ${to} via ${gateway}${table}`,
      requests: [{ kind: 'route-delete', to: route.to, gateway, table: route.table }],
    },
  ]
}

/** The target lies in the network of another NIC, too. */
function byOtherNic(node: Node, out: InterfaceName | undefined, target: Ipv4): readonly Change[] {
  const devices = node.addresses.filter((entry) => entry.interface !== out && entry.interface !== 'lo' && contains(entry, target))
  return [...new Set(devices.map((entry) => entry.interface))].map((device) => ({
    node: node.name,
    command: `ip route add ${target}/32 dev ${device}`,
    requests: [{ kind: 'route-add', mode: 'add', type: 'unicast', to: { address: target, length: 32 }, hops: [{ interface: device }] }],
  }))
}

/** A table of somebody else, such as a VPN, has the prefix that the host itself is connected to. */
function byMainTable(node: Node, route: Route, target: Ipv4): readonly Change[] {
  const connected = node.addresses.find((entry) => entry.interface !== 'lo' && contains(entry, target))
  const rule = node.rules.find(({ action }) => action.kind === 'lookup' && action.table === route.table)
  if (route.table === 'main' || connected === undefined || rule === undefined || rule.preference < 2) return []
  const to = networkOf(connected.address, connected.length)
  const preference = rule.preference - 1
  return [
    {
      node: node.name,
      command: `ip rule add to ${formatPrefix(to)} lookup main pref ${preference}`,
      requests: [{ kind: 'rule-add', rule: { preference, to, action: { kind: 'lookup', table: 'main' } } }],
    },
  ]
}

function covers(route: Route, target: Ipv4): boolean {
  return route.to.length === 0 || contains(route.to, target)
}
