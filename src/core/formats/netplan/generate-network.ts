/** The `.network` file of a definition: systemd.network(5). */
import { asSigned, isMac, LARGEST_UNSIGNED } from './c-text.js'
import { type Definition, isPhysical } from './definition.js'
import type { Route, RoutingPolicy } from './definition-address.js'
import { OPTIONAL_ADDRESSES } from './device-keys.js'
import { dhcpLines, raLines } from './generate-dhcp.js'
import { matchLines } from './generate-match.js'
import { type GeneratedLine, line, lineOf, sectionOf } from './generated-file.js'
import { die, type Generation, pathOf, writeFile } from './generation.js'
import { nonZero, type Setting, type Settled } from './setting.js'

/** False: netplan refuses to write it. */
export function writeNetwork(generation: Generation, definition: Definition): boolean {
  if (definition.kind === 'vlans' && definition.sriovVlanFilter) return true
  const dhcp = dhcpLines(generation, definition)
  if (dhcp === undefined) return false
  if (
    generation.isOld &&
    definition['ipv6-address-generation']?.value === 'stable-privacy' &&
    definition['ipv6-address-token'] === undefined
  ) {
    return die(generation, definition, {
      rule: 'unsupported',
      at: definition['ipv6-address-generation'].origin,
      message: 'ipv6-address-generation mode is not supported by networkd',
    })
  }
  const routes = routeSections(generation, definition)
  if (routes === undefined) return false
  const link = linkLines(generation, definition)
  const network = [...networkLines(generation, definition), ...routes, ...ruleSections(definition), ...addressSections(definition)]
  writeFile(generation, pathOf(definition, 'network'), [
    ...matchLines(definition, 'renamed'),
    ...(link.length === 0 ? [] : sectionOf('Link', link, definition.origin)),
    ...sectionOf('Network', network, definition.origin),
    ...dhcp,
    ...lineSection('IPoIB', lineOf('Mode', definition['infiniband-mode'])),
    ...raLines(definition),
  ])
  return true
}

function lineSection(name: string, lines: readonly GeneratedLine[]): readonly GeneratedLine[] {
  return lines.length === 0 ? [] : sectionOf(name, lines, lines[0]?.origin)
}

function linkLines({ isOld }: Generation, definition: Definition): readonly GeneratedLine[] {
  const mode = definition['activation-mode']
  const isOptional = definition.optional?.value === true ? definition.optional : mode
  return [
    ...lineOf('ActivationPolicy', mode, (value) => (value === 'manual' ? 'manual' : 'always-down')),
    ...(isOld && isOptional !== undefined ? [line('RequiredForOnline=no', isOptional.origin)] : []),
    ...OPTIONAL_ADDRESSES.flatMap((name) => {
      const origin = definition.optionalAddresses.get(name)
      return origin === undefined ? [] : [line(`OptionalAddresses=${name}`, origin)]
    }),
    ...lineOf('MTUBytes', nonZero(definition.mtu)),
    ...(definition.macaddress !== undefined && isMac(definition.macaddress.value) ? lineOf('MACAddress', definition.macaddress) : []),
  ]
}

function whenTrue(setting: Setting<boolean> | undefined, text: string): readonly GeneratedLine[] {
  return setting?.value === true ? [line(text, setting.origin)] : []
}

function networkLines(generation: Generation, definition: Definition): readonly GeneratedLine[] {
  return [
    ...whenTrue(definition['emit-lldp'], 'EmitLLDP=true'),
    ...dhcpLine(definition),
    linkLocalLine(definition),
    ...[...definition.addresses4, ...definition.addresses6].flatMap((address) => lineOf('Address', address)),
    ...tokenLines(generation, definition),
    ...lineOf('IPv6AcceptRA', definition['accept-ra'], (value) => (value ? 'yes' : 'no')),
    ...whenTrue(definition['ipv6-privacy'], 'IPv6PrivacyExtensions=yes'),
    ...lineOf('Gateway', definition.gateway4),
    ...lineOf('Gateway', definition.gateway6),
    ...[...definition.nameservers4, ...definition.nameservers6].flatMap((server) => lineOf('DNS', server)),
    ...searchLines(definition),
    ...lineOf('IPv6MTUBytes', nonZero(definition['ipv6-mtu']), asSigned),
    ...carrierLines(definition),
    ...(generation.isOld ? [] : whenTrue(definition.critical, 'KeepConfiguration=true')),
    ...masterLines(generation, definition),
    ...upperLines(generation, definition),
  ]
}

function dhcpLine({ dhcp4, dhcp6 }: Definition): readonly GeneratedLine[] {
  if (dhcp4?.value === true) return [line(dhcp6?.value === true ? 'DHCP=yes' : 'DHCP=ipv4', dhcp4.origin)]
  return whenTrue(dhcp6, 'DHCP=ipv6')
}

/** Ports of bridges and bonds have none. */
function linkLocalLine(definition: Definition): GeneratedLine {
  const { ipv4, ipv6, origin } = definition.linkLocal
  const master = definition.bridge ?? definition.bond
  if (master !== undefined) return line('LinkLocalAddressing=no', master.origin)
  const value = ipv4 && ipv6 ? 'yes' : ipv4 ? 'ipv4' : ipv6 ? 'ipv6' : 'no'
  return line(`LinkLocalAddressing=${value}`, origin ?? definition.origin)
}

function tokenLines({ isOld }: Generation, definition: Definition): readonly GeneratedLine[] {
  const token = definition['ipv6-address-token']
  if (token !== undefined) return lineOf('IPv6Token', token, (value) => `static:${value}`)
  const mode = definition['ipv6-address-generation']
  return mode?.value === 'stable-privacy' && !isOld ? [line('IPv6Token=prefixstable', mode.origin)] : []
}

