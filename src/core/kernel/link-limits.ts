/** Which MACs and MTUs an interface takes. */
import type { Mac } from '../addresses/mac.js'
import { NO_MAC } from '../addresses/mac.js'
import type { Interface, Node } from '../model/index.js'
import { deviceOf } from './device.js'
import { type Applied, refused } from './result.js'

/** is_valid_ether_addr: neither zero nor a group's. */
export function badMac(node: Node, mac: Mac | undefined): Applied | undefined {
  if (mac === undefined) return undefined
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
  return mac === NO_MAC || isGroup ? refused(node, 'EADDRNOTAVAIL', 'RTNETLINK answers: Cannot assign requested address') : undefined
}

/** ETH_MIN_MTU and ETH_MAX_MTU where a kind says nothing else (dev->min_mtu, dev->max_mtu); measured on Linux 6.1. */
function limitsOf(device: Interface): { readonly least: number; readonly most: number } {
  switch (device.kind) {
    case 'loopback':
    case 'dummy':
      return { least: 0, most: Number.POSITIVE_INFINITY }
    case 'vrf':
      return { least: 1280, most: 65575 }
    case 'tunnel':
      return { least: device.mode === 'wireguard' ? 0 : 68, most: device.mode === 'wireguard' ? 2 ** 31 : 65535 }
    default:
      return { least: 68, most: 65535 }
  }
}

export function badMtu(node: Node, device: Interface, mtu: number): Applied | undefined {
  const { least, most } = limitsOf(device)
  if (mtu < least) return refused(node, 'EINVAL', 'Error: mtu less than device minimum.')
  if (mtu > most) return refused(node, 'EINVAL', 'Error: mtu greater than device maximum.')
  if (device.kind === 'vlan' && mtu > (deviceOf(node, device.lower)?.mtu ?? mtu))
    return refused(node, 'ERANGE', 'RTNETLINK answers: Numerical result out of range')
  if (device.kind === 'macvlan' && mtu > (deviceOf(node, device.lower)?.mtu ?? mtu))
    return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  return undefined
}
