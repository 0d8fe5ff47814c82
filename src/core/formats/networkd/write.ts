/** An intent as files of systemd-networkd, and what it has no words for. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Address, Intent, IntentInterface, PolicyRule, PolicyRule6, Route, Route6, Written } from '../../model/index.js'
import { netdevSections, stackedOn } from './write-netdev.js'

/** A section with its keys in order; a key may come more than once. */
export type Section = { readonly name: string; readonly keys: readonly (readonly [key: string, value: string])[] }

const FOLDER = '/etc/systemd/network'

export function writeNetworkd(intent: Intent): Written {
  const unsaid: Diagnostic[] = []
  const written = intent.interfaces.filter(
    (device) => device.link.kind !== 'loopback' || device.addresses.length + device.addresses6.length > 0,
  )
  const homeless = written.find((device) => device.link.kind !== 'loopback')
  const files = written.flatMap((device) => {
    const netdev = netdevSections(device)
    unsaid.push(...netdev.missing.map((text) => cannotSay(text, device)))
    return [
      ...(netdev.sections.length === 0 ? [] : [{ path: `${FOLDER}/10-${device.name}.netdev`, text: unitText(netdev.sections) }]),
      { path: `${FOLDER}/20-${device.name}.network`, text: unitText(networkSections(device, intent, device === homeless)) },
    ]
  })
  return { files, unsaid }
}

function unitText(sections: readonly Section[]): string {
  return `${sections.map(({ name, keys }) => [`[${name}]`, ...keys.map(([key, value]) => `${key}=${value}`)].join('\n')).join('\n\n')}\n`
}

function cannotSay(text: string, device: IntentInterface): Diagnostic {
  return {
    code: 'convert/networkd-cannot-say',
    severity: 'warning',
    message: text,
    ...(device.origin === undefined ? {} : { at: device.origin }),
    because: 'systemd-networkd has no key for it, so it is missing from what was written',
  }
}

function networkSections(device: IntentInterface, intent: Intent, takesRest: boolean): readonly Section[] {
  const routes = [...device.routes, ...device.routes6, ...(takesRest ? [...intent.routes, ...intent.routes6] : [])]
  const rules = takesRest ? [...intent.rules, ...intent.rules6] : []
  return [
    { name: 'Match', keys: [['Name', device.name]] },
    ...linkSection(device),
    { name: 'Network', keys: networkKeys(device, intent) },
    ...device.addresses.map(addressSection),
    ...device.addresses6.map(({ address, length }): Section => ({ name: 'Address', keys: [['Address', `${address}/${length}`]] })),
    ...dhcpSection(device),
    ...routes.map(routeSection),
    ...rules.map(ruleSection),
    ...device.neighbours.flatMap(({ address, mac }): Section[] =>
      mac === undefined
        ? []
        : [
            {
              name: 'Neighbor',
              keys: [
                ['Address', address],
                ['LinkLayerAddress', mac],
              ],
            },
          ],
    ),
    ...bridgeSection(device),
    ...(device.vlans ?? []).map(vlanSection),
  ]
}

function linkSection({ mac, mtu, up, link }: IntentInterface): readonly Section[] {
  const keys: [string, string][] = [
    ...(mac === undefined || link.kind !== 'ethernet' ? [] : [['MACAddress', mac] satisfies [string, string]]),
    ...(mtu === undefined ? [] : [['MTUBytes', String(mtu)] satisfies [string, string]]),
    ...(up ? [] : [['ActivationPolicy', 'manual'] satisfies [string, string]]),
  ]
  return keys.length === 0 ? [] : [{ name: 'Link', keys }]
}

const MASTER_WORDS: Readonly<Record<string, string>> = { bridge: 'Bridge', bond: 'Bond', vrf: 'VRF' }

/** ifupdown configures an interface whether it has a carrier or not; networkd is told to. */
function networkKeys(device: IntentInterface, intent: Intent): Section['keys'] {
  const master = intent.interfaces.find((other) => other.name === device.master)
  const word = MASTER_WORDS[master?.link.kind ?? '']
  return [
    ...(word === undefined || master === undefined ? [] : [[word, master.name] as const]),
    ...stackedOn(device, intent),
    ...(device.dhcp4 === undefined ? [] : [['DHCP', 'ipv4'] as const]),
    ...(word === 'Bridge' || word === 'Bond' ? [['LinkLocalAddressing', 'no'] as const] : []),
    ...device.nameServers.map((address) => ['DNS', address] as const),
    ...(device.search.length === 0 ? [] : [['Domains', device.search.join(' ')] as const]),
    ...(device.dhcp4 === undefined ? [['ConfigureWithoutCarrier', 'yes'] as const] : []),
  ]
}

