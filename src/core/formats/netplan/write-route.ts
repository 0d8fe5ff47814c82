/** Routes and rules as entries of `routes` and `routing-policy`. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { contains } from '../../addresses/prefix.js'
import { contains6 } from '../../addresses/prefix6.js'
import type { IntentInterface, PolicyRule, PolicyRule6, PrefixOf, Route, Route6 } from '../../model/index.js'
import type { Entry } from './write-device.js'

export type RoutingEntry = { readonly entry?: Entry; readonly missing: readonly string[] }

export function routeEntry(route: Route | Route6, device: IntentInterface): RoutingEntry {
  const text = `the route to ${prefixText(route.to)}`
  if (route.hops.length > 1) return { missing: [`${text} over several gateways`] }
  if (route.table !== 'main' && !/^\d+$/.test(route.table)) return { missing: [`${text} in the table ${route.table}`] }
  const hop = route.hops[0]
  const linkScope = route.scope === 'link' && hop?.gateway === undefined && route.type === 'unicast'
  return {
    entry: {
      to: route.to.length === 0 ? (route.to.address.includes(':') ? '::/0' : '0.0.0.0/0') : prefixText(route.to),
      ...(hop?.gateway === undefined ? {} : { via: hop.gateway }),
      ...(hop?.onlink === true && !isNear(hop.gateway, device) ? { 'on-link': true } : {}),
      ...(linkScope ? { scope: 'link' } : {}),
      ...(route.type === 'unicast' ? {} : { type: route.type }),
      ...(route.metric === 0 || (route.metric === 1024 && route.to.address.includes(':')) ? {} : { metric: route.metric }),
      ...(route.table === 'main' ? {} : { table: Number(route.table) }),
      ...(route.source === undefined ? {} : { from: route.source }),
      ...(route.mtu === undefined ? {} : { mtu: route.mtu }),
    },
    missing: [],
  }
}

/** A gateway in a subnet of the interface needs no `on-link`, which ifupdown adds to every one. */
function isNear(gateway: string | undefined, device: IntentInterface): boolean {
  const [v4, v6] = [parseIpv4(gateway ?? ''), parseIpv6(gateway ?? '')]
  return (
    (v4 !== undefined && device.addresses.some((entry) => contains(entry, v4))) ||
    (v6 !== undefined && device.addresses6.some((entry) => contains6(entry, v6)))
  )
}

export function ruleEntry(rule: PolicyRule | PolicyRule6): RoutingEntry {
  const text = `the rule ${rule.preference}`
  if (rule.action.kind !== 'lookup') return { missing: [`${text}, which refuses`] }
  const { table, suppressPrefixLength } = rule.action
  if (suppressPrefixLength !== undefined) return { missing: [`${text} with suppress_prefixlength`] }
  if (rule.inInterface !== undefined || rule.outInterface !== undefined) return { missing: [`${text}, which looks at an interface`] }
  const named: Readonly<Record<string, number>> = { main: 254, default: 253, local: 255 }
  const number = named[table] ?? Number(table)
  if (!Number.isInteger(number)) return { missing: [`${text} with the table ${table}`] }
  return {
    entry: {
      ...(rule.from === undefined ? {} : { from: prefixText(rule.from) }),
      ...(rule.to === undefined ? {} : { to: prefixText(rule.to) }),
      table: number,
      priority: rule.preference,
      ...(rule.mark === undefined ? {} : { mark: rule.mark.value }),
    },
    missing: rule.mark !== undefined && rule.mark.mask !== 0xffffffff ? [`the mask of the mark in ${text}`] : [],
  }
}

function prefixText({ address, length }: PrefixOf<string>): string {
  return `${address}/${length}`
}
