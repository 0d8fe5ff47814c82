/** Changes of a virtual network. Each gives the splices of its text; none where there is nothing to change. */
import type { InterfaceName } from '../../../addresses/interface-name.js'
import type { Ipv4 } from '../../../addresses/ipv4.js'
import type { Ipv6 } from '../../../addresses/ipv6.js'
import type { Mac } from '../../../addresses/mac.js'
import { maskOf } from '../../../addresses/prefix.js'
import type { Splice } from '../../../std/splice.js'
import type { NetworkDocument, NetworkForward } from '../network/document.js'
import { childOf, childrenOf, valueAttribute } from '../reading.js'
import { ADDRESS, MAC } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { addElement, removeElement, setAttribute } from './xml-edit.js'
import { setAtPath } from './xml-path.js'

type Address = { readonly address: Ipv4 | Ipv6; readonly length: number }

/** The `<ip>` at this place, from 0; a netmask stays a netmask. */
export function setNetworkAddress(document: NetworkDocument, index: number, { address, length }: Address): readonly Splice[] {
  const ip = childrenOf(document.element, 'ip')[index]
  if (ip === undefined) return []
  const six = address.includes(':')
  const masked = !six && ip.attributes.some(({ name }) => name === 'netmask')
  const size = masked ? setAttribute(ip, 'netmask', maskOf(length)) : setAttribute(ip, 'prefix', `${length}`)
  const family = six && !ip.attributes.some(({ name }) => name === 'family') ? setAttribute(ip, 'family', 'ipv6') : []
  return [...family, ...setAttribute(ip, 'address', address), ...size]
}

type Range = { readonly start: Ipv4 | Ipv6; readonly end: Ipv4 | Ipv6 }

/** Makes the `<dhcp>` if there is none. */
export function addDhcpRange(document: NetworkDocument, index: number, { start, end }: Range): readonly Splice[] {
  return addToDhcp(document, index, { name: 'range', attributes: { start, end } })
}

export function removeDhcpRange(document: NetworkDocument, { start, end }: Range): readonly Splice[] {
  const range = inDhcp(document, 'range').find(
    (element) => valueAttribute(element, 'start', ADDRESS)?.value === start && valueAttribute(element, 'end', ADDRESS)?.value === end,
  )
  return range === undefined ? [] : removeElement(document.xml, range)
}

type Host = { readonly mac?: Mac; readonly name?: string; readonly address: Ipv4 | Ipv6 }

/** A fixed lease. */
export function addDhcpHost(document: NetworkDocument, index: number, { mac, name, address }: Host): readonly Splice[] {
  const attributes = { ...(mac === undefined ? {} : { mac }), ...(name === undefined ? {} : { name }), ip: address }
  return addToDhcp(document, index, { name: 'host', attributes })
}

/** By MAC, by name or by address: the first host that has it. */
export function removeDhcpHost(document: NetworkDocument, key: Mac | Ipv4 | Ipv6 | string): readonly Splice[] {
  const host = inDhcp(document, 'host').find(
    (element) =>
      valueAttribute(element, 'mac', MAC)?.value === key ||
      valueAttribute(element, 'ip', ADDRESS)?.value === key ||
      element.attributes.some(({ name, value }) => name === 'name' && value === key),
  )
  return host === undefined ? [] : removeElement(document.xml, host)
}

function inDhcp(document: NetworkDocument, name: string): readonly XmlElement[] {
  return childrenOf(document.element, 'ip').flatMap((ip) => childrenOf(childOf(ip, 'dhcp'), name))
}

function addToDhcp(
  { xml, element }: NetworkDocument,
  index: number,
  added: { readonly name: string; readonly attributes: Readonly<Record<string, string>> },
): readonly Splice[] {
  const ip = childrenOf(element, 'ip')[index]
  if (ip === undefined) return []
  const dhcp = childOf(ip, 'dhcp')
  return dhcp === undefined ? addElement(xml, ip, { name: 'dhcp', children: [added] }) : addElement(xml, dhcp, added)
}

/** `isolated` is no `<forward>`; `<nat>` goes with mode nat. */
export function setForwardMode(document: NetworkDocument, mode: Exclude<NetworkForward['mode'], 'unrecognised'>): readonly Splice[] {
  const { xml, element } = document
  const forward = childOf(element, 'forward')
  if (mode === 'isolated') return forward === undefined ? [] : removeElement(xml, forward)
  if (forward === undefined) {
    const after = childOf(element, 'uuid') ?? childOf(element, 'name')
    return addElement(xml, element, { name: 'forward', attributes: { mode } }, after === undefined ? {} : { after })
  }
  const nat = mode === 'nat' ? [] : childrenOf(forward, 'nat').flatMap((one) => removeElement(xml, one))
  return [...setAttribute(forward, 'mode', mode), ...nat]
}

export function setBridgeName({ xml, element }: NetworkDocument, name: InterfaceName): readonly Splice[] {
  return setAtPath(xml, element, 'bridge/@name', name)
}
