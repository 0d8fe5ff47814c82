/** Reads an interface of the host (virInterfaceDefParseXML). */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { nearest } from '../../../std/nearest.js'
import { checkGrammar, defineGrammar, type GrammarSource } from '../grammar.js'
import { childOf, childrenOf, complain, findingsOf, present, type Reading, shorten, textAttribute, valueAttribute } from '../reading.js'
import { openRoot } from '../root.js'
import { COUNT, choiceOf, INTEGER, ON_OFF } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { HOST_TYPES, type HostInterface, type HostInterfaceDocument, type HostProtocol } from './document.js'

const MODES = 'balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb'

/** A bridge may hold a bond, a VLAN or an Ethernet device; a bond holds Ethernet devices. */
function grammarAt(path: string, depth: number): GrammarSource {
  const below =
    depth === 0 ? {} : { ...grammarAt(`${path}/bridge/interface`, depth - 1), ...grammarAt(`${path}/bond/interface`, depth - 1) }
  return {
    [path]: { attributes: 'type! name!', children: 'start mtu mac protocol* bridge bond vlan link' },
    [`${path}/start`]: { attributes: 'mode:onboot|hotplug|none' },
    [`${path}/mtu`]: { attributes: 'size:count' },
    [`${path}/mac`]: { attributes: 'address:mac' },
    [`${path}/link`]: { attributes: 'state:unknown|notpresent|down|lowerlayerdown|testing|dormant|up speed' },
    [`${path}/protocol`]: { attributes: 'family!:ipv4|ipv6', children: 'dhcp autoconf ip* route' },
    [`${path}/protocol/dhcp`]: { attributes: 'peerdns:yes-no' },
    [`${path}/protocol/ip`]: { attributes: 'address prefix:number' },
    [`${path}/protocol/route`]: { attributes: 'gateway' },
    [`${path}/bridge`]: { attributes: 'stp:on-off delay', children: 'interface*' },
    [`${path}/bond`]: { attributes: `mode:${MODES}`, children: 'interface* miimon arpmon' },
    [`${path}/bond/miimon`]: { attributes: 'freq!:integer downdelay:integer updelay:integer carrier:ioctl|netif' },
    [`${path}/bond/arpmon`]: { attributes: 'interval!:integer target! validate:active|backup|all' },
    [`${path}/vlan`]: { attributes: 'tag!', children: 'interface' },
    [`${path}/vlan/interface`]: { attributes: 'name! type' },
    ...below,
  }
}

const HOST_GRAMMAR = defineGrammar(grammarAt('interface', 2))

export function parseHostInterface(text: string, capture: string): Parsed<HostInterfaceDocument> {
  const { xml, root, reading } = openRoot(text, capture, { name: 'interface', title: 'an interface of the host' })
  const document: HostInterfaceDocument = {
    xml,
    element: root,
    origin: root.origin,
    interface: readInterface(reading, root, 2),
    unrecognised: checkGrammar(reading, root, 'interface', HOST_GRAMMAR),
  }
  return { document, diagnostics: findingsOf(reading) }
}

/** `depth`: how far ports may be nested. */
function readInterface(reading: Reading, element: XmlElement, depth: number): HostInterface {
  const type = readType(reading, element)
  const own = type === 'unrecognised' || type === 'ethernet' ? undefined : childOf(element, type)
  const ports = type === 'vlan' || depth === 0 ? [] : childrenOf(own, 'interface')
  if (own === undefined && type !== 'unrecognised' && type !== 'ethernet')
    complain(reading, { code: 'missing-element', message: `An interface of type ${type} needs a <${type}>`, at: element.nameOrigin })
  checkPorts(reading, type, ports)
  const mtu = valueAttribute(childOf(element, 'mtu'), 'size', COUNT)
  if (mtu !== undefined && mtu.value > 100_000)
    complain(reading, { code: 'bad-number', message: 'An MTU is at most 100000', at: mtu.origin })
  return {
    type,
    name: textAttribute(element, 'name')?.value ?? '',
    ...present({
      start: valueAttribute(childOf(element, 'start'), 'mode', choiceOf(['onboot', 'hotplug', 'none']))?.value,
      mtu: mtu?.value,
    }),
    ...present({ mac: textAttribute(childOf(element, 'mac'), 'address')?.value }),
    protocols: childrenOf(element, 'protocol').flatMap(readProtocol),
    ports: ports.map((port) => readInterface(reading, port, depth - 1)),
    ...(type === 'bridge' ? present({ stp: valueAttribute(own, 'stp', ON_OFF)?.value, delay: textAttribute(own, 'delay')?.value }) : {}),
    ...(type === 'bond' ? present({ bondMode: textAttribute(own, 'mode')?.value }) : {}),
    ...(type === 'vlan' ? present({ vlan: readVlan(reading, own) }) : {}),
    origin: element.origin,
  }
}

function readType(reading: Reading, element: XmlElement): HostInterface['type'] {
  const written = textAttribute(element, 'type')
  const type = HOST_TYPES.find((known) => known === written?.value)
  if (type !== undefined || written === undefined) return type ?? 'unrecognised'
  const meant = nearest(written.value, HOST_TYPES)
  const help = meant === undefined ? `it knows ${HOST_TYPES.join(', ')}` : `did you mean ${meant}?`
  const message = `libvirt knows no interface of the host of type ${shorten(written.value)}`
  complain(reading, { code: 'unknown-interface-type', message, at: written.origin, help })
  return 'unrecognised'
}

function checkPorts(reading: Reading, type: HostInterface['type'], ports: readonly XmlElement[]): void {
  const allowed = type === 'bond' ? ['ethernet'] : ['ethernet', 'bond', 'vlan']
  for (const port of ports) {
    const written = textAttribute(port, 'type')
    if (written === undefined || allowed.includes(written.value) || !HOST_TYPES.some((known) => known === written.value)) continue
    complain(reading, { code: 'bad-port', message: `A ${written.value} cannot be in a ${type}`, at: written.origin })
  }
}

function readVlan(reading: Reading, element: XmlElement | undefined): HostInterface['vlan'] {
  const tag = textAttribute(element, 'tag')
  const lower = textAttribute(childOf(element, 'interface'), 'name')?.value
  if (element !== undefined && childOf(element, 'interface') === undefined)
    complain(reading, {
      code: 'missing-element',
      message: 'A <vlan> needs the interface that it is on',
      at: element.origin,
      help: "add <interface name='…'/>",
    })
  return tag === undefined || lower === undefined ? undefined : { tag, lower }
}

function readProtocol(element: XmlElement): readonly HostProtocol[] {
  const family = valueAttribute(element, 'family', choiceOf(['ipv4', 'ipv6']))?.value
  if (family === undefined) return []
  return [
    {
      family,
      dhcp: childOf(element, 'dhcp') !== undefined,
      autoconf: childOf(element, 'autoconf') !== undefined,
      addresses: childrenOf(element, 'ip').flatMap((ip) => {
        const address = textAttribute(ip, 'address')?.value
        return address === undefined
          ? []
          : [{ address, ...present({ length: valueAttribute(ip, 'prefix', INTEGER)?.value }), origin: ip.origin }]
      }),
      ...present({ gateway: textAttribute(childOf(element, 'route'), 'gateway') }),
      origin: element.origin,
    },
  ]
}
