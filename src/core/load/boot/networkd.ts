/** systemd-networkd: makes the devices that it was told of, and configures every device of which a file says how, as soon as it can. */
import { type InterfaceName, LOOPBACK } from '../../addresses/interface-name.js'
import { derivedMac } from '../../addresses/mac.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import {
  listOf,
  lowerNetdev,
  lowerNetwork,
  matches,
  netdevKind,
  netdevNames,
  settingOf,
  tableNames,
  type Unit,
} from '../../formats/networkd/index.js'
import type { Interface } from '../../model/index.js'
import { filesOf } from './captures.js'
import { type Booting, nodeIn, profileIn, request, requestAll, type Stage } from './machine.js'
import { generatedFiles } from './netplan.js'
import { attach, configure, hasStarted } from './networkd-configure.js'
import { type NamedUnit, readConf, readUnits, type SourceFile } from './networkd-files.js'
import { type Networkd, networkdOf } from './networkd-state.js'
import { subjectOf } from './networkd-subject.js'
import { systemdVersion } from './networkd-version.js'

/** It runs where somebody wrote something for it; what packages bring along does not count. */
export function startNetworkd(booting: Booting, node: string): void {
  const { files: generated, diagnostics } = generatedFiles(booting, node)
  booting.diagnostics.push(...diagnostics)
  const captured = filesOf(booting.snapshot, node).map(({ path, text, id }): SourceFile => ({ path, text, capture: id }))
  const files = [...generated, ...captured.filter(({ path }) => !generated.some((one) => one.path === path))]
  const isWritten = ({ path, text }: SourceFile) => /^\/(etc|run)\/systemd\/network\/[^/]+\.(network|netdev)$/.test(path) && text !== ''
  if (!files.some(isWritten)) return
  const networkd = load(booting, node, files)
  booting.networkd.set(node, networkd)
  request(booting, { node, phase: 'systemd', owner: 'kernel' }, { kind: 'link-set', name: LOOPBACK, up: true })
  globalForwarding(booting, node, files)
  for (const { facts } of networkd.netdevs.values()) if (facts.stackedBy === undefined) make(booting, networkd, facts.name)
  advanceNetworkd(booting, node)
}

function load(booting: Booting, node: string, files: readonly SourceFile[]): Networkd {
  const version = systemdVersion(profileIn(booting, node).name)
  const conf = readConf(files, 'networkd.conf', version)
  const netdevs = readUnits(files, 'netdev', version)
  const networks = readUnits(files, 'network', version)
  const made = new Map<string, Networkd['netdevs'] extends ReadonlyMap<string, infer Netdev> ? Netdev : never>()
  for (const { unit, isNetplan } of netdevs.units) {
    const facts = lowerNetdev(unit)
    // The first file that has the name counts.
    if (facts !== undefined && !made.has(facts.name))
      made.set(facts.name, { facts, stage: { node, phase: `networkd ${facts.name}`, owner: isNetplan ? 'netplan' : 'networkd' } })
  }
  const kinds = new Map([...made].map(([name, { facts }]) => [name, facts.kind]))
  booting.diagnostics.push(
    ...[conf, netdevs, networks].flatMap((read) => read.diagnostics),
    ...networks.units.flatMap((unit) => unknownDevices(unit, kinds)),
  )
  const tables = tableNames(conf.units.flatMap(({ unit }) => listOf(unit, 'Network', 'RouteTable').map(({ value }) => value.text)))
  const known = networks.units.map((named) => ({ ...named, unit: withoutUnknown(named.unit, kinds) }))
  return { node, version, networks: known, netdevs: made, tables, links: new Map(), advance: () => advanceNetworkd(booting, node) }
}

