/** Reads the definition of a virtual network (virNetworkDefParseXML). */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { checkGrammar } from '../grammar.js'
import type { Located } from '../located.js'
import { readBandwidth, readIsolation, readVirtualPort, readVlan } from '../port-settings.js'
import {
  attributeOf,
  childOf,
  childrenOf,
  complain,
  findingsOf,
  present,
  type Reading,
  shorten,
  textAttribute,
  textOf,
  valueAttribute,
  warn,
} from '../reading.js'
import { openRoot } from '../root.js'
import { COUNT, DEVICE, LONG, UNICAST, UUID, YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { checkNetwork } from './check.js'
import { readDns, readDomain } from './dns.js'
import type { NetworkBridge, NetworkDocument, PortGroup } from './document.js'
import { readForward } from './forward.js'
import { NETWORK_GRAMMAR } from './grammar.js'
import { readIps } from './ip.js'
import { readRoutes } from './route.js'

const DNSMASQ_NAMESPACE = 'http://libvirt.org/schemas/network/dnsmasq/1.0'

export function parseNetwork(text: string, capture: string): Parsed<NetworkDocument> {
  const wanted = { name: 'network', title: 'a network', wrapper: 'networkstatus' }
  const { xml, root, reading, wellFormed } = openRoot(text, capture, wanted)
  const document: NetworkDocument = {
    xml,
    element: root,
    origin: root.origin,
    ...readNames(reading, root),
    ...present({
      mac: valueAttribute(childOf(root, 'mac'), 'address', UNICAST),
      mtu: valueAttribute(childOf(root, 'mtu'), 'size', COUNT),
      domain: readDomain(reading, root),
      virtualPort: readVirtualPort(reading, root, { type: true, complete: false }),
      vlan: readVlan(reading, root),
      bandwidth: readBandwidth(reading, root, false),
      trustGuestRxFilters: valueAttribute(root, 'trustGuestRxFilters', YES_NO)?.value,
    }),
    ipv6BetweenGuests: readIpv6(reading, root),
    forward: readForward(reading, root),
    bridge: readBridge(reading, root),
    dns: readDns(reading, root),
    ips: readIps(reading, root),
    routes: readRoutes(reading, root),
    portGroups: childrenOf(root, 'portgroup').map((group) => readPortGroup(reading, group)),
    portIsolated: readIsolation(root),
    options: readOptions(root),
    unrecognised: checkGrammar(reading, root, 'network', NETWORK_GRAMMAR),
  }
  if (wellFormed) checkNetwork(reading, document)
  return { document, diagnostics: findingsOf(reading) }
}

function readNames(reading: Reading, root: XmlElement) {
  const uuid = textOf(childOf(root, 'uuid'))
  if (uuid !== undefined && UUID.parse(uuid.value) === undefined)
    complain(reading, {
      code: 'bad-uuid',
      message: `${shorten(uuid.value)} is not a UUID`,
      at: uuid.origin,
      help: 'leave <uuid> out: libvirt makes one',
    })
  const title = textOf(childOf(root, 'title'))
  if (title?.value.includes('\n') === true)
    complain(reading, { code: 'bad-title', message: 'A title is one line', at: title.origin, help: 'put the rest into <description>' })
  const description = textOf(childOf(root, 'description'))
  return present({ name: textOf(childOf(root, 'name')), uuid, title, description, metadata: childOf(root, 'metadata')?.origin })
}

/** Any case will do here (virStringParseYesNo takes lower case only). */
function readIpv6(reading: Reading, root: XmlElement): boolean {
  const written = textAttribute(root, 'ipv6')
  if (written === undefined) return false
  if (YES_NO.parse(written.value) === undefined) {
    const message = `ipv6='${shorten(written.value)}' of <network> is not yes or no`
    complain(reading, { code: 'bad-choice', message, at: written.origin })
  }
  return written.value === 'yes'
}

function readBridge(reading: Reading, network: XmlElement): NetworkBridge {
  const element = childOf(network, 'bridge')
  const name = textAttribute(element, 'name')
  /** A name such as `virbr%d` is a pattern for a free one. */
  const isPattern = name?.value.includes('%d') === true
  if (name !== undefined && !isPattern && DEVICE.parse(name.value) === undefined) {
    const message = `name='${shorten(name.value)}' of <bridge> is not ${DEVICE.what}`
    complain(reading, { code: 'bad-name', message, at: name.origin, help: 'at most 15 characters, no blank, no slash' })
  }
  return {
    stp: readStp(reading, element),
    delay: valueAttribute(element, 'delay', LONG)?.value ?? 0,
    macTableByLibvirt: textAttribute(element, 'macTableManager')?.value === 'libvirt',
    ...present({
      name: isPattern ? undefined : valueAttribute(element, 'name', DEVICE),
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
    warn(reading, { code: 'bad-choice', message, at: stp.origin, help: 'write on or off' })
  }
  return stp?.value !== 'off'
}

function readPortGroup(reading: Reading, group: XmlElement): PortGroup {
  const written = textAttribute(group, 'default')
  if (written !== undefined && YES_NO.parse(written.value.toLowerCase()) === undefined) {
    const message = `default='${shorten(written.value)}' of <portgroup> counts as no`
    warn(reading, { code: 'bad-choice', message, at: written.origin, help: 'write yes or no' })
  }
  return {
    name: textAttribute(group, 'name')?.value ?? '',
    isDefault: written?.value.toLowerCase() === 'yes',
    ...present({
      trustGuestRxFilters: valueAttribute(group, 'trustGuestRxFilters', YES_NO)?.value,
      virtualPort: readVirtualPort(reading, group, { type: false, complete: false }),
      vlan: readVlan(reading, group),
      bandwidth: readBandwidth(reading, group, false),
    }),
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
