/** Reads the definition of a virtual network. */
import type { Parsed } from '../../diagnostics/diagnostic.js'
import { nearest } from '../../std/nearest.js'
import type { Located } from './located.js'
import { checkNetwork } from './network-check.js'
import { readDns, readDomain } from './network-dns.js'
import { FORWARD_MODES, type NetworkBridge, type NetworkDocument, type NetworkForward, type PortGroup } from './network-document.js'
import { readIps, readRoutes } from './network-ip.js'
import { NETWORK_VOCABULARY } from './network-vocabulary.js'
import { readIsolation, readVirtualPort, readVlan } from './port-settings.js'
import {
  attributeOf,
  childOf,
  childrenOf,
  complain,
  present,
  type Reading,
  readAttribute,
  shorten,
  textAttribute,
  textOf,
} from './reading.js'
import { openRoot } from './root.js'
import { COUNT, DEVICE, IPV4, MAC, YES_NO } from './value.js'
import { findUnrecognised } from './vocabulary.js'
import type { XmlElement } from './xml/document.js'

const DNSMASQ_NAMESPACE = 'http://libvirt.org/schemas/network/dnsmasq/1.0'

export function parseNetwork(text: string, capture: string): Parsed<NetworkDocument> {
  const { xml, root, reading, wellFormed } = openRoot(text, capture, 'network')
  const forward = readForward(reading, root)
  const unknown = findUnrecognised(root, 'network', NETWORK_VOCABULARY)
  const document: NetworkDocument = {
    xml,
    origin: root.origin,
    ...present({
      name: textOf(childOf(root, 'name')),
      uuid: textOf(childOf(root, 'uuid')),
      mac: readAttribute(reading, childOf(root, 'mac'), 'address', MAC),
      mtu: readAttribute(reading, childOf(root, 'mtu'), 'size', COUNT),
      domain: readDomain(reading, root),
      virtualPort: readVirtualPort(root),
      vlan: readVlan(reading, root),
    }),
    forward,
    bridge: readBridge(reading, root),
    dns: readDns(reading, root),
    ips: readIps(reading, root),
    routes: readRoutes(reading, root),
    portGroups: childrenOf(root, 'portgroup').map((group) => readPortGroup(reading, group)),
    portIsolated: readIsolation(reading, root),
    options: readOptions(root),
    unrecognised: unknown.unrecognised,
  }
  if (wellFormed) checkNetwork(reading, document)
  return { document, diagnostics: [...reading.diagnostics, ...unknown.diagnostics] }
}

function readForward(reading: Reading, network: XmlElement): NetworkForward {
  const element = childOf(network, 'forward')
  if (element === undefined) return { mode: 'isolated', interfaces: [] }
  const interfaces = childrenOf(element, 'interface').flatMap((child) => textAttribute(child, 'dev') ?? [])
  return {
    mode: readMode(reading, element),
    interfaces,
    ...present({ device: textAttribute(element, 'dev'), nat: readNat(reading, childOf(element, 'nat')) }),
    origin: element.origin,
  }
}

/** A `<forward>` without a mode means nat. */
function readMode(reading: Reading, forward: XmlElement): NetworkForward['mode'] {
  const found = attributeOf(forward, 'mode')
  if (found === undefined || found.value === '') return 'nat'
  if (found.value === 'none') return 'isolated'
  const mode = FORWARD_MODES.find((known) => known === found.value)
  if (mode !== undefined) return mode
  const meant = nearest(found.value, FORWARD_MODES)
  complain(reading, {
    code: 'unknown-mode',
    message: `libvirt knows no forward mode ${shorten(found.value)}`,
    at: found.valueOrigin,
    help: meant === undefined ? `it knows ${FORWARD_MODES.join(', ')}` : `did you mean ${meant}?`,
  })
  return 'unrecognised'
}

function readNat(reading: Reading, nat: XmlElement | undefined): NetworkForward['nat'] {
  if (nat === undefined) return undefined
  const [address, port] = [childOf(nat, 'address'), childOf(nat, 'port')]
  const from = readAttribute(reading, port, 'start', COUNT)?.value
  const to = readAttribute(reading, port, 'end', COUNT)?.value
  return {
    ...present({
      from: readAttribute(reading, address, 'start', IPV4)?.value,
      to: readAttribute(reading, address, 'end', IPV4)?.value,
      ports: from === undefined || to === undefined ? undefined : { from, to },
    }),
    origin: nat.origin,
  }
}

function readBridge(reading: Reading, network: XmlElement): NetworkBridge {
  const element = childOf(network, 'bridge')
  /** A name such as `virbr%d` is a pattern for a free one. */
  const isPattern = element !== undefined && attributeOf(element, 'name')?.value.includes('%d') === true
  return {
    stp: readStp(reading, element),
    delay: readAttribute(reading, element, 'delay', COUNT)?.value ?? 0,
    macTableByLibvirt: textAttribute(element, 'macTableManager')?.value === 'libvirt',
    ...present({
      name: isPattern ? undefined : readAttribute(reading, element, 'name', DEVICE),
      zone: textAttribute(element, 'zone'),
      origin: element?.origin,
    }),
  }
}

/** libvirt takes everything but off for on. */
function readStp(reading: Reading, bridge: XmlElement | undefined): boolean {
  const stp = textAttribute(bridge, 'stp')
  if (stp !== undefined && stp.value !== 'on' && stp.value !== 'off') {
    const message = `stp='${shorten(stp.value)}' of <bridge> counts as on`
    reading.diagnostics.push({ code: 'libvirt/bad-choice', severity: 'warning', message, at: stp.origin, help: 'write on or off' })
  }
  return stp?.value !== 'off'
}

function readPortGroup(reading: Reading, group: XmlElement): PortGroup {
  return {
    name: textAttribute(group, 'name')?.value ?? '',
    isDefault: readAttribute(reading, group, 'default', YES_NO)?.value ?? false,
    ...present({ virtualPort: readVirtualPort(group), vlan: readVlan(reading, group) }),
    origin: group.origin,
  }
}

function readOptions(network: XmlElement): readonly Located<string>[] {
  return network.children.flatMap((child) => {
    if (child.kind !== 'element' || !child.name.endsWith(':options')) return []
    const prefix = child.name.slice(0, -':options'.length)
    const declared = attributeOf(child, `xmlns:${prefix}`) ?? attributeOf(network, `xmlns:${prefix}`)
    if (declared?.value !== DNSMASQ_NAMESPACE) return []
    return childrenOf(child, `${prefix}:option`).flatMap((option) => textAttribute(option, 'value') ?? [])
  })
}
