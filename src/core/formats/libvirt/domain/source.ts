/** What a guest's interface is plugged into: `type` and `<source>` (virDomainNetDefParseXML). */
import { nearest } from '../../../std/nearest.js'
import type { Located } from '../located.js'
import { pciAddress } from '../network/forward.js'
import { attributeOf, childOf, complain, present, type Reading, shorten, textAttribute, valueAttribute, warn } from '../reading.js'
import { INTEGER, UUID, YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { DIRECT_MODES, INTERFACE_TYPES, type InterfaceSource } from './document.js'

type InterfaceType = (typeof INTERFACE_TYPES)[number]
type Plug = {
  readonly reading: Reading
  readonly element: XmlElement
  readonly type: InterfaceType
  readonly source: XmlElement | undefined
}

export function readSource(reading: Reading, element: XmlElement): InterfaceSource {
  const type = readType(reading, element)
  if (type === undefined) return { kind: 'unrecognised', type: textAttribute(element, 'type')?.value ?? '' }
  const plug: Plug = { reading, element, type, source: childOf(element, 'source') }
  return sourceOf(plug) ?? { kind: 'unrecognised', type }
}

function readType(reading: Reading, element: XmlElement): InterfaceType | undefined {
  const written = textAttribute(element, 'type')
  if (written === undefined) {
    const message = 'This <interface> has no type and counts as user'
    const because = 'such a guest can call out, and nobody reaches it'
    warn(reading, { code: 'no-interface-type', message, at: element.nameOrigin, because, help: "write type='network' or another" })
    return 'user'
  }
  const type = INTERFACE_TYPES.find((known) => known === written.value)
  if (type !== undefined) return type
  const meant = nearest(written.value, INTERFACE_TYPES)
  complain(reading, {
    code: 'unknown-interface-type',
    message: `libvirt knows no interface type ${shorten(written.value)}`,
    at: written.origin,
    help: meant === undefined ? `it knows ${INTERFACE_TYPES.join(', ')}` : `did you mean ${meant}?`,
  })
  return undefined
}

/** Undefined if what the type needs is missing. */
function sourceOf(plug: Plug): InterfaceSource | undefined {
  const { type, source } = plug
  switch (type) {
    case 'network': {
      const network = needed(plug, 'network')
      return network && { kind: type, network, ...present({ portGroup: textAttribute(source, 'portgroup') }) }
    }
    case 'bridge': {
      const bridge = needed(plug, 'bridge')
      return bridge && { kind: type, bridge }
    }
    case 'direct': {
      const device = needed(plug, 'dev')
      return device && { kind: type, device, mode: readDirectMode(plug) }
    }
    case 'internal': {
      const name = needed(plug, 'name')
      return name && { kind: type, name }
    }
    case 'vdpa': {
      const device = needed(plug, 'dev')
      return device && { kind: type, device }
    }
    case 'vds': {
      const id = needed(plug, 'switchid')
      if (id !== undefined && UUID.parse(id.value) === undefined) refuse(plug, id, `switchid='${shorten(id.value)}' is not a UUID`)
      return id && { kind: type, switchId: id.value }
    }
    case 'mcast':
    case 'server':
    case 'client':
    case 'udp':
      return readSocket(plug, type)
    case 'hostdev':
      return readHostDevice(plug)
    case 'vhostuser':
      return readVhostUser(plug)
    case 'user':
      return { kind: type, ...present({ device: textAttribute(source, 'dev') }) }
    case 'ethernet':
    case 'null':
      return { kind: type }
  }
}

function refuse({ reading }: Plug, { origin: at }: Located<unknown>, message: string): void {
  complain(reading, { code: 'bad-source', message, at })
}

/** The attribute of `<source>` that the type cannot do without. */
function needed({ reading, element, type, source }: Plug, name: string): Located<string> | undefined {
  const found = textAttribute(source, name)
  if (found !== undefined) return found
  const message = `An interface of type ${type} needs a <source> with a ${name}, and this one has none`
  complain(reading, { code: 'interface-without-source', message, at: element.origin, help: `add <source ${name}='…'/>` })
  return undefined
}

function readDirectMode({ reading, source }: Plug): (typeof DIRECT_MODES)[number] {
  const written = textAttribute(source, 'mode')
  const mode = DIRECT_MODES.find((known) => known === written?.value)
  if (written !== undefined && mode === undefined) {
    const meant = nearest(written.value, DIRECT_MODES)
    const message = `mode='${shorten(written.value)}' of <source> is not ${DIRECT_MODES.slice(0, -1).join(', ')} or ${DIRECT_MODES.at(-1)}`
    complain(reading, {
      code: 'bad-choice',
      message,
      at: written.origin,
      ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }),
    })
  }
  return mode ?? 'vepa'
}

