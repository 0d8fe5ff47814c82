/** `<forward>` of a virtual network (virNetworkForwardDefParseXML). */
import { type Ipv4, ipv4ToNumber } from '../../../addresses/ipv4.js'
import { nearest } from '../../../std/nearest.js'
import type { Located } from '../located.js'
import { attributeOf, childOf, childrenOf, complain, present, type Reading, shorten, textAttribute, valueAttribute } from '../reading.js'
import { COUNT, IPV4, NUMBER, YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { FORWARD_MODES, type NetworkForward, type NetworkNat } from './document.js'

export function readForward(reading: Reading, network: XmlElement): NetworkForward {
  const element = childOf(network, 'forward')
  if (element === undefined) return { mode: 'isolated', interfaces: [], addresses: [], managed: false }
  const mode = readMode(reading, element)
  const nats = childrenOf(element, 'nat')
  const interfaces = readInterfaces(reading, element)
  checkSingle(reading, [nats[1], childrenOf(element, 'pf')[1]])
  const nat = nats[0] === undefined ? undefined : readNat(reading, nats[0])
  if (nat !== undefined && mode !== 'nat' && mode !== 'unrecognised')
    complain(reading, {
      code: 'nat-without-mode',
      message: `<nat> belongs to mode nat, and this is ${mode}`,
      at: nat.origin,
      help: "write mode='nat'",
    })
  return {
    mode,
    interfaces,
    addresses: interfaces.length > 0 ? [] : readAddresses(reading, element),
    managed: textAttribute(element, 'managed')?.value.toLowerCase() === 'yes',
    ...present({ device: interfaces[0], physicalFunction: textAttribute(childOf(element, 'pf'), 'dev') }),
    ...present({ driver: textAttribute(childOf(element, 'driver'), 'name'), nat }),
    origin: element.origin,
  }
}

function checkSingle(reading: Reading, seconds: readonly (XmlElement | undefined)[]): void {
  for (const second of seconds) {
    if (second === undefined) continue
    const message = `Only one <${second.name}> can stand in a <forward>`
    complain(reading, { code: 'second-element', message, at: second.origin, help: 'leave one of them out' })
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

/** `dev`, which must be the first `<interface>` if there is one, and the others, each once. */
function readInterfaces(reading: Reading, forward: XmlElement): readonly Located<string>[] {
  const device = textAttribute(forward, 'dev')
  const listed = childrenOf(forward, 'interface').flatMap((child) => textAttribute(child, 'dev') ?? [])
  const [first] = listed
  if (device !== undefined && first !== undefined && device.value !== first.value) {
    const message = `dev='${shorten(device.value)}' of <forward> is not the first <interface>, ${shorten(first.value)}`
    complain(reading, { code: 'device-not-first', message, at: device.origin, help: 'name the same one, or leave dev out' })
  }
  const seen = new Set<string>()
  for (const { value, origin } of listed) {
    if (seen.has(value)) complain(reading, { code: 'device-listed-twice', message: `${shorten(value)} is listed twice`, at: origin })
    seen.add(value)
  }
  const others = childOf(forward, 'address') ?? childOf(forward, 'pf')
  if (device !== undefined && others !== undefined) {
    const message = `A <forward> with <${others.name}> cannot have dev too`
    complain(reading, { code: 'device-and-address', message, at: device.origin, help: 'leave one of them out' })
  }
  return device === undefined ? listed : [device, ...listed.slice(1)]
}

function readAddresses(reading: Reading, forward: XmlElement): readonly Located<string>[] {
  const seen = new Set<string>()
  return childrenOf(forward, 'address').flatMap((element) => {
    const type = textAttribute(element, 'type')
    if (type === undefined) return []
    if (type.value !== 'pci') {
      const message = `Devices of a network have an address of type pci, not ${shorten(type.value)}`
      complain(reading, { code: 'bad-device-address', message, at: type.origin })
      return []
    }
    const value = pciAddress(element)
    if (seen.has(value)) complain(reading, { code: 'device-listed-twice', message: `${value} is listed twice`, at: element.origin })
    seen.add(value)
    return [{ value, origin: element.origin }]
  })
}

/** As sysfs names it. */
export function pciAddress(element: XmlElement): string {
  const hex = (name: string, digits: number): string =>
    (valueAttribute(element, name, NUMBER)?.value ?? 0).toString(16).padStart(digits, '0')
  return `${hex('domain', 4)}:${hex('bus', 2)}:${hex('slot', 2)}.${hex('function', 1)}`
}

function readNat(reading: Reading, nat: XmlElement): NetworkNat {
  const [address, second] = childrenOf(nat, 'address')
  const [port, secondPort] = childrenOf(nat, 'port')
  for (const extra of [second, secondPort]) {
    if (extra === undefined) continue
    complain(reading, { code: 'second-element', message: `Only one <${extra.name}> can stand in <nat>`, at: extra.origin })
  }
  const from = valueAttribute(address, 'start', IPV4)?.value
  const to = valueAttribute(address, 'end', IPV4)?.value
  if (address !== undefined && from !== undefined && to !== undefined) checkAddresses(reading, address, from, to)
  return {
    ipv6: valueAttribute(nat, 'ipv6', YES_NO)?.value ?? false,
    ...present({ from, to, ports: port === undefined ? undefined : readPorts(reading, port) }),
    origin: nat.origin,
  }
}

function checkAddresses(reading: Reading, element: XmlElement, from: Ipv4, to: Ipv4): void {
  const size = ipv4ToNumber(to) - ipv4ToNumber(from) + 1
  const name = `The range ${from} to ${to}`
  const at = element.origin
  if (size < 1) complain(reading, { code: 'range-reversed', message: `${name} ends before it starts`, at, help: 'swap start and end' })
  else if (size > 65536) complain(reading, { code: 'range-too-large', message: `${name} holds more than 65536 addresses`, at })
}

function readPorts(reading: Reading, element: XmlElement): { readonly from: number; readonly to: number } | undefined {
  const from = valueAttribute(element, 'start', COUNT)?.value
  const to = valueAttribute(element, 'end', COUNT)?.value
  if (from !== undefined && to !== undefined && from <= to && to <= 65535) return { from, to }
  const message = 'The ports of <nat> need a start and an end that is not below it, up to 65535'
  complain(reading, { code: 'bad-ports', message, at: element.origin })
  return undefined
}
