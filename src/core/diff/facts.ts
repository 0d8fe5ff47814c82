/** A node as a list of named facts, so that two states of it can be compared field by field. */
import { parseIpv4 } from '../addresses/ipv4.js'
import { contains } from '../addresses/prefix.js'
import { type Origin, withOrigin } from '../diagnostics/origin.js'
import type { Interface, NextHop, NextHop6, Node, PolicyRule, PolicyRule6, Route, Route6 } from '../model/index.js'

/** `name` says what is stated, e.g. `link br0 mtu`; equal names are compared in order. */
export type Fact = { readonly name: string; readonly value: string; readonly origin?: Origin }

/** Interfaces, addresses, routes, rules, sysctls, resolver: what stands in no file of its own is left out (local tables, defaults). */
export function factsOf(node: Node): readonly Fact[] {
  return [
    ...node.interfaces.flatMap(linkFacts),
    ...addressFacts(node),
    ...node.routes.filter((route) => route.table !== 'local').map((route) => routeFact('route', node, route)),
    ...node.inet6.routes
      .filter((route) => route.table !== 'local' && route.type !== 'multicast')
      .map((route) => routeFact('route6', node, route)),
    ...node.rules.map((rule) => ruleFact('rule', rule)),
    ...node.inet6.rules.map((rule) => ruleFact('rule6', rule)),
    ...neighbourFacts(node),
    ...Object.entries(node.sysctls).map(([key, { value, origin }]) => ({ name: `sysctl ${key}`, value, ...withOrigin(origin) })),
    ...chainFacts(node),
    ...ovsFacts(node),
    ...resolverFacts(node),
  ]
}

/** Who made a device and where that is written is not what it is. */
const NOT_STATE = new Set(['name', 'owner', 'origin', 'vlans', 'port', 'settings'])

function linkFacts(device: Interface): readonly Fact[] {
  const origin = withOrigin(device.origin)
  const plain = Object.entries(device).filter(([key, value]) => !NOT_STATE.has(key) && value !== undefined)
  const settings: readonly (readonly [string, unknown])[] = 'settings' in device ? Object.entries(device.settings) : []
  const flags: readonly (readonly [string, unknown])[] = Object.entries(device.port ?? {}).map(([key, value]) => [`port ${key}`, value])
  return [
    ...[...plain, ...settings, ...flags].map(([key, value]) => ({ name: `link ${device.name} ${key}`, value: String(value), ...origin })),
    ...(device.vlans ?? []).map(({ id, pvid, untagged }) => ({
      name: `link ${device.name} vlan ${id}`,
      value: `${pvid ? 'pvid ' : ''}${untagged ? 'untagged' : 'tagged'}`,
      ...origin,
    })),
  ]
}

function addressFacts(node: Node): readonly Fact[] {
  const words = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(' ')
  return [
    ...node.addresses.map((entry) => ({
      name: `address ${entry.interface} ${entry.address}/${entry.length}`,
      value: words([
        entry.scope,
        entry.broadcast === undefined ? undefined : `broadcast ${entry.broadcast}`,
        entry.label === undefined || entry.label === entry.interface ? undefined : `label ${entry.label}`,
        entry.secondary ? 'secondary' : undefined,
        entry.leasedFrom === undefined ? undefined : `leased from ${entry.leasedFrom}`,
      ]),
      ...withOrigin(entry.origin),
    })),
    ...node.inet6.addresses.map((entry) => ({
      name: `address6 ${entry.interface} ${entry.address}/${entry.length}`,
      value: words([entry.scope, entry.leasedFrom === undefined ? undefined : `leased from ${entry.leasedFrom}`]),
      ...withOrigin(entry.origin),
    })),
  ]
}

/** `onlink` says nothing about a gateway in a subnet of the interface. */
function isNear(node: Node, hop: NextHop | NextHop6): boolean {
  const v4 = parseIpv4(hop.gateway ?? '')
  return v4 !== undefined && node.addresses.some((entry) => entry.interface === hop.interface && contains(entry, v4))
}

function routeFact(word: string, node: Node, route: Route | Route6): Fact {
  const hops = route.hops.map((hop) =>
    [
      hop.gateway === undefined ? '' : `via ${hop.gateway} `,
      `dev ${hop.interface}`,
      hop.onlink === true && !isNear(node, hop) ? ' onlink' : '',
      (hop.weight ?? 1) === 1 ? '' : ` weight ${hop.weight}`,
    ].join(''),
  )
  const source = route.source === undefined ? '' : ` src ${route.source}`
  return {
    name: `${word} ${route.table} ${route.to.address}/${route.to.length} metric ${route.metric}`,
    value: `${route.type} ${hops.join(' ')}${source} scope ${route.scope}`,
    ...withOrigin(route.origin),
  }
}

function ruleFact(word: string, rule: PolicyRule | PolicyRule6): Fact {
  const { preference, origin, ...rest } = rule
  return { name: `${word} ${preference}`, value: JSON.stringify(rest), ...withOrigin(origin) }
}

function neighbourFacts(node: Node): readonly Fact[] {
  return [...node.neighbours, ...node.inet6.neighbours].map(({ interface: device, address, mac, state, origin }) => ({
    name: `neighbour ${device} ${address}`,
    value: `${mac ?? ''} ${state}`.trim(),
    ...withOrigin(origin),
  }))
}

/** The order of the rules counts, so a chain is one fact. Counters and comments are no state. */
function chainFacts(node: Node): readonly Fact[] {
  return node.chains
    .filter((chain) => chain.base === undefined || chain.base.policy !== 'accept' || chain.rules.length > 0)
    .map(({ family, table, name, base, rules }) => ({
      name: `chain ${family} ${table} ${name}`,
      value: [...(base === undefined ? [] : [`policy ${base.policy}`]), ...rules.map((rule) => rule.text)].join('; '),
      ...withOrigin(base?.origin ?? rules[0]?.origin),
    }))
}

function ovsFacts(node: Node): readonly Fact[] {
  return (node.ovs?.bridges ?? []).flatMap(({ ports, origin, name, ...bridge }) => [
    { name: `ovs bridge ${name}`, value: JSON.stringify(bridge), ...withOrigin(origin) },
    ...ports.map(({ origin: at, ...port }) => ({ name: `ovs port ${name} ${port.name}`, value: JSON.stringify(port), ...withOrigin(at) })),
  ])
}

function resolverFacts(node: Node): readonly Fact[] {
  const { nameServers, search, hosts } = node.resolver
  return [
    ...nameServers.map(({ address, origin }) => ({ name: 'name server', value: address, ...withOrigin(origin) })),
    ...search.map((domain) => ({ name: 'search domain', value: domain })),
    ...hosts.map(({ name, address, origin }) => ({ name: `host ${name}`, value: address, ...withOrigin(origin) })),
  ]
}