/** Only a server may leave its address out: it listens on all. */
function readSocket(plug: Plug, kind: 'mcast' | 'server' | 'client' | 'udp'): InterfaceSource | undefined {
  const { reading, element, source } = plug
  const address = kind === 'server' ? textAttribute(source, 'address') : needed(plug, 'address')
  const port = readPort(plug, source)
  const local = childOf(source, 'local')
  if (kind === 'udp' && source !== undefined && local === undefined)
    complain(reading, {
      code: 'interface-without-source',
      message: 'An interface of type udp needs a <local> in its <source>',
      at: element.origin,
    })
  if (port === undefined || (kind !== 'server' && address === undefined)) return undefined
  const localPort = valueAttribute(local, 'port', INTEGER)?.value
  const localAddress = textAttribute(local, 'address')?.value
  const from = localAddress === undefined || localPort === undefined ? undefined : { address: localAddress, port: localPort }
  return { kind, ...present({ address: address?.value }), port, ...present({ local: from }) }
}

function readPort(plug: Plug, source: XmlElement | undefined): number | undefined {
  const written = needed(plug, 'port')
  const port = valueAttribute(source, 'port', INTEGER)?.value
  if (written !== undefined && port === undefined)
    refuse(plug, written, `port='${shorten(written.value)}' of <source> is not a whole number`)
  return port
}

function readHostDevice(plug: Plug): InterfaceSource | undefined {
  const { reading, element, source } = plug
  const address = childOf(source, 'address')
  const written = textAttribute(address, 'type')
  const managed = textAttribute(element, 'managed')?.value.toLowerCase() === 'yes'
  const isUsb = written?.value === 'usb' || (written === undefined && childOf(source, 'vendor') !== undefined)
  if (isUsb) return { kind: 'hostdev', managed }
  if (address !== undefined && written?.value === 'pci')
    return { kind: 'hostdev', managed, pci: { value: pciAddress(address), origin: address.origin } }
  const message = 'An interface of type hostdev needs the PCI or USB address of a device of the host'
  const help = "add <source><address type='pci' domain='0' bus='…' slot='…' function='…'/></source>"
  complain(reading, { code: 'interface-without-source', message, at: written?.origin ?? element.origin, help })
  return undefined
}

function readVhostUser(plug: Plug): InterfaceSource {
  const { reading, element, source } = plug
  const type = textAttribute(source, 'type')
  if (type !== undefined && type.value !== 'unix')
    refuse(plug, type, `A vhostuser interface has a source of type unix, not ${shorten(type.value)}`)
  const path = textAttribute(source, 'path')
  const mode = textAttribute(source, 'mode')
  const passt = textAttribute(childOf(element, 'backend'), 'type')?.value === 'passt'
  if (path === undefined && !passt) needed(plug, 'path')
  if (mode !== undefined && !['client', 'server'].includes(mode.value))
    refuse(plug, mode, `mode='${shorten(mode.value)}' of <source> is not client or server`)
  const reconnect = childOf(source, 'reconnect')
  if (mode?.value === 'server' && valueAttribute(reconnect, 'enabled', YES_NO)?.value === true) {
    const at = attributeOf(reconnect, 'enabled')?.origin ?? element.origin
    complain(reading, { code: 'server-reconnects', message: 'A vhostuser server cannot reconnect', at, help: "write mode='client'" })
  }
  return { kind: 'vhostuser', ...present({ path }), mode: mode?.value === 'server' ? 'server' : 'client' }
}