/** As networkd sees it once it has looked the names up. */
function withoutUnknown(unit: Unit, kinds: ReadonlyMap<string, string>): Unit {
  const unknown = new Set(netdevNames(unit).flatMap(({ key, name }) => (isOf(key, kinds.get(name)) ? [] : [`${key}=${name}`])))
  const counts = ({ key, value }: Unit['sections'][number]['assignments'][number]) => !unknown.has(`${key.text}=${value.text}`)
  return { ...unit, sections: unit.sections.map((section) => ({ ...section, assignments: section.assignments.filter(counts) })) }
}

/** Bridge=, VLAN= and the like name a .netdev; what somebody else makes does not count (network_resolve_netdev_one). */
function unknownDevices({ unit }: NamedUnit, kinds: ReadonlyMap<string, string>): readonly Diagnostic[] {
  return netdevNames(unit)
    .filter(({ key, name }) => !isOf(key, kinds.get(name)))
    .map(({ key, name, origin }) => ({
      code: 'networkd/no-such-netdev',
      severity: 'warning',
      message: kinds.has(name) ? `${name} is of Kind=${kinds.get(name)}, which ${key}= does not take` : `no .netdev makes ${name}`,
      at: origin,
      because: `systemd-networkd ignores ${key}=${name}`,
      help: `write a .netdev with Name=${name}, even if another program makes the device`,
    }))
}

function isOf(key: string, kind: string | undefined): boolean {
  if (kind === undefined) return false
  return ['Bridge', 'Bond', 'VRF'].includes(key) ? kind === key.toLowerCase() : netdevKind(kind)?.stackedBy === key
}

/** IPv4Forwarding= of networkd.conf is about all interfaces (256). */
function globalForwarding(booting: Booting, node: string, files: readonly SourceFile[]): void {
  const version = systemdVersion(profileIn(booting, node).name)
  for (const { unit } of readConf(files, 'networkd.conf', version).units) {
    for (const [key, sysctl] of [
      ['IPv4Forwarding', 'net.ipv4.conf.all.forwarding'],
      ['IPv6Forwarding', 'net.ipv6.conf.all.forwarding'],
    ] as const) {
      const found = settingOf(unit, 'Network', key)
      if (found === undefined) continue
      const value = /^(1|y|yes|t|true|on)$/i.test(found.value.text) ? '1' : '0'
      request(booting, { node, phase: 'networkd', owner: 'networkd' }, { kind: 'sysctl-set', key: sysctl, value, origin: found.origin })
    }
  }
}

/** One that is there already is taken as it is. */
function make(booting: Booting, networkd: Networkd, name: string, lower?: InterfaceName): void {
  const netdev = networkd.netdevs.get(name)
  if (netdev === undefined || nodeIn(booting, networkd.node).interfaces.some((device) => device.name === name)) return
  const { facts, stage } = netdev
  const result = requestAll(booting, stage, facts.requests(lower, derivedMac(`${networkd.node} ${name}`)))
  if (result.kind === 'refused') booting.diagnostics.push(refusedDevice(networkd.node, name, result.text, facts.origin))
}

function refusedDevice(node: string, name: string, text: string, at: Origin): Diagnostic {
  return {
    code: 'boot/networkd-refused',
    severity: 'warning',
    message: `${node}: systemd-networkd cannot make ${name}: ${text}`,
    at,
    because: 'the kernel refuses it',
    help: 'correct the .netdev',
  }
}

/** Whatever can be done now, until nothing more can: called again when somebody else has changed something. */
export function advanceNetworkd(booting: Booting, node: string | undefined): void {
  const networkd = node === undefined ? undefined : networkdOf(booting, node)
  if (networkd === undefined) return
  for (let isDone = false; !isDone; ) {
    isDone = true
    for (const device of nodeIn(booting, networkd.node).interfaces) {
      if (networkd.links.has(device.name)) continue
      isDone = false
      meet(booting, networkd, device)
    }
    for (const [name, link] of networkd.links) if (link !== null && configure(booting, networkd, name, link)) isDone = false
  }
}

