/** Reads the definition of a guest. */
import type { Parsed } from '../../diagnostics/diagnostic.js'
import { nearest } from '../../std/nearest.js'
import type { DomainDocument, DomainInterface } from './domain-document.js'
import { INTERFACE_VOCABULARY } from './interface-vocabulary.js'
import type { Located } from './located.js'
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
import { COUNT, MAC, UP_DOWN } from './value.js'
import { findUnrecognised } from './vocabulary.js'
import type { XmlElement } from './xml/document.js'

const INTERFACE_TYPES = [
  'network',
  'bridge',
  'direct',
  'ethernet',
  'user',
  'hostdev',
  'vhostuser',
  'internal',
  'mcast',
  'server',
  'client',
  'udp',
  'vdpa',
  'null',
  'vds',
]
const DIRECT_MODES = ['vepa', 'bridge', 'private', 'passthrough'] as const

export function parseDomain(text: string, capture: string): Parsed<DomainDocument> {
  const { xml, root, reading, wellFormed } = openRoot(text, capture, 'domain')
  const devices = childOf(root, 'devices')
  const elements = devices === undefined ? [] : childrenOf(devices, 'interface')
  const unknown = elements.map((element) => findUnrecognised(element, 'interface', INTERFACE_VOCABULARY))
  const name = textOf(childOf(root, 'name'))
  const document: DomainDocument = {
    xml,
    origin: root.origin,
    ...present({ name, uuid: textOf(childOf(root, 'uuid')) }),
    interfaces: elements.map((element) => readInterface(reading, element)),
    unrecognised: unknown.flatMap((one) => one.unrecognised),
  }
  if (wellFormed && name === undefined) {
    complain(reading, { code: 'no-name', message: 'The guest has no name', at: root.nameOrigin, help: 'add <name>…</name>' })
  }
  return { document, diagnostics: [...reading.diagnostics, ...unknown.flatMap((one) => one.diagnostics)] }
}

function readInterface(reading: Reading, element: XmlElement): DomainInterface {
  return {
    ...readAttachment(reading, element),
    ...present({
      mac: readAttribute(reading, childOf(element, 'mac'), 'address', MAC),
      target: textAttribute(childOf(element, 'target'), 'dev'),
      model: textAttribute(childOf(element, 'model'), 'type'),
      virtualPort: readVirtualPort(element),
      vlan: readVlan(reading, element),
      mtu: readAttribute(reading, childOf(element, 'mtu'), 'size', COUNT),
      filter: readFilter(childOf(element, 'filterref')),
    }),
    link: readAttribute(reading, childOf(element, 'link'), 'state', UP_DOWN)?.value ?? 'up',
    portIsolated: readIsolation(reading, element),
    origin: element.origin,
  }
}

type Attachment =
  | Pick<Extract<DomainInterface, { kind: 'network' }>, 'kind' | 'network' | 'portGroup'>
  | Pick<Extract<DomainInterface, { kind: 'bridge' }>, 'kind' | 'bridge'>
  | Pick<Extract<DomainInterface, { kind: 'direct' }>, 'kind' | 'device' | 'mode'>
  | { readonly kind: 'ethernet' | 'user' }
  | { readonly kind: 'unrecognised'; readonly type: string }

/** What the interface is plugged into. */
function readAttachment(reading: Reading, element: XmlElement): Attachment {
  const type = textAttribute(element, 'type')?.value ?? ''
  const source = childOf(element, 'source')
  const needed = (name: string): Located<string> | undefined => {
    const found = textAttribute(source, name)
    if (found === undefined) complainOfSource(reading, { element, type, name })
    return found
  }
  if (type === 'network') {
    const network = needed('network')
    return network === undefined
      ? { kind: 'unrecognised', type }
      : { kind: 'network', network, ...present({ portGroup: textAttribute(source, 'portgroup') }) }
  }
  if (type === 'bridge') {
    const bridge = needed('bridge')
    return bridge === undefined ? { kind: 'unrecognised', type } : { kind: 'bridge', bridge }
  }
  if (type === 'direct') {
    const device = needed('dev')
    return device === undefined ? { kind: 'unrecognised', type } : { kind: 'direct', device, mode: readDirectMode(source) }
  }
  if (type === 'ethernet' || type === 'user') return { kind: type }
  if (!INTERFACE_TYPES.includes(type)) complainOfType(reading, element, type)
  return { kind: 'unrecognised', type }
}

function readDirectMode(source: XmlElement | undefined): (typeof DIRECT_MODES)[number] {
  const written = textAttribute(source, 'mode')?.value
  return DIRECT_MODES.find((mode) => mode === written) ?? 'vepa'
}

function complainOfSource(
  reading: Reading,
  { element, type, name }: { readonly element: XmlElement; readonly type: string; readonly name: string },
): void {
  const message = `An interface of type ${type} needs a <source> with a ${name}, and this one has none`
  complain(reading, { code: 'interface-without-source', message, at: element.origin, help: `add <source ${name}='…'/>` })
}

function complainOfType(reading: Reading, element: XmlElement, type: string): void {
  const at = attributeOf(element, 'type')?.valueOrigin ?? element.nameOrigin
  const meant = type === '' ? undefined : nearest(type, INTERFACE_TYPES)
  const message = type === '' ? 'This <interface> has no type' : `libvirt knows no interface type ${shorten(type)}`
  const help = meant === undefined ? `it knows ${INTERFACE_TYPES.join(', ')}` : `did you mean ${meant}?`
  complain(reading, { code: 'unknown-interface-type', message, at, help })
}

function readFilter(element: XmlElement | undefined): DomainInterface['filter'] {
  const name = textAttribute(element, 'filter')
  if (element === undefined || name === undefined) return undefined
  const parameters = childrenOf(element, 'parameter').map((parameter) => ({
    name: textAttribute(parameter, 'name')?.value ?? '',
    value: textAttribute(parameter, 'value')?.value ?? '',
  }))
  return { name: name.value, parameters, origin: element.origin }
}