function searchLines({ search }: Definition): readonly GeneratedLine[] {
  const [first] = search
  return first === undefined ? [] : [line(`Domains=${search.map(({ value }) => value).join(' ')}`, first.origin)]
}

function carrierLines(definition: Definition): readonly GeneratedLine[] {
  const ignored = definition['ignore-carrier']
  if (isPhysical(definition) && ignored?.value !== true) return []
  return [line('ConfigureWithoutCarrier=yes', ignored?.value === true ? ignored.origin : definition.origin)]
}

function masterLines(generation: Generation, definition: Definition): readonly GeneratedLine[] {
  if (definition.renderer?.value === 'openvswitch') return []
  const { bridge, bond } = definition
  const truth = (value: boolean): string => String(value)
  const port = [
    ...lineOf('Cost', nonZero(definition.pathCost)),
    ...lineOf('Priority', nonZero(definition.portPriority)),
    ...(generation.isOld ? [] : lineOf('HairPin', definition.hairpin, truth)),
    ...(generation.isOld ? [] : lineOf('Learning', definition['port-mac-learning'], truth)),
    ...lineOf('NeighborSuppression', definition['neigh-suppress'], truth),
  ]
  const { primary } = definition.bondParameters
  return [
    ...lineOf('Bridge', bridge),
    ...(bridge === undefined ? [] : lineSection('Bridge', port)),
    ...lineOf('Bond', bond),
    ...(bond === undefined || primary === undefined ? [] : [line('PrimarySlave=true', primary.origin)]),
  ]
}

/** What is stacked upon this device, and its VRF. */
function upperLines({ merged }: Generation, definition: Definition): readonly GeneratedLine[] {
  const showsVlans = definition.hasVlans && definition.renderer?.value !== 'openvswitch'
  const vlans = (upper: Definition) => upper.vlanLink?.value === definition.id && !upper.sriovVlanFilter
  const vxlans = ({ kind, tunnel, vxlan }: Definition) =>
    kind === 'tunnels' && tunnel.mode?.value === 'vxlan' && vxlan?.link?.value === definition.id
  return [
    ...(showsVlans ? merged.definitions.filter(vlans).map((upper) => line(`VLAN=${upper.id}`, upper.vlanLink?.origin)) : []),
    ...lineOf('VRF', definition.vrf),
    ...(definition.hasVxlans ? merged.definitions.filter(vxlans).map((upper) => line(`VXLAN=${upper.id}`, upper.vxlan?.link?.origin)) : []),
  ]
}

function routeSections(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const lost = definition.routes.find((route) => route.to?.value === 'default' && route.family === undefined)
  if (lost === undefined) return definition.routes.flatMap((route) => sectionOf('Route', routeLines(route, generation.isOld), route.origin))
  die(generation, definition, {
    rule: 'incomplete-route',
    at: lost.origin,
    message: 'a default route without any address may be IPv4 or IPv6, and netplan aborts',
    help: 'write to: 0.0.0.0/0 or to: ::/0',
  })
  return undefined
}

function routeLines(route: Settled<Route>, isOld: boolean): readonly GeneratedLine[] {
  const everything = route.family === 4 ? '0.0.0.0/0' : '::/0'
  return [
    ...lineOf('Destination', route.to, (to) => (to === 'default' ? everything : to)),
    ...lineOf('Gateway', route.via),
    ...lineOf('PreferredSource', route.from),
    ...(route.scope === 'global' ? [] : [line(`Scope=${route.scope}`, route.origin)]),
    ...(route.type === 'unicast' ? [] : [line(`Type=${route.type}`, route.origin)]),
    ...whenTrue(route['on-link'], 'GatewayOnLink=true'),
    ...lineOf('Metric', given(route.metric), isOld ? asSigned : String),
    ...lineOf('Table', nonZero(route.table), asSigned),
    ...lineOf('MTUBytes', nonZero(route.mtu)),
    ...lineOf('InitialCongestionWindow', nonZero(route['congestion-window'])),
    ...lineOf('InitialAdvertisedReceiveWindow', nonZero(route['advertised-receive-window'])),
    ...lineOf('TCPAdvertisedMaximumSegmentSize', nonZero(route['advertised-mss'])),
  ]
}

/** The largest number stands for none. */
function given(setting: Setting<number> | undefined): Setting<number> | undefined {
  return setting?.value === LARGEST_UNSIGNED ? undefined : setting
}

function ruleSections(definition: Definition): readonly GeneratedLine[] {
  return definition.rules.flatMap((rule) => sectionOf('RoutingPolicyRule', ruleLines(rule), rule.origin))
}

function ruleLines(rule: Settled<RoutingPolicy>): readonly GeneratedLine[] {
  return [
    ...lineOf('From', rule.from),
    ...lineOf('To', rule.to),
    ...lineOf('Table', nonZero(rule.table), asSigned),
    ...lineOf('Priority', given(rule.priority), asSigned),
    ...lineOf('FirewallMark', nonZero(rule.mark), asSigned),
    ...lineOf('TypeOfService', given(rule['type-of-service']), asSigned),
  ]
}

function addressSections(definition: Definition): readonly GeneratedLine[] {
  return definition.addressOptions.flatMap(({ address, lifetime, label }) =>
    sectionOf(
      'Address',
      [...lineOf('Address', address), ...lineOf('PreferredLifetime', lifetime), ...lineOf('Label', label)],
      address.origin,
    ),
  )
}
