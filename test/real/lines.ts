/** One line for each fact, the same for both sides. What no side can know of the other is left out here, and README.md says so. */
import { isLinkLocal6 } from '../../src/core/addresses/ipv6.js'
import { formatPrefix } from '../../src/core/addresses/prefix.js'
import type { Interface, NextHop, PolicyRule, PrefixOf, Route } from '../../src/core/model/index.js'
import type { Facts } from './facts.js'
import { chainLines } from './netfilter-lines.js'
import { ovsLines, switchKind } from './ovs-lines.js'
import { serverLines } from './server-lines.js'
import { sysctlLines } from './sysctl-lines.js'

export function linesOf(facts: Facts, nics: readonly { readonly name: string; readonly mac: string }[]): readonly string[] {
  return [
    ...facts.interfaces.flatMap((device) => linkLine(device, facts, nics)).sort(),
    ...addressLines(facts),
    ...routeLines('route', facts.routes),
    ...routeLines('route6', facts.inet6.routes),
    ...facts.rules.map((rule) => `rule ${ruleText(rule)}`),
    ...facts.inet6.rules.map((rule) => `rule6 ${ruleText(rule)}`),
    ...neighbourLines(facts),
    ...chainLines(facts),
    ...facts.foreignTables,
    ...facts.networks.map((name) => `network ${name} active`).sort(),
    ...serverLines(facts),
    ...ovsLines(facts),
    ...sysctlLines(facts),
    ...(facts.nameServers.length === 0 ? [] : [`dns ${facts.nameServers.join(' ')}`]),
    ...(facts.search.length === 0 ? [] : [`dns search ${facts.search.join(' ')}`]),
  ]
}

/** `name value` for what has a value. */
export function words(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined || value === false ? [] : value === true ? [name] : [`${name} ${value}`]))
    .join(' ')
}

function linkLine(device: Interface, facts: Facts, nics: readonly { readonly name: string; readonly mac: string }[]): readonly string[] {
  const nic = nics.find((one) => one.name === device.name)
  // The other end of the cables is in another namespace, so the NICs of the real machine are veths.
  const kind =
    nic !== undefined && (device.kind === 'veth' || device.kind === 'ethernet') ? 'nic' : (switchKind(device, facts) ?? device.kind)
  const from = nics.find((one) => one.mac === device.mac)
  const general = words({
    [kind]: true,
    [device.up ? 'up' : 'down']: true,
    mtu: device.mtu,
    master: device.master,
    mac: nic !== undefined && from === nic ? 'its own' : from === undefined ? undefined : `of ${from.name}`,
  })
  return [[`link ${device.name}`, general, ...kindWords(device), ...portWords(device, facts)].filter((part) => part !== '').join(' ')]
}

function kindWords(device: Interface): readonly string[] {
  switch (device.kind) {
    case 'bridge':
      return [
        words({
          stp: device.stp ? 'on' : 'off',
          fd: device.forwardDelay,
          // A change of the topology shortens it for half a minute (br_stp.c: __br_set_topology_change).
          ageing: device.stp ? undefined : device.ageing,
          hello: device.helloTime ?? 200,
          maxage: device.maxAge ?? 2000,
          priority: device.priority ?? 32768,
          'vlan-filtering': device.vlanFiltering,
        }),
      ]
    case 'vlan':
      return [words({ lower: device.lower, id: device.id, protocol: device.protocol })]
    case 'bond':
      return [words({ mode: device.mode, miimon: device.miimon, primary: device.primary })]
    case 'vxlan':
      return [words({ id: device.id, local: device.local, remote: device.remote, port: device.udpPort, lower: device.lower })]
    case 'macvlan':
      return [words({ lower: device.lower, mode: device.mode, tap: device.tap })]
    case 'tunnel':
      return [words({ mode: device.mode, local: device.local, remote: device.remote })]
    case 'vrf':
      return [words({ table: device.table })]
    case 'unrecognised':
      return [device.kernelKind]
    case 'veth':
      return [words({ peer: device.peer })]
    case 'loopback':
    case 'ethernet':
    case 'dummy':
    case 'ovs-bridge':
    case 'ovs-internal':
      return []
  }
}

