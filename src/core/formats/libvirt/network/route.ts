/** `<route>` of a virtual network or of a guest's interface (virNetDevIPRouteCreate). */
import { contains, isNetwork, networkOf } from '../../../addresses/prefix.js'
import { contains6, isNetwork6, networkOf6 } from '../../../addresses/prefix6.js'
import { childrenOf, complain, present, type Reading, valueAttribute } from '../reading.js'
import { COUNT } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import type { NetworkIp, NetworkRoute } from './document.js'
import { familyAddress, readSubnet } from './subnet.js'

export function readRoutes(reading: Reading, parent: XmlElement): readonly NetworkRoute[] {
  return childrenOf(parent, 'route').flatMap((element) => readRoute(reading, element) ?? [])
}

function readRoute(reading: Reading, element: XmlElement): NetworkRoute | undefined {
  const to = readSubnet(reading, element)
  if (to === undefined) return undefined
  const gateway = familyAddress(reading, element, 'gateway', to.family)
  if (gateway === undefined) return undefined
  const metric = valueAttribute(element, 'metric', COUNT)?.value
  const { family, ...prefix } = to
  // The check is made with the prefix as written: without one, only 0.0.0.0 and :: are networks.
  const written =
    valueAttribute(element, 'prefix', COUNT)?.value ?? (element.attributes.some(({ name }) => name === 'netmask') ? to.length : 0)
  const checked = { family, address: prefix.address, length: written } as typeof to
  const isOne = checked.family === 'ipv4' ? isNetwork(checked) : isNetwork6(checked)
  if (!isOne) {
    const network = to.family === 'ipv4' ? networkOf(to.address, to.length) : networkOf6(to.address, to.length)
    const help = written === 0 ? `add prefix='${to.length}'` : `did you mean ${network.address}?`
    const message = `${prefix.address} with ${written} bits is not the address of a network`
    complain(reading, { code: 'not-a-network-address', message, at: element.origin, help })
  }
  return { family, to: prefix, gateway, ...present({ metric }), origin: element.origin } as NetworkRoute
}

/** A gateway must be in a subnet of the bridge. */
export function isReachable(route: NetworkRoute, ips: readonly NetworkIp[]): boolean {
  return ips.some((ip) => {
    if (ip.family === 'ipv4') return route.family === 'ipv4' && contains(networkOf(ip.address, ip.length), route.gateway)
    return route.family === 'ipv6' && contains6(networkOf6(ip.address, ip.length), route.gateway)
  })
}
