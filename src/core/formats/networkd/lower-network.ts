/** A .network as it applies to one interface (networkd-network.c: network_verify, of systemd 252 and 257). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { parseMac } from '../../addresses/mac.js'
import { DEFAULT_ROUTE } from '../../addresses/prefix.js'
import type { Unmodelled } from '../../model/index.js'
import type { Activation, Named, NetworkContext, NetworkFacts } from './facts.js'
import { lowerAddresses } from './lower-address.js'
import { dhcp4Of, masqueradeOf, nameServersOf } from './lower-dhcp.js'
import { dhcpServerOf } from './lower-dhcp-server.js'
import { bondSettings, portOf, vlansOf } from './lower-port.js'
import { lowerRoutes } from './lower-route.js'
import { lowerNeighbours, lowerRules } from './lower-rule.js'
import { hasIpv6, sysctlsOf } from './lower-sysctl.js'
import { listOf, sectionsNamed, settingOf, type Unit } from './unit.js'
import { booleanOf, macTextOf, sizeOf } from './value.js'

export function lowerNetwork(unit: Unit, context: NetworkContext): NetworkFacts {
  const { device } = context
  const master = masterOf(unit)
  const isBondPort = master?.by === 'Bond'
  const { routes, leased, kept } = isBondPort ? { routes: [], leased: [], kept: [] } : lowerRoutes(unit, context)
  const link = linkOf(unit, device)
  const port = portOf(unit, device)
  const dhcp4 = dhcp4Of(unit, { context, leased })
  const dhcpServer = dhcpServerOf(unit)
  const masquerade = masqueradeOf(unit)
  return {
    unmanaged: isOn(unit, 'Link', 'Unmanaged'),
    activation: (settingOf(unit, 'Link', 'ActivationPolicy')?.value.text ?? 'up') as Activation,
    withoutCarrier: isOn(unit, 'Network', 'ConfigureWithoutCarrier'),
    sysctls: sysctlsOf(unit, device),
    ...(link === undefined ? {} : { link }),
    ...(master === undefined ? {} : { master }),
    bond: isBondPort ? bondSettings(unit, device) : {},
    ...(port === undefined ? {} : { port }),
    vlans: vlansOf(unit),
    stacked: stackedOn(unit),
    neighbours: lowerNeighbours(unit, context),
    addresses: isBondPort ? [] : lowerAddresses(unit, context),
    routes: [...routes, ...routeOfDevice(unit, device)],
    rules: lowerRules(unit, context),
    ...(dhcp4 === undefined ? {} : { dhcp4 }),
    ...(dhcpServer === undefined ? {} : { dhcpServer }),
    ...(masquerade === undefined ? {} : { masquerade }),
    nameServers: nameServersOf(unit),
    domains: listOf(unit, 'Network', 'Domains').flatMap(({ value }) => value.text.split(/\s+/)),
    kept: [...kept, ...unmodelledOf(unit)],
  }
}

function isOn(unit: Unit, section: string, key: string): boolean {
  return booleanOf(settingOf(unit, section, key)?.value.text ?? 'no') === true
}

function linkOf(unit: Unit, name: InterfaceName): NetworkFacts['link'] {
  const hardware = settingOf(unit, 'Link', 'MACAddress')
  const mac = parseMac(macTextOf(hardware?.value.text ?? '') ?? '')
  const bytes = settingOf(unit, 'Link', 'MTUBytes')
  const mtu = sizeOf(bytes?.value.text ?? '')
  const arp = settingOf(unit, 'Link', 'ARP')
  const origin = (hardware ?? bytes ?? arp)?.origin
  if (origin === undefined) return undefined
  return {
    kind: 'link-set',
    name,
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu }),
    ...(arp === undefined ? {} : { arp: booleanOf(arp.value.text) === true }),
    origin,
  }
}

/** A bond goes before a bridge, and a bridge before a VRF. */
function masterOf(unit: Unit): NetworkFacts['master'] {
  for (const by of ['Bond', 'Bridge', 'VRF'] as const) {
    const found = settingOf(unit, 'Network', by)
    if (found !== undefined) return { by, name: found.value.text, origin: found.value.origin }
  }
  return undefined
}