/** A device that networkd has not seen yet: the first file that is about it counts. */
function meet(booting: Booting, networkd: Networkd, device: Interface): void {
  const found = unitFor(booting, networkd, device)
  if (found === undefined) {
    networkd.links.set(device.name, null)
    return
  }
  const master = settingOf(found.unit, 'Network', 'VRF')?.value.text
  const vrfTable = master === undefined ? undefined : networkd.netdevs.get(master)?.facts.table
  const facts = lowerNetwork(found.unit, { device: device.name, tables: networkd.tables, ...(vrfTable === undefined ? {} : { vrfTable }) })
  const stage: Stage = { node: networkd.node, phase: `networkd ${device.name}`, owner: found.isNetplan ? 'netplan' : 'networkd' }
  const link = facts.unmanaged ? null : { facts, stage, isConfigured: false, isLeasing: false, waiting: [] }
  networkd.links.set(device.name, link)
  if (link === null) return
  const known = new Map([...networkd.netdevs].map(([name, { facts: netdev }]) => [name, netdev.kind]))
  attach(booting, networkd, {
    device: device.name,
    link,
    isKnown: (key, name) => isOf(key, known.get(name)),
    make: (name, lower) => make(booting, networkd, name, lower),
  })
}

function unitFor(booting: Booting, networkd: Networkd, device: Interface): NamedUnit | undefined {
  const node = nodeIn(booting, networkd.node)
  const subject = subjectOf(node, device, {
    name: booting.originals.get(`${networkd.node} ${device.name}`) ?? device.name,
    mac: device.mac,
  })
  for (const candidate of networkd.networks) {
    const verdict = matches(candidate.unit, subject)
    if (verdict.kind === 'yes') return candidate
    if (verdict.kind === 'unknown') doubt(booting, { networkd, device, candidate, key: verdict.key })
  }
  return undefined
}

type Doubt = { readonly networkd: Networkd; readonly device: Interface; readonly candidate: NamedUnit; readonly key: string }

/** What a capture does not tell of a device may decide whether the file is for it. */
function doubt(booting: Booting, { networkd, device, candidate, key }: Doubt): void {
  const { origin } = candidate.unit
  const stage: Stage = { node: networkd.node, phase: `networkd ${device.name}`, owner: 'networkd' }
  request(booting, stage, {
    kind: 'unmodelled',
    text: `${candidate.path} may be for ${device.name}: ${key}= of it is not known`,
    touches: 'anything',
    origin,
  })
}

/** What still waits when everybody is up waits for ever. */
export function finishNetworkd(booting: Booting): void {
  for (const networkd of booting.networkd.values()) {
    for (const [name, link] of networkd.links) {
      if (link === null) continue
      if (!link.isConfigured && hasStarted(link))
        booting.diagnostics.push(...withoutCarrier(networkd.node, name, link.facts.addresses[0]?.origin))
      booting.diagnostics.push(...link.waiting.map((route) => unreachableGateway(networkd.node, name, route)))
    }
  }
}

function withoutCarrier(node: string, name: string, at: Origin | undefined): readonly Diagnostic[] {
  if (at === undefined) return []
  return [
    {
      code: 'boot/networkd-no-carrier',
      severity: 'warning',
      message: `${name} of ${node} has no carrier, so it gets no address`,
      at,
      because: 'systemd-networkd configures a device when something is plugged in',
      help: 'plug something in, or write ConfigureWithoutCarrier=yes',
    },
  ]
}

function unreachableGateway(
  node: string,
  name: string,
  { request: { hops }, origin }: { readonly request: { readonly hops: readonly { readonly gateway?: string }[] }; readonly origin: Origin },
): Diagnostic {
  return {
    code: 'boot/networkd-route-waits',
    severity: 'warning',
    message: `${node}: the route by ${hops[0]?.gateway ?? name} is never made`,
    at: origin,
    because: `no network of ${name} holds its gateway, and systemd-networkd waits until one does`,
    help: 'correct the gateway or the address, or write GatewayOnLink=yes',
  }
}
