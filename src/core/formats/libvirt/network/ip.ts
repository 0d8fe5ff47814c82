/** `<ip>` of a virtual network (virNetworkIPDefParseXML). */
import { childOf, childrenOf, complain, present, type Reading, textAttribute, valueAttribute } from '../reading.js'
import { YES_NO } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { readDhcp } from './dhcp.js'
import type { NetworkIp } from './document.js'
import { readSubnet } from './subnet.js'

export function readIps(reading: Reading, network: XmlElement): readonly NetworkIp[] {
  return childrenOf(network, 'ip').flatMap((element) => readIp(reading, element) ?? [])
}

function readIp(reading: Reading, element: XmlElement): NetworkIp | undefined {
  const subnet = readSubnet(reading, element)
  if (subnet === undefined) return undefined
  const localPtr = valueAttribute(element, 'localPtr', YES_NO)?.value ?? false
  const tftp = childOf(element, 'tftp')
  const dhcp = childOf(element, 'dhcp')
  if (subnet.family === 'ipv6') {
    if (tftp !== undefined) {
      complain(reading, {
        code: 'tftp-on-ipv6',
        message: 'TFTP is served over IPv4 only',
        at: tftp.origin,
        help: 'move <tftp> to an IPv4 <ip>',
      })
    }
    return { ...subnet, localPtr, ...present({ dhcp: readDhcp(reading, dhcp, subnet) }), origin: element.origin }
  }
  const tftpRoot = textAttribute(tftp, 'root')
  return { ...subnet, localPtr, ...present({ dhcp: readDhcp(reading, dhcp, subnet), tftpRoot }), origin: element.origin }
}
