/** `<ip>`, `<dhcp>` and `<route>` of a virtual network. */
import { type Ipv4, ipv4ToNumber } from '../../addresses/ipv4.js'
import { broadcastOf, contains, lengthOfMask, networkOf, type Prefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { NetworkDhcp, NetworkIp, NetworkRoute } from './network-document.js'
import { attributeOf, childOf, childrenOf, complain, present, type Reading, readAttribute, shorten, textAttribute } from './reading.js'
import { COUNT, FAMILY, IPV4, MAC, YES_NO } from './value.js'
import type { XmlElement } from './xml/document.js'

export function readIps(reading: Reading, network: XmlElement): readonly NetworkIp[] {
  return childrenOf(network, 'ip').flatMap((element) => readIp(reading, element) ?? [])
}

function readIp(reading: Reading, element: XmlElement): NetworkIp | undefined {
  if (isIpv6(reading, element)) return readIpv6(reading, element)
  const address = readAttribute(reading, element, 'address', IPV4)
  if (address === undefined) {
    if (attributeOf(element, 'address') === undefined) {
      complain(reading, { code: 'ip-without-address', message: 'This <ip> has no address', at: element.origin })
    }
    return undefined
  }
  const length = readLength(reading, element, classLength(address.value))
  if (length === undefined) return undefined
  const subnet = { address: address.value, length }
  const dhcp = readDhcp(reading, childOf(element, 'dhcp'), subnet)
  return {
    family: 'ipv4',
    ...subnet,
    localPtr: readAttribute(reading, element, 'localPtr', YES_NO)?.value ?? false,
    ...present({ dhcp, tftpRoot: textAttribute(childOf(element, 'tftp'), 'root') }),
    origin: element.origin,
  }
}

/** IPv4 is what libvirt assumes when nothing is said. */
function isIpv6(reading: Reading, element: XmlElement): boolean {
  const family = readAttribute(reading, element, 'family', FAMILY)
  const address = attributeOf(element, 'address')
  if (family === undefined && address?.value.includes(':') === true) {
    const message = `${shorten(address.value)} is an IPv6 address, and this <${element.name}> does not say so`
    complain(reading, { code: 'bad-family', message, at: address.valueOrigin, help: "add family='ipv6'" })
    return true
  }
  return family?.value === 'ipv6'
}

function readIpv6(reading: Reading, element: XmlElement): NetworkIp | undefined {
  const address = textAttribute(element, 'address')
  if (address === undefined) return undefined
  if (!/^[0-9a-f]*:[0-9a-f:.]*$/i.test(address.value)) {
    const message = `address='${shorten(address.value)}' of <ip> is not an IPv6 address`
    complain(reading, { code: 'bad-address', message, at: address.origin })
    return undefined
  }
  const length = readAttribute(reading, element, 'prefix', COUNT)?.value ?? 64
  const dhcp = childOf(element, 'dhcp') !== undefined
  return { family: 'ipv6', address: address.value, length, dhcp, origin: element.origin }
}

/** From `prefix` or `netmask`; undefined if what is there cannot be read. */
function readLength(reading: Reading, element: XmlElement, fallback: number): number | undefined {
  const prefix = readAttribute(reading, element, 'prefix', COUNT)
  const mask = readAttribute(reading, element, 'netmask', IPV4)
  if (prefix !== undefined && mask !== undefined) {
    const message = `<${element.name}> has both a prefix and a netmask`
    complain(reading, { code: 'prefix-and-netmask', message, at: prefix.origin, help: 'leave one of them out' })
  }
  if (prefix !== undefined && prefix.value > 32) {
    complain(reading, { code: 'bad-prefix', message: `prefix='${prefix.value}' is more than 32 bits`, at: prefix.origin })
    return undefined
  }
  if (prefix !== undefined) return prefix.value
  const isWritten = attributeOf(element, 'prefix') !== undefined || attributeOf(element, 'netmask') !== undefined
  if (mask === undefined) return isWritten ? undefined : fallback
  const length = lengthOfMask(mask.value)
  if (length === undefined) {
    complain(reading, { code: 'bad-netmask', message: `netmask='${mask.value}' has holes`, at: mask.origin })
  }
  return length
}

/** What libvirt takes when neither prefix nor netmask is given: the class of the address (virSocketAddrGetIPPrefix). */
function classLength(address: Ipv4): number {
  const first = ipv4ToNumber(address) >>> 24
  if (first < 128) return 8
  return first < 192 ? 16 : 24
}

function readDhcp(reading: Reading, element: XmlElement | undefined, subnet: Prefix): NetworkDhcp | undefined {
  if (element === undefined) return undefined
  const ranges = childrenOf(element, 'range').flatMap((range) => {
    const start = readAttribute(reading, range, 'start', IPV4)?.value
    const end = readAttribute(reading, range, 'end', IPV4)?.value
    if (start === undefined || end === undefined) return []
    checkRange(reading, { start, end, origin: range.origin }, subnet)
    return [{ start, end, origin: range.origin }]
  })
  const hosts = childrenOf(element, 'host').map((host) => {
    const mac = readAttribute(reading, host, 'mac', MAC)?.value
    const address = readAttribute(reading, host, 'ip', IPV4)?.value
    return { ...present({ mac, address, name: textAttribute(host, 'name')?.value }), origin: host.origin }
  })
  const bootp = childOf(element, 'bootp')
  const file = textAttribute(bootp, 'file')?.value
  const boot =
    bootp === undefined || file === undefined
      ? undefined
      : { file, ...present({ server: textAttribute(bootp, 'server')?.value }), origin: bootp.origin }
  return { ranges, hosts, ...present({ bootp: boot }), origin: element.origin }
}

/** What libvirt refuses at net-define (virSocketAddrGetRange). */
function checkRange(reading: Reading, range: { readonly start: Ipv4; readonly end: Ipv4; readonly origin: Origin }, subnet: Prefix): void {
  const { start, end, origin: at } = range
  const network = networkOf(subnet.address, subnet.length)
  const name = `The range ${start} to ${end}`
  const outside = [start, end].find((address) => !contains(network, address))
  if (outside !== undefined) {
    complain(reading, { code: 'range-outside-subnet', message: `${name} is not within ${network.address}/${network.length}`, at })
  } else if (ipv4ToNumber(start) > ipv4ToNumber(end)) {
    complain(reading, { code: 'range-reversed', message: `${name} ends before it starts`, at, help: 'swap start and end' })
  } else if (subnet.length < 31 && start === network.address) {
    complain(reading, { code: 'range-with-network-address', message: `${name} starts at the address of the network itself`, at })
  } else if (subnet.length < 31 && end === broadcastOf(network.address, network.length)) {
    complain(reading, { code: 'range-with-broadcast', message: `${name} ends at the broadcast address`, at })
  }
}

/** IPv4 only. */
export function readRoutes(reading: Reading, network: XmlElement): readonly NetworkRoute[] {
  return childrenOf(network, 'route').flatMap((element) => {
    if (isIpv6(reading, element)) return []
    const address = readAttribute(reading, element, 'address', IPV4)?.value
    const gateway = readAttribute(reading, element, 'gateway', IPV4)?.value
    if (address === undefined || gateway === undefined) return []
    const length = readLength(reading, element, address === '0.0.0.0' ? 0 : classLength(address))
    if (length === undefined) return []
    const metric = readAttribute(reading, element, 'metric', COUNT)?.value
    return [{ to: networkOf(address, length), gateway, ...present({ metric }), origin: element.origin }]
  })
}