const STACKING = ['VLAN', 'MACVLAN', 'MACVTAP', 'IPVLAN', 'IPVTAP', 'VXLAN', 'Tunnel', 'MACsec', 'Xfrm', 'IPoIB']

/** In the order of the lines, each name once. */
function stackedOn(unit: Unit): readonly (Named & { readonly by: string })[] {
  const kept = new Set(STACKING.flatMap((key) => listOf(unit, 'Network', key)))
  const all = sectionsNamed(unit, 'Network').flatMap(({ assignments }) => assignments.filter((one) => kept.has(one)))
  return all
    .map(({ key, value }) => ({ by: key.text, name: value.text, origin: value.origin }))
    .filter(({ name }, index, others) => others.findIndex((other) => other.name === name) === index)
}

/** DefaultRouteOnDevice=yes */
function routeOfDevice(unit: Unit, device: InterfaceName): NetworkFacts['routes'] {
  const found = settingOf(unit, 'Network', 'DefaultRouteOnDevice')
  if (found === undefined || booleanOf(found.value.text) !== true) return []
  const { origin } = found
  const request = {
    kind: 'route-add',
    mode: 'append',
    type: 'unicast',
    protocol: 'static',
    scope: 'link',
    to: DEFAULT_ROUTE,
    hops: [{ interface: device }],
    origin,
  } as const
  return [{ request, origin }]
}

/** Keys of [Network] that do what the model does not know, and whether that can touch where IPv4 packets go. */
const BEYOND: Readonly<Record<string, Unmodelled['touches']>> = {
  IPv6SendRA: 'harmless',
  IPv6PrefixDelegation: 'harmless',
  DHCPPrefixDelegation: 'harmless',
  DHCPv6PrefixDelegation: 'harmless',
  IPv6ProxyNDP: 'harmless',
  IPv6ProxyNDPAddress: 'harmless',
  BatmanAdvanced: 'anything',
  BindCarrier: 'anything',
}
const SECTIONS_BEYOND: Readonly<Record<string, Unmodelled['touches']>> = {
  NextHop: 'anything',
  BridgeFDB: 'anything',
  BridgeMDB: 'harmless',
  IPv6Prefix: 'harmless',
  IPv6RoutePrefix: 'harmless',
  IPv6AddressLabel: 'harmless',
  'SR-IOV': 'anything',
  CAN: 'harmless',
}

function unmodelledOf(unit: Unit): readonly Unmodelled[] {
  const keys = Object.entries(BEYOND).flatMap(([key, touches]): readonly Unmodelled[] => {
    const found = settingOf(unit, 'Network', key)
    if (found === undefined || booleanOf(found.value.text) === false) return []
    return [{ what: `${key}=${found.value.text}`, touches, origin: found.origin }]
  })
  const sections = unit.sections.flatMap(({ name, origin }): readonly Unmodelled[] => {
    const touches = Object.hasOwn(SECTIONS_BEYOND, name.text) ? SECTIONS_BEYOND[name.text] : undefined
    return touches === undefined ? [] : [{ what: `[${name.text}]`, touches, origin }]
  })
  return [...keys, ...sections, ...dynamic(unit)]
}

/** Address families that come from elsewhere: nobody in the model sends router advertisements or answers DHCPv6. */
function dynamic(unit: Unit): readonly Unmodelled[] {
  const dhcp = settingOf(unit, 'Network', 'DHCP')
  const six = dhcp !== undefined && (booleanOf(dhcp.value.text) === true || ['ipv6', 'v6', 'both'].includes(dhcp.value.text))
  const local = settingOf(unit, 'Network', 'LinkLocalAddressing')
  const four =
    local !== undefined && (booleanOf(local.value.text) === true || ['ipv4', 'fallback', 'ipv4-fallback'].includes(local.value.text))
  return [
    ...(six && hasIpv6(unit) ? [{ what: `DHCP=${dhcp.value.text}: DHCPv6`, touches: 'harmless', origin: dhcp.origin } as const] : []),
    ...(four ? [{ what: 'an address of 169.254.0.0/16', touches: 'harmless', origin: local.origin } as const] : []),
  ]
}
