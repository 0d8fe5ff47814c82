/** A port of a virtual network: what one interface of one guest was plugged into (virNetworkPortDefParseXML, /run/libvirt/network). */
import type { Mac } from '../../../addresses/mac.js'
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import type { Origin } from '../../../diagnostics/origin.js'
import { checkGrammar, defineGrammar, type UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import { portGrammar, readIsolation, readVirtualPort, readVlan, type VirtualPort, type VlanTags } from '../port-settings.js'
import {
  attributeOf,
  childOf,
  complain,
  findingsOf,
  present,
  type Reading,
  shorten,
  textAttribute,
  textOf,
  valueAttribute,
} from '../reading.js'
import { openRoot } from '../root.js'
import { MAC, UUID } from '../value.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'
import { pciAddress } from './forward.js'

export type NetworkPortDocument = {
  readonly xml: XmlDocument
  readonly element: XmlElement
  readonly origin: Origin
  readonly uuid?: Located<string>
  /** The guest. */
  readonly owner?: Located<string>
  readonly portGroup?: Located<string>
  readonly mac?: Located<Mac>
  readonly virtualPort?: VirtualPort
  readonly vlan?: VlanTags
  readonly portIsolated: boolean
  readonly plug?: NetworkPortPlug
  readonly unrecognised: readonly UnrecognisedXml[]
}

export type NetworkPortPlug =
  | { readonly kind: 'network' | 'bridge'; readonly bridge: Located<string> }
  | { readonly kind: 'direct'; readonly device: Located<string>; readonly mode: string }
  | { readonly kind: 'hostdev'; readonly pci: Located<string> }

const PORT_GRAMMAR = defineGrammar({
  'networkport': { children: 'uuid owner group mac virtualport bandwidth vlan port rxfilters plug' },
  'networkport/owner': { children: 'name uuid' },
  'networkport/mac': { attributes: 'address!:mac' },
  'networkport/rxfilters': { attributes: 'trustGuest:yes-no' },
  'networkport/plug': {
    attributes: 'type!:network|bridge|direct|hostdev-pci bridge macTableManager:kernel|libvirt dev mode managed:yes-no',
    children: 'driver address',
  },
  ...portGrammar('networkport'),
})

export function parseNetworkPort(text: string, capture: string): Parsed<NetworkPortDocument> {
  const { xml, root, reading, wellFormed } = openRoot(text, capture, { name: 'networkport', title: 'a port of a network' })
  const document: NetworkPortDocument = {
    xml,
    element: root,
    origin: root.origin,
    ...present({ uuid: textOf(childOf(root, 'uuid')), owner: textOf(childOf(childOf(root, 'owner'), 'name')) }),
    ...present({ portGroup: textOf(childOf(root, 'group')), mac: valueAttribute(childOf(root, 'mac'), 'address', MAC) }),
    ...present({ virtualPort: readVirtualPort(reading, root, { type: false, complete: false }), vlan: readVlan(reading, root) }),
    portIsolated: readIsolation(root),
    ...present({ plug: readPlug(reading, childOf(root, 'plug')) }),
    unrecognised: checkGrammar(reading, root, 'networkport', PORT_GRAMMAR),
  }
  if (wellFormed) checkNeeded(reading, root, document)
  return { document, diagnostics: findingsOf(reading) }
}

function readPlug(reading: Reading, plug: XmlElement | undefined): NetworkPortPlug | undefined {
  const type = textAttribute(plug, 'type')?.value
  const lack = (what: string): undefined => {
    if (plug !== undefined) complain(reading, { code: 'missing-attribute', message: `This <plug> has no ${what}`, at: plug.origin })
    return undefined
  }
  if (type === 'network' || type === 'bridge') {
    const bridge = textAttribute(plug, 'bridge')
    return bridge === undefined ? lack('bridge') : { kind: type, bridge }
  }
  if (type === 'direct') {
    const device = textAttribute(plug, 'dev')
    return device === undefined ? lack('dev') : { kind: 'direct', device, mode: attributeOf(plug, 'mode')?.value ?? 'vepa' }
  }
  if (type !== 'hostdev-pci') return undefined
  const address = childOf(plug, 'address')
  return address === undefined ? lack('PCI address') : { kind: 'hostdev', pci: { value: pciAddress(address), origin: address.origin } }
}

function checkNeeded(reading: Reading, root: XmlElement, { uuid, owner }: NetworkPortDocument): void {
  const at = root.nameOrigin
  const ownerUuid = textOf(childOf(childOf(root, 'owner'), 'uuid'))
  const lack = (what: string): void => complain(reading, { code: 'missing-element', message: `The port has no ${what}`, at })
  if (owner === undefined) lack('owner')
  if (childOf(root, 'mac') === undefined) lack('MAC address')
  for (const [id, what] of [
    [uuid, 'uuid'],
    [ownerUuid, 'uuid of its owner'],
  ] as const) {
    if (id === undefined) lack(what)
    else if (UUID.parse(id.value) === undefined)
      complain(reading, { code: 'bad-uuid', message: `${shorten(id.value)} is not a UUID`, at: id.origin })
  }
}
