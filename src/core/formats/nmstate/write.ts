/** An intent as the YAML of nmstate, and what it has no words for. */
import { stringify } from 'yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Intent, IntentInterface, PolicyRule, PolicyRule6, Route, Route6, Written } from '../../model/index.js'
import { type Entry, linkEntry, type Value } from './write-link.js'

export const NMSTATE_FILE = '/etc/nmstate/bridgework.yml'

/** nmstate.io: interfaces, routes, route rules and the resolver, each on its own. `lo` only with addresses of its own. */
export function writeNmstate(intent: Intent): Written {
  const unsaid: Diagnostic[] = []
  const interfaces = intent.interfaces
    .filter((device) => device.link.kind !== 'loopback' || device.addresses.length + device.addresses6.length > 0)
    .map((device): Value => {
      const { entry, missing } = linkEntry(device, intent)
      unsaid.push(...[...missing, ...losses(device)].map((text) => cannotSay(`${device.name}: ${text}`, device)))
      return { name: device.name, ...entry, state: device.up ? 'up' : 'down', ...settings(device), ...families(device) }
    })
  const routes = intent.interfaces.flatMap((device) =>
    [...device.routes, ...device.routes6].flatMap((route) => routeEntries(route, device, unsaid)),
  )
  const rules = [...intent.rules, ...intent.rules6].map(ruleEntry)
  const servers = intent.interfaces.flatMap((device) => device.nameServers)
  const search = intent.interfaces.flatMap((device) => device.search)
  const document: Entry = {
    interfaces,
    ...(routes.length === 0 ? {} : { routes: { config: routes } }),
    ...(rules.length === 0 ? {} : { 'route-rules': { config: rules } }),
    ...(servers.length + search.length === 0 ? {} : { 'dns-resolver': { config: { server: servers, search } } }),
  }
  return { files: [{ path: NMSTATE_FILE, text: stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }) }], unsaid }
}

function settings({ mac, mtu, master, link }: IntentInterface): Entry {
  const controller = master === undefined || link.kind === 'bridge' ? {} : { controller: master }
  return { ...(mac === undefined ? {} : { 'mac-address': mac }), ...(mtu === undefined ? {} : { mtu }), ...controller }
}

function families(device: IntentInterface): Entry {
  const address = (list: readonly { readonly address: string; readonly length: number }[]): Value =>
    list.map((entry) => ({ ip: entry.address, 'prefix-length': entry.length }))
  const { addresses, addresses6, dhcp4 } = device
  const v4: Entry =
    dhcp4 === undefined
      ? addresses.length === 0
        ? { enabled: false }
        : { enabled: true, dhcp: false, address: address(addresses) }
      : {
          enabled: true,
          dhcp: true,
          ...(dhcp4.metric === undefined ? {} : { 'auto-route-metric': dhcp4.metric }),
          ...(addresses.length === 0 ? {} : { address: address(addresses) }),
        }
  const v6: Entry =
    addresses6.length === 0
      ? { enabled: device.master === undefined }
      : { enabled: true, dhcp: false, autoconf: false, address: address(addresses6) }
  return { ipv4: v4, ipv6: v6 }
}

function losses(device: IntentInterface): readonly string[] {
  return [
    ...device.addresses.filter((entry) => (entry.label ?? device.name) !== device.name).map((entry) => `the label ${entry.label ?? ''}`),
    ...device.neighbours.map((entry) => `the permanent neighbour ${entry.address}`),
  ]
}

function routeEntries(route: Route | Route6, device: IntentInterface, unsaid: Diagnostic[]): readonly Entry[] {
  if (!['unicast', 'blackhole', 'unreachable', 'prohibit'].includes(route.type)) {
    unsaid.push(cannotSay(`a route of type ${route.type}`, device))
    return []
  }
  return route.hops.map((hop) => ({
    destination: `${route.to.address}/${route.to.length}`,
    'next-hop-interface': hop.interface,
    ...(hop.gateway === undefined ? {} : { 'next-hop-address': hop.gateway }),
    ...(route.metric === 0 ? {} : { metric: route.metric }),
    ...(route.table === 'main' ? {} : { 'table-id': Number(route.table) }),
    ...(route.source === undefined ? {} : { source: route.source }),
    ...(route.type === 'unicast' ? {} : { 'route-type': route.type }),
    ...(hop.weight === undefined || hop.weight === 1 ? {} : { weight: hop.weight }),
  }))
}

function ruleEntry(rule: PolicyRule | PolicyRule6): Entry {
  const table =
    rule.action.kind === 'lookup' ? ({ main: 254, default: 253, local: 255 }[rule.action.table] ?? Number(rule.action.table)) : undefined
  return {
    priority: rule.preference,
    ...(rule.from === undefined ? {} : { 'ip-from': `${rule.from.address}/${rule.from.length}` }),
    ...(rule.to === undefined ? {} : { 'ip-to': `${rule.to.address}/${rule.to.length}` }),
    ...(rule.inInterface === undefined ? {} : { iif: rule.inInterface }),
    ...(rule.mark === undefined ? {} : { fwmark: rule.mark.value, fwmask: rule.mark.mask }),
    ...(table === undefined ? { action: rule.action.kind } : { 'route-table': table }),
  }
}

function cannotSay(text: string, device: IntentInterface): Diagnostic {
  return {
    code: 'convert/nmstate-cannot-say',
    severity: 'warning',
    message: text,
    ...(device.origin === undefined ? {} : { at: device.origin }),
    because: 'nmstate has no key for it, so it is missing from what was written',
  }
}
