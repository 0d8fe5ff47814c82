/** The link-local address that the kernel makes for an interface (net/ipv6/addrconf.c: ipv6_generate_eui64). */
import { type Ipv4, ipv4ToNumber, parseIpv4 } from '../addresses/ipv4.js'
import { type Ipv6, ipv6FromGroups } from '../addresses/ipv6.js'
import { derivedMac, type Mac } from '../addresses/mac.js'
import type { Interface, Node, Tunnel } from '../model/index.js'
import { isEthernet } from './device.js'

/** Undefined: it gets none. */
export function linkLocalOf(node: Node, device: Interface): Ipv6 | undefined {
  if (device.kind === 'tunnel') return tunnelAddress(node, device)
  return isEthernet(device) ? ipv6FromGroups([0xfe80, 0, 0, 0, ...interfaceId(device.mac)]) : undefined
}

/** RFC 4291, appendix A: the MAC with ff:fe in its middle and the universal bit inverted. */
export function interfaceId(mac: Mac): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac.split(':').map((byte) => Number.parseInt(byte, 16))
  return [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f]
}

function tunnelAddress(node: Node, tunnel: Tunnel): Ipv6 | undefined {
  const local = parseIpv4(tunnel.local ?? '')
  switch (tunnel.mode) {
    case 'wireguard':
      return undefined
    case 'sit':
      return local === undefined ? undefined : ipv6FromGroups([0xfe80, 0, 0, 0, 0, 0, ...groupsOf(local)])
    case 'ipip':
    case 'gre':
    case 'vti':
    case 'isatap':
      return local === undefined ? undefined : ipv6FromGroups([0xfe80, 0, 0, 0, isPrivate(local) ? 0 : 0x200, 0x5efe, ...groupsOf(local)])
    case 'ip6ip6':
    case 'ipip6':
    case 'any6':
    case 'ip6gre':
    case 'vti6':
      return ipv6FromGroups([0xfe80, 0, 0, 0, ...interfaceId(derivedMac(`${node.name} ${tunnel.name}`))])
    default:
      return ipv6FromGroups([0xfe80, 0, 0, 0, ...interfaceId(tunnel.mac)])
  }
}

function groupsOf(address: Ipv4): readonly [number, number] {
  const bits = ipv4ToNumber(address)
  return [bits >>> 16, bits & 0xffff]
}

/** __ipv6_isatap_ifid: addresses that are not globally unique. */
function isPrivate(address: Ipv4): boolean {
  return /^(0|10|127)\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^192\.168\.|^192\.88\.99\.|^22[4-9]\.|^23\d\./.test(address)
}
