/** `<interface>` of a guest (virDomainNetDefParseXML). */
import { checkGrammar, type UnrecognisedXml } from '../grammar.js'
import { readRoutes } from '../network/route.js'
import { readBandwidth, readIsolation, readVirtualPort, readVlan } from '../port-settings.js'
import { attributeOf, childOf, childrenOf, complain, present, type Reading, shorten, textAttribute, valueAttribute } from '../reading.js'
import { ADDRESS, COUNT, choiceOf, UNICAST, UP_DOWN, YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { checkInterface } from './check.js'
import type { DomainInterface, FilterReference, InterfaceAddress, InterfaceSource, PortForward } from './document.js'
import { INTERFACE_GRAMMAR, VIRTIO_GRAMMAR } from './grammar.js'
import { readSource } from './source.js'
import { isVirtioModel } from './virtio.js'

export type ReadInterface = { readonly plug: DomainInterface; readonly unrecognised: readonly UnrecognisedXml[] }

export function readInterface(reading: Reading, element: XmlElement): ReadInterface {
  const source = readSource(reading, element)
  const unrecognised = checkGrammar(reading, element, 'interface', isVirtio(element, source) ? VIRTIO_GRAMMAR : INTERFACE_GRAMMAR)
  const plug: DomainInterface = {
    ...source,
    ...readNames(element),
    ...readPort(reading, element, source),
    ...readIpInfo(reading, element),
    targetManaged: valueAttribute(childOf(element, 'target'), 'managed', YES_NO)?.value ?? true,
    link: valueAttribute(childOf(element, 'link'), 'state', UP_DOWN)?.value ?? 'up',
    trustGuestRxFilters: valueAttribute(element, 'trustGuestRxFilters', YES_NO)?.value ?? false,
    portForwards: childrenOf(element, 'portForward').map(readPortForward),
    element,
    origin: element.origin,
  }
  checkInterface(reading, plug)
  return { plug, unrecognised }
}

function isVirtio(element: XmlElement, source: InterfaceSource): boolean {
  return source.kind !== 'hostdev' && isVirtioModel(textAttribute(childOf(element, 'model'), 'type')?.value)
}

function readNames(element: XmlElement) {
  const driver = childOf(element, 'driver')
  return present({
    mac: valueAttribute(childOf(element, 'mac'), 'address', UNICAST),
    target: textAttribute(childOf(element, 'target'), 'dev'),
    model: textAttribute(childOf(element, 'model'), 'type'),
    alias: textAttribute(childOf(element, 'alias'), 'name')?.value,
    driver: textAttribute(driver, 'name')?.value,
    queues: valueAttribute(driver, 'queues', COUNT)?.value,
    backend: textAttribute(childOf(element, 'backend'), 'type')?.value,
    script: textAttribute(childOf(element, 'script'), 'path'),
    mtu: valueAttribute(childOf(element, 'mtu'), 'size', COUNT),
    filter: readFilter(childOf(element, 'filterref')),
    teaming: readTeaming(childOf(element, 'teaming')),
  })
}

const WITH_VIRTUAL_PORT = ['network', 'bridge', 'direct', 'hostdev']

function readPort(reading: Reading, element: XmlElement, { kind }: InterfaceSource) {
  const needs = { type: kind !== 'network', complete: kind !== 'network' }
  const virtualPort = readVirtualPort(reading, element, needs)
  if (virtualPort !== undefined && kind !== 'unrecognised' && !WITH_VIRTUAL_PORT.includes(kind)) {
    const message = `An interface of type ${kind} cannot have a <virtualport>`
    complain(reading, { code: 'no-virtual-port-here', message, at: virtualPort.origin, help: 'leave it out' })
  }
  const bandwidth = readBandwidth(reading, element, kind === 'network')
  return { ...present({ virtualPort, vlan: readVlan(reading, element), bandwidth }), portIsolated: readIsolation(element) }
}

function readIpInfo(reading: Reading, element: XmlElement) {
  const source = childOf(element, 'source')
  return {
    guestAddresses: readAddresses(reading, element),
    guestRoutes: readRoutes(reading, element),
    hostAddresses: source === undefined ? [] : readAddresses(reading, source),
    hostRoutes: source === undefined ? [] : readRoutes(reading, source),
  }
}

function readAddresses(reading: Reading, parent: XmlElement): readonly InterfaceAddress[] {
  return childrenOf(parent, 'ip').flatMap((element) => {
    const address = readAddress(reading, element, 'address')
    const peer = readAddress(reading, element, 'peer')
    const prefix = valueAttribute(element, 'prefix', COUNT)
    if (address === undefined) return []
    const most = address.includes(':') ? 128 : 32
    if (prefix !== undefined && prefix.value > most)
      complain(reading, { code: 'bad-prefix', message: `prefix='${prefix.value}' is more than ${most} bits`, at: prefix.origin })
    const length = prefix === undefined || prefix.value === 0 || prefix.value > most ? undefined : prefix.value
    return [{ address, ...present({ length, peer }), origin: element.origin }]
  })
}

function readAddress(reading: Reading, element: XmlElement, name: string): InterfaceAddress['address'] | undefined {
  const written = attributeOf(element, name)
  const value = written === undefined ? undefined : ADDRESS.parse(written.value.trim())
  const family = textAttribute(element, 'family')?.value
  const fits = value !== undefined && (family === undefined || !/^ipv[46]$/.test(family) || value.includes(':') === (family === 'ipv6'))
  if (written === undefined || written.value === '' || fits) return value
  const what = family === 'ipv6' ? 'an IPv6 address' : family === 'ipv4' ? 'an IPv4 address' : 'an IP address'
  const message = `${name}='${shorten(written.value)}' of <ip> is not ${what}`
  complain(reading, { code: 'bad-address', message, at: written.valueOrigin })
  return undefined
}

function readFilter(element: XmlElement | undefined): FilterReference | undefined {
  const name = textAttribute(element, 'filter')
  if (element === undefined || name === undefined) return undefined
  const parameters = childrenOf(element, 'parameter').map((parameter) => ({
    name: textAttribute(parameter, 'name')?.value ?? '',
    value: textAttribute(parameter, 'value')?.value ?? '',
  }))
  return { name: name.value, parameters, origin: element.origin }
}

function readTeaming(element: XmlElement | undefined): DomainInterface['teaming'] {
  const type = valueAttribute(element, 'type', choiceOf(['persistent', 'transient']))?.value
  return type === undefined ? undefined : { type, ...present({ persistent: textAttribute(element, 'persistent')?.value }) }
}

function readPortForward(element: XmlElement): PortForward {
  const number = (range: XmlElement, name: string): number | undefined => valueAttribute(range, name, COUNT)?.value
  return {
    protocol: valueAttribute(element, 'proto', choiceOf(['tcp', 'udp']))?.value ?? 'tcp',
    ...present({ address: valueAttribute(element, 'address', ADDRESS)?.value, device: textAttribute(element, 'dev')?.value }),
    ranges: childrenOf(element, 'range').map((range) => ({
      ...present({ start: number(range, 'start'), end: number(range, 'end'), to: number(range, 'to') }),
      exclude: valueAttribute(range, 'exclude', YES_NO)?.value ?? false,
    })),
    origin: element.origin,
  }
}
