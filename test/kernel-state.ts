/** What a node's kernel has, one fact a line, in an order that does not depend on how it came about. */

import { ipv6FromGroups } from '../src/core/addresses/ipv6.js'
import { parseMac } from '../src/core/addresses/mac.js'
import { vlansOf } from '../src/core/kernel/bridge-vlan.js'
import { interfaceId } from '../src/core/kernel/link-local.js'
import type { Interface, Node, PrefixOf } from '../src/core/model/index.js'
import type { PolicyRuleOf, RouteOf } from '../src/core/model/routing.js'

/** MACs that neither the commands name nor a card has are drawn at random, and so are the link-local addresses made of them. */
export function stateLines(node: Node, commands: string): readonly string[] {
  const known = new Set([...(commands.match(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g) ?? []), '00:00:00:00:00:00'])
  for (const index of [1, 2, 3]) known.add(`02:00:00:00:00:${index}0`)
  const own = new Set([...known].flatMap((text) => linkLocal(text) ?? []))
  const named = (address: string) =>
    address.startsWith('fe80::') && !own.has(address) && !commands.includes(address) ? 'fe80::*' : address
  const links = node.interfaces.map((device) => linkLine(node, device, known))
  const addresses = [
    ...node.addresses.map((entry) => `address ${entry.interface} ${entry.address}/${entry.length}`),
    ...node.inet6.addresses.map((entry) => `address ${entry.interface} ${named(entry.address)}/${entry.length}`),
  ]
  const routes = [...node.routes.map((route) => routeLine('route', route)), ...node.inet6.routes.map((route) => routeLine('route6', route))]
  const rules = [...node.rules.map((rule) => ruleLine('rule', rule)), ...node.inet6.rules.map((rule) => ruleLine('rule6', rule))]
  const shown = routes.map((line) => line.replace(/fe80::[0-9a-f:]+(?=\/128)/, named))
  return [...links, ...addresses, ...shown, ...rules].sort()
}

function linkLocal(text: string): string | undefined {
  const mac = parseMac(text)
  return mac === undefined ? undefined : ipv6FromGroups([0xfe80, 0, 0, 0, ...interfaceId(mac)])
}

function linkLine(node: Node, device: Interface, known: ReadonlySet<string>): string {
  const vlans = (vlansOf(node, device) ?? []).map((vlan) => `${vlan.id}${vlan.pvid ? ' pvid' : ''}${vlan.untagged ? ' untagged' : ''}`)
  return [
    `link ${device.name} ${device.up ? 'up' : 'down'} mtu ${device.mtu} mac ${known.has(device.mac) ? device.mac : '*'}`,
    ...(device.master === undefined ? [] : [`in ${device.master}`]),
    ...(device.kind === 'bond' ? [`bond ${device.mode} miimon ${device.miimon}`] : []),
    ...(vlans.length === 0 ? [] : [`vlans ${vlans.join(', ')}`]),
  ].join(' ')
}

function routeLine<Ip>(kind: string, route: RouteOf<Ip>): string {
  const hops = route.hops.map((hop) => [hop.gateway === undefined ? '' : `via ${hop.gateway}`, hop.interface].join(' ').trim())
  const metric = route.metric === 0 ? '' : ` metric ${route.metric}`
  const source = kind === 'route' && route.source !== undefined ? ` src ${route.source}` : ''
  return `${kind} ${route.table} ${route.type} ${prefixText(route.to)}${hops.length === 0 ? '' : ` ${hops.join(', ')}`}${metric}${source}`
}

function prefixText<Ip>({ address, length }: PrefixOf<Ip>): string {
  return `${address}/${length}`
}

function ruleLine<Ip>(kind: string, { preference, from, to, inInterface, outInterface, mark, action }: PolicyRuleOf<Ip>): string {
  return [
    `${kind} ${preference}`,
    ...(from === undefined ? [] : [`from ${prefixText(from)}`]),
    ...(to === undefined ? [] : [`to ${prefixText(to)}`]),
    ...(mark === undefined ? [] : [`mark ${mark.value}/${mark.mask}`]),
    ...(inInterface === undefined ? [] : [`iif ${inInterface}`]),
    ...(outInterface === undefined ? [] : [`oif ${outInterface}`]),
    action.kind === 'lookup' ? `lookup ${action.table}` : action.kind,
  ].join(' ')
}