function addressSection({ address, length, label, broadcast, scope, interface: device }: Address): Section {
  return {
    name: 'Address',
    keys: [
      ['Address', `${address}/${length}`],
      ...(label === undefined || label === device ? [] : [['Label', label] as const]),
      ...(broadcast === undefined ? (length < 31 ? [['Broadcast', 'no'] as const] : []) : [['Broadcast', broadcast] as const]),
      ...(scope === 'global' ? [] : [['Scope', scope] as const]),
    ],
  }
}

function dhcpSection({ dhcp4 }: IntentInterface): readonly Section[] {
  // Without it networkd says 1024, and ifupdown's client 0.
  return dhcp4 === undefined ? [] : [{ name: 'DHCPv4', keys: [['RouteMetric', String(dhcp4.metric ?? 0)]] }]
}

function routeSection(route: Route | Route6): Section {
  const [hop, ...more] = route.hops
  const legs = [hop, ...more].flatMap((leg) =>
    leg?.gateway === undefined ? [] : [['MultiPathRoute', `${leg.gateway}@${leg.interface} ${leg.weight ?? 1}`] as const],
  )
  const single = hop?.gateway === undefined ? [] : [['Gateway', hop.gateway] as const]
  return {
    name: 'Route',
    keys: [
      ['Destination', `${route.to.address}/${route.to.length}`],
      ...(more.length > 0 ? legs : single),
      ...(hop?.onlink === true ? [['GatewayOnLink', 'yes'] as const] : []),
      ...(route.scope === 'link' && route.type === 'unicast' && hop?.gateway === undefined ? [['Scope', 'link'] as const] : []),
      ...(route.type === 'unicast' ? [] : [['Type', route.type] as const]),
      ...(route.metric === 0 ? [] : [['Metric', String(route.metric)] as const]),
      ...(route.table === 'main' ? [] : [['Table', route.table] as const]),
      ...(route.source === undefined ? [] : [['PreferredSource', route.source] as const]),
      ...(route.mtu === undefined ? [] : [['MTUBytes', String(route.mtu)] as const]),
    ],
  }
}

function ruleSection(rule: PolicyRule | PolicyRule6): Section {
  const { action } = rule
  return {
    name: 'RoutingPolicyRule',
    keys: [
      ...(rule.from === undefined ? [] : [['From', `${rule.from.address}/${rule.from.length}`] as const]),
      ...(rule.to === undefined ? [] : [['To', `${rule.to.address}/${rule.to.length}`] as const]),
      ...(action.kind === 'lookup' ? [['Table', action.table] as const] : [['Type', action.kind] as const]),
      ['Priority', String(rule.preference)],
      ...(rule.inInterface === undefined ? [] : [['IncomingInterface', rule.inInterface] as const]),
      ...(rule.outInterface === undefined ? [] : [['OutgoingInterface', rule.outInterface] as const]),
      ...(rule.mark === undefined ? [] : [['FirewallMark', `${rule.mark.value}/${rule.mark.mask}`] as const]),
      ...(action.kind === 'lookup' && action.suppressPrefixLength !== undefined
        ? [['SuppressPrefixLength', String(action.suppressPrefixLength)] as const]
        : []),
    ],
  }
}

const PORT_KEYS: Readonly<Record<string, string>> = {
  isolated: 'Isolated',
  hairpin: 'HairPin',
  learning: 'Learning',
  flood: 'UnicastFlood',
  multicastFlood: 'MulticastFlood',
  neighbourSuppress: 'NeighborSuppression',
  cost: 'Cost',
  priority: 'Priority',
}

function bridgeSection({ port }: IntentInterface): readonly Section[] {
  const keys = Object.entries(port ?? {}).flatMap(([key, value]) => {
    const name = PORT_KEYS[key]
    return name === undefined ? [] : [[name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)] as const]
  })
  return keys.length === 0 ? [] : [{ name: 'Bridge', keys }]
}

function vlanSection({ id, pvid, untagged }: NonNullable<IntentInterface['vlans']>[number]): Section {
  return {
    name: 'BridgeVLAN',
    keys: [
      ['VLAN', String(id)],
      ...(pvid ? [['PVID', String(id)] as const] : []),
      ...(untagged ? [['EgressUntagged', String(id)] as const] : []),
    ],
  }
}
