/** IPv6 addresses of interfaces (net/ipv6/addrconf.c). */
import { ANY_ADDRESS6, type Ipv6, isLinkLocal6, isMulticast6, LOCALHOST6 } from '../addresses/ipv6.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Address6, AddressScope, Interface, Node, RequestOf } from '../model/index.js'
import { deviceOf } from './device.js'
import { isEnabled6, isReady6, withAddress6 } from './inet6.js'
import { type Applied, done, noDevice, noDeviceToFlush, refused } from './result.js'
import { localRoutes6, multicastRoutes6, prefixRoute6, withoutRoutesOf6, withRoutes6 } from './route6.js'

export function addAddress6(node: Node, request: RequestOf<'address6-add'>): Applied {
  const device = deviceOf(node, request.interface)
  if (device === undefined) return noDevice(node, request.interface)
  const bad = refusalOf(node, device, request.address)
  if (bad !== undefined) return bad
  if (node.inet6.addresses.some((entry) => entry.interface === device.name && entry.address === request.address))
    return request.mayExist === true ? done(node) : refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const entry: Address6 = {
    interface: request.interface,
    address: request.address,
    length: request.length,
    scope: scopeOf(request.address),
    ...(request.noDad === undefined ? {} : { noDad: request.noDad }),
    ...(request.peer === undefined ? {} : { peer: request.peer }),
    ...(request.metric === undefined ? {} : { metric: request.metric }),
    ...(request.noPrefixRoute === undefined ? {} : { noPrefixRoute: request.noPrefixRoute }),
    ...(request.leasedFrom === undefined ? {} : { leasedFrom: request.leasedFrom }),
    ...withOrigin(request.origin),
  }
  return done(withRoutesOf(withAddress6(node, entry), device, entry))
}

function refusalOf(node: Node, device: Interface, address: Ipv6): Applied | undefined {
  if (!isEnabled6(node, device)) {
    return device.mtu < 1280
      ? refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
      : refused(node, 'EACCES', 'RTNETLINK answers: Permission denied')
  }
  const misplaced = address === LOCALHOST6 && device.kind !== 'loopback'
  return misplaced || address === ANY_ADDRESS6 || isMulticast6(address)
    ? refused(node, 'EADDRNOTAVAIL', 'RTNETLINK answers: Cannot assign requested address')
    : undefined
}

/** It follows from the address; what is asked for does not count. */
function scopeOf(address: Ipv6): AddressScope {
  if (address === LOCALHOST6) return 'host'
  return isLinkLocal6(address) ? 'link' : 'global'
}

/** The address is its own only when nobody else was found to have it, which takes carrier to ask (addrconf_dad_begin). */
function withRoutesOf(node: Node, device: Interface, entry: Address6): Node {
  const prefix = device.up ? prefixRoute6(node, entry) : undefined
  const own = entry.noDad === true || isReady6(node, device) ? localRoutes6(node, entry) : []
  return withRoutes6(node, [...multicastRoutes6(node, device), ...(prefix === undefined ? [] : [prefix]), ...own])
}

export function deleteAddress6(node: Node, request: RequestOf<'address6-delete'>): Applied {
  if (deviceOf(node, request.interface) === undefined) return noDevice(node, request.interface)
  const entry = node.inet6.addresses.find(
    (candidate) =>
      candidate.interface === request.interface &&
      candidate.address === request.address &&
      (request.length === undefined || candidate.length === request.length),
  )
  return entry === undefined
    ? refused(node, 'EADDRNOTAVAIL', 'RTNETLINK answers: Cannot assign requested address')
    : done(withoutAddress6(node, entry))
}

function withoutAddress6(node: Node, entry: Address6): Node {
  const without = withoutRoutesOf6(node, entry)
  return { ...without, inet6: { ...without.inet6, addresses: without.inet6.addresses.filter((other) => other !== entry) } }
}

export function flushAddresses6(node: Node, request: RequestOf<'address6-flush'>): Applied {
  if (deviceOf(node, request.interface) === undefined) return noDeviceToFlush(node, request.interface)
  const mine = node.inet6.addresses.filter(
    (entry) => entry.interface === request.interface && (request.scope === undefined || entry.scope === request.scope),
  )
  return done(mine.reduce(withoutAddress6, node))
}
