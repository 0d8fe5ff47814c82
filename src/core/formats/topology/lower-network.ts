/** The inline netplan as requests to the kernel, in the order in which systemd-networkd makes them. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { TopologyNode } from '../../model/topology.js'
import { nearest } from '../../std/nearest.js'
import { entriesOf, field, itemsOf, orEmpty, type Part } from './document.js'
import { lowerAddresses } from './lower-address.js'
import { lowerGateway, lowerPolicies, lowerRoutes } from './lower-route.js'
import { type BridgePart, type DevicePart, isYes, type NetworkPart, type SecondsPart } from './network-schema.js'

/** What lowering puts aside while it goes through the devices. */
export type NetworkNotes = { readonly requests: KernelRequest[]; readonly diagnostics: Diagnostic[] }

type Device = {
  readonly name: InterfaceName
  readonly at: Origin
  readonly part: Part<Partial<DevicePart>>
  readonly bridge?: Part<Partial<BridgePart>>
}

const NETWORK_KEYS = ['version', 'renderer', 'ethernets', 'bridges']
const DEVICE_KEYS = ['addresses', 'gateway4', 'routes', 'routing-policy', 'dhcp4', 'mtu', 'macaddress', 'nameservers']
const BRIDGE_KEYS = [...DEVICE_KEYS, 'interfaces', 'parameters']
const PARAMETER_KEYS = ['stp', 'forward-delay', 'hello-time', 'max-age', 'ageing-time', 'priority']

/** Keys that cannot change where an IPv4 packet goes. */
const HARMLESS = [
  'dhcp6',
  'accept-ra',
  'link-local',
  'optional',
  'optional-addresses',
  'wakeonlan',
  'search',
  'gateway6',
  'ipv6-privacy',
  'ignore-carrier',
  'critical',
  'dhcp-identifier',
]

export function lowerNetwork(part: Part<NetworkPart>, diagnostics: Diagnostic[]): NonNullable<TopologyNode['network']> {
  const notes: NetworkNotes = { requests: [], diagnostics }
  nameUnmodelled(part, 'network', NETWORK_KEYS, notes)
  const devices = devicesOf(part)
  for (const device of devices) if (device.bridge !== undefined) addBridge(device, device.bridge, notes)
  for (const device of devices) if (device.bridge !== undefined) addPorts(device.name, device.bridge, notes)
  for (const device of devices) setLink(device, notes)
  for (const device of devices) lowerAddresses(device.name, field(device.part, 'addresses'), notes)
  for (const device of devices) {
    lowerPolicies(field(device.part, 'routing-policy'), notes)
    lowerGateway(device.name, field(device.part, 'gateway4'), notes)
    lowerRoutes(device.name, field(device.part, 'routes'), notes)
  }
  return {
    requests: notes.requests,
    dhcp: devices.filter(({ part: device }) => isYes(device.value.dhcp4 ?? false)).map((device) => device.name),
    nameServers: devices.flatMap((device) => nameServersOf(device.part, notes)),
  }
}

function devicesOf(part: Part<NetworkPart>): readonly Device[] {
  const ethernets = entriesOf(field(part, 'ethernets')).flatMap(({ key, keyAt, part: body }): readonly Device[] => {
    const name = parseInterfaceName(key)
    return name === undefined ? [] : [{ name, at: keyAt, part: orEmpty(body) }]
  })
  const bridges = entriesOf(field(part, 'bridges')).flatMap(({ key, keyAt, part: body }): readonly Device[] => {
    const name = parseInterfaceName(key)
    const bridge = orEmpty(body)
    return name === undefined ? [] : [{ name, at: keyAt, part: bridge, bridge }]
  })
  return [...ethernets, ...bridges]
}

function addBridge(device: Device, bridge: Part<Partial<BridgePart>>, notes: NetworkNotes): void {
  const { name, at } = device
  notes.requests.push({ kind: 'link-add', name, link: 'bridge', text: `ip link add ${name} type bridge`, origin: at })
  const parameters = field(bridge, 'parameters')
  if (parameters === undefined) return
  nameUnmodelled(parameters, `bridges.${name}.parameters`, PARAMETER_KEYS, notes)
  const { value } = parameters
  notes.requests.push({
    kind: 'bridge-set',
    name,
    // netplan writes STP= as soon as there are parameters, and then its default is true (src/parse.c, handle_bridge).
    stp: isYes(value.stp ?? true),
    ...centiseconds('forwardDelay', value['forward-delay']),
    ...centiseconds('helloTime', value['hello-time']),
    ...centiseconds('maxAge', value['max-age']),
    ...centiseconds('ageing', value['ageing-time']),
    ...(value.priority === undefined ? {} : { priority: value.priority }),
    origin: parameters.node.at,
  })
}

function centiseconds<Key extends string>(key: Key, value: SecondsPart | undefined): { readonly [Name in Key]?: number } {
  return (value === undefined ? {} : { [key]: Number.parseInt(String(value), 10) * 100 }) as { readonly [Name in Key]?: number }
}

function addPorts(bridge: InterfaceName, part: Part<Partial<BridgePart>>, notes: NetworkNotes): void {
  for (const port of itemsOf(field(part, 'interfaces'))) {
    const name = parseInterfaceName(port.value)
    if (name !== undefined) notes.requests.push({ kind: 'link-set', name, master: bridge, origin: port.node.at })
  }
}

function setLink({ name, at, part, bridge }: Device, notes: NetworkNotes): void {
  nameUnmodelled(part, `${bridge === undefined ? 'ethernets' : 'bridges'}.${name}`, bridge === undefined ? DEVICE_KEYS : BRIDGE_KEYS, notes)
  const mac = parseMac(part.value.macaddress ?? '')
  const { mtu } = part.value
  notes.requests.push({
    kind: 'link-set',
    name,
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu }),
    up: true,
    origin: at,
  })
}

function nameServersOf(part: Part<Partial<DevicePart>>, notes: NetworkNotes): readonly Ipv4[] {
  const servers = field(part, 'nameservers')
  if (servers === undefined) return []
  nameUnmodelled(servers, 'nameservers', ['addresses'], notes)
  return itemsOf(field(servers, 'addresses')).flatMap(
    (server) => parseIpv4(server.value) ?? notModelled(`name server ${server.value}`, server.node.at, notes, 'harmless'),
  )
}

/** Keys that are not in `known` are named, and stay in the model as something that an answer may depend on. */
export function nameUnmodelled(part: Part<object>, where: string, known: readonly string[], notes: NetworkNotes): void {
  if (part.node.kind !== 'map') return
  for (const { key, keyAt } of part.node.entries) {
    if (known.includes(key)) continue
    const guess = nearest(key, known)
    const what = guess === undefined ? `${where}.${key}` : `${where}.${key} (did you mean ${guess}?)`
    notModelled(what, keyAt, notes, HARMLESS.includes(key) ? 'harmless' : 'anything')
  }
}

/** Says that something is not modelled; gives back nothing, to stand in a list. */
export function notModelled(what: string, at: Origin, notes: NetworkNotes, touches: 'harmless' | 'anything'): readonly never[] {
  notes.requests.push({ kind: 'unmodelled', text: what, touches, origin: at })
  notes.diagnostics.push({
    code: 'topology/not-modelled',
    severity: touches === 'harmless' ? 'note' : 'warning',
    message: `${what} is not modelled`,
    at,
    ...(touches === 'harmless' ? {} : { because: 'answers that may depend on it are undetermined' }),
  })
  return []
}