function portWords(device: Interface, facts: Facts): readonly string[] {
  const { port, vlans } = device
  const isPort = facts.interfaces.some((other) => other.name === device.master && other.kind === 'bridge')
  if (port === undefined || !isPort) return []
  const filtered =
    vlans === undefined || !facts.interfaces.some((one) => one.name === device.master && one.kind === 'bridge' && one.vlanFiltering)
  return [
    words({
      cost: port.cost ?? 2,
      priority: port.priority ?? 32,
      isolated: port.isolated,
      hairpin: port.hairpin,
      'no-learning': !port.learning,
      'no-flood': !port.flood,
      vlans: filtered ? undefined : vlans.map(({ id, pvid, untagged }) => `${id}${pvid ? 'p' : ''}${untagged ? 'u' : ''}`).join(','),
    }),
  ]
}

function addressLines(facts: Facts): readonly string[] {
  const inOrder = facts.interfaces.map((device) => device.name).sort()
  const four = facts.addresses.map((entry) => ({
    name: entry.interface,
    line: `addr ${entry.interface} ${entry.address}/${entry.length} ${words({ brd: entry.broadcast, scope: entry.scope, secondary: entry.secondary, label: entry.label === entry.interface ? undefined : entry.label })}`.trim(),
  }))
  const six = facts.inet6.addresses
    .map((entry) => ({
      name: entry.interface,
      line: `addr6 ${entry.interface} ${addressText(entry, facts)}/${entry.length} ${words({ scope: entry.scope })}`.trim(),
    }))
    .sort((a, b) => (a.line < b.line ? -1 : 1))
  return inOrder.flatMap((name) => [...four, ...six].filter((entry) => entry.name === name).map((entry) => entry.line))
}

/** Made from the MAC, which is a random one for a device that the kernel made. */
function addressText(entry: Facts['inet6']['addresses'][number], facts: Facts): string {
  const device = facts.interfaces.find((one) => one.name === entry.interface)
  return isLinkLocal6(entry.address) && device !== undefined && /ff:fe/.test(entry.address) ? 'fe80::<from its MAC>' : entry.address
}

type AnyRoute = Omit<Route, 'to' | 'hops' | 'source'> & {
  readonly to: PrefixOf<string>
  readonly source?: string
  readonly hops: readonly (Omit<NextHop, 'gateway'> & { readonly gateway?: string })[]
}

/** In the order of their prefixes; that of equal ones is the kernel's, and decides. */
function routeLines(word: string, routes: readonly AnyRoute[]): readonly string[] {
  const keyOf = (route: AnyRoute) =>
    `${route.table} ${route.to.address}/${route.to.length} ${String(route.metric).padStart(10, '0')} ${route.type === 'local' ? 0 : 1}`
  return routes
    .map((route) => ({ key: keyOf(route), line: `${word} ${routeText(route)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((route) => route.line.replace(/fe80::[0-9a-f:]*ff:fe[0-9a-f:]+/g, 'fe80::<from its MAC>'))
}

function routeText(route: AnyRoute): string {
  const hops = route.hops.map((hop) =>
    words({ via: hop.gateway, dev: hop.interface, onlink: hop.onlink, weight: route.hops.length > 1 ? (hop.weight ?? 1) : undefined }),
  )
  const to = route.to.length === 0 ? 'default' : `${route.to.address}/${route.to.length}`
  const rest = words({
    metric: route.metric === 0 ? undefined : route.metric,
    src: route.source,
    scope: route.scope,
    proto: route.protocol,
    mtu: route.mtu,
  })
  return [route.table, ...(route.type === 'unicast' ? [] : [route.type]), to, ...hops, rest].join(' ')
}

type AnyRule = Omit<PolicyRule, 'from' | 'to'> & { readonly from?: PrefixOf<string>; readonly to?: PrefixOf<string> }

function ruleText(rule: AnyRule): string {
  const prefix = (one: PrefixOf<string> | undefined) => (one === undefined ? undefined : formatPrefix(one as never))
  const action =
    rule.action.kind === 'lookup' ? words({ lookup: rule.action.table, suppress: rule.action.suppressPrefixLength }) : rule.action.kind
  return `${rule.preference}: ${words({
    from: prefix(rule.from) ?? 'all',
    to: prefix(rule.to),
    iif: rule.inInterface,
    oif: rule.outInterface,
    fwmark: rule.mark === undefined ? undefined : `${rule.mark.value}/${rule.mark.mask}`,
  })} ${action}`
}

function neighbourLines(facts: Facts): readonly string[] {
  return [...facts.neighbours, ...facts.inet6.neighbours]
    .map((entry) => `neigh ${entry.interface} ${entry.address} ${words({ mac: entry.mac, [entry.state]: true })}`)
    .sort()
}
