/** An address with its prefix or netmask, as `<ip>` and `<route>` write it. */
import type { Ipv4 } from '../../../addresses/ipv4.js'
import type { Ipv6 } from '../../../addresses/ipv6.js'
import { lengthOfMask } from '../../../addresses/prefix.js'
import { attributeOf, complain, type Reading, shorten, valueAttribute } from '../reading.js'
import { ADDRESS, COUNT, FAMILY, IPV4 } from '../value.js'
import type { XmlAttribute, XmlElement } from '../xml/document.js'

export type Subnet =
  | { readonly family: 'ipv4'; readonly address: Ipv4; readonly length: number }
  | { readonly family: 'ipv6'; readonly address: Ipv6; readonly length: number }

/** `address` with `prefix` or `netmask`, of an `<ip>` or a `<route>`. IPv4 is what libvirt assumes when no family is said. */
export function readSubnet(reading: Reading, element: XmlElement): Subnet | undefined {
  const family = readFamily(reading, element)
  const address = familyAddress(reading, element, 'address', family)
  const mask = attributeOf(element, 'netmask')
  if (family === 'ipv6' && mask !== undefined && mask.value !== '') {
    const message = `An IPv6 <${element.name}> cannot have a netmask`
    complain(reading, { code: 'bad-netmask', message, at: mask.origin, help: "write prefix='64'" })
    return undefined
  }
  if (address === undefined) return undefined
  const length = readLength(reading, element, family === 'ipv4' ? 32 : 128) ?? naturalLength(address)
  if (length === 'unreadable') return undefined
  return family === 'ipv4' ? { family, address: address as Ipv4, length } : { family, address: address as Ipv6, length }
}

function readFamily(reading: Reading, element: XmlElement): 'ipv4' | 'ipv6' {
  const family = valueAttribute(element, 'family', FAMILY)
  const address = attributeOf(element, 'address')
  if (family !== undefined || address === undefined || !address.value.includes(':')) return family?.value ?? 'ipv4'
  const message = `${shorten(address.value)} is an IPv6 address, and this <${element.name}> does not say so`
  if (attributeOf(element, 'family') === undefined)
    complain(reading, { code: 'bad-family', message, at: address.valueOrigin, help: "add family='ipv6'" })
  return 'ipv6'
}

/** An address of the family that the element has. */
export function familyAddress(reading: Reading, element: XmlElement, name: string, family: 'ipv4' | 'ipv6'): Ipv4 | Ipv6 | undefined {
  const written = attributeOf(element, name)
  if (written === undefined || written.value === '') return undefined
  const value = ADDRESS.parse(written.value.trim())
  if (value !== undefined && value.includes(':') === (family === 'ipv6')) return value
  refuseAddress(reading, element, written, family)
  return undefined
}

function refuseAddress(reading: Reading, element: XmlElement, { name, value, valueOrigin: at }: XmlAttribute, family: string): void {
  const message = `${name}='${shorten(value)}' of <${element.name}> is not an ${family === 'ipv6' ? 'IPv6' : 'IPv4'} address`
  complain(reading, { code: 'bad-address', message, at })
}

/** From `prefix` or `netmask`; undefined if neither says anything. */
function readLength(reading: Reading, element: XmlElement, most: 32 | 128): number | 'unreadable' | undefined {
  const prefix = valueAttribute(element, 'prefix', COUNT)
  const written = attributeOf(element, 'netmask')
  const mask = valueAttribute(element, 'netmask', IPV4)
  if (written !== undefined && written.value !== '' && mask === undefined) {
    refuseAddress(reading, element, written, 'ipv4')
    return 'unreadable'
  }
  if (prefix !== undefined && mask !== undefined && (prefix.value > 0 || element.name === 'route')) {
    const message = `<${element.name}> has both a prefix and a netmask`
    complain(reading, { code: 'prefix-and-netmask', message, at: prefix.origin, help: 'leave one of them out' })
  }
  if (prefix !== undefined && prefix.value > most) {
    complain(reading, { code: 'bad-prefix', message: `prefix='${prefix.value}' is more than ${most} bits`, at: prefix.origin })
    return 'unreadable'
  }
  // A prefix of 0 counts as none (virSocketAddrGetIPPrefix).
  if (prefix !== undefined && prefix.value > 0) return prefix.value
  if (mask === undefined) return undefined
  const length = lengthOfMask(mask.value)
  if (length !== undefined) return length
  complain(reading, { code: 'bad-netmask', message: `netmask='${mask.value}' has holes`, at: mask.origin })
  return 'unreadable'
}

/** What libvirt takes when nothing is said: the class of an IPv4 address, 64 for IPv6, and everything for the unspecified ones. */
export function naturalLength(address: Ipv4 | Ipv6): number {
  if (address.includes(':')) return address === '::' ? 0 : 64
  if (address === '0.0.0.0') return 0
  const first = Number(address.split('.')[0])
  if (first < 128) return 8
  return first < 192 ? 16 : 24
}
