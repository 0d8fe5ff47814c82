/** Addresses of interfaces (net/ipv4/devinet.c). */
import { ANY_ADDRESS } from '../addresses/ipv4.js'
import { broadcastOf, contains } from '../addresses/prefix.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Address, Node, RequestOf } from '../model/index.js'
import { type Applied, done, noDevice, noDeviceToFlush, refused } from './result.js'
import { withConnectedRoutes, withLocalRoutes, withoutAddressRoutes, withoutRoutesOf } from './route.js'

type AddRequest = RequestOf<'address-add'>

export function addAddress(node: Node, request: AddRequest): Applied {
  if (!node.interfaces.some((device) => device.name === request.interface)) return noDevice(node, request.interface)
  const base = request.replaces === true ? withoutReplaced(node, request) : node
  // inet_insert_ifa drops 0.0.0.0 without a word, so `ifconfig eth0 0.0.0.0` only takes away.
  if (request.address === ANY_ADDRESS) return done(base)
  const here = base.addresses.filter((entry) => entry.interface === request.interface)
  if (here.some((entry) => entry.address === request.address && entry.length === request.length)) {
    return request.mayExist === true ? done(node) : refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  }
  const subnet = request.peer ?? request.address
  const secondary = here.some(
    (entry) => !entry.secondary && entry.length === request.length && contains({ ...entry, address: entry.peer ?? entry.address }, subnet),
  )
  const entry = newAddress(request, secondary)
  return done(withConnectedRoutes(withLocalRoutes({ ...base, addresses: [...base.addresses, entry] }, entry), request.interface))
}

function newAddress(request: AddRequest, secondary: boolean): Address {
  const broadcast =
    request.broadcast === '+' ? (request.length < 31 ? broadcastOf(request.address, request.length) : undefined) : request.broadcast
  return {
    interface: request.interface,
    address: request.address,
    length: request.length,
    scope: request.scope ?? 'global',
    secondary,
    ...(broadcast === undefined ? {} : { broadcast }),
    ...(request.label === undefined ? {} : { label: request.label }),
    ...(request.peer === undefined ? {} : { peer: request.peer }),
    ...(request.metric === undefined ? {} : { metric: request.metric }),
    ...(request.noPrefixRoute === undefined ? {} : { noPrefixRoute: request.noPrefixRoute }),
    ...(request.leasedFrom === undefined ? {} : { leasedFrom: request.leasedFrom }),
    ...withOrigin(request.origin),
  }
}

/** ifconfig replaces the address that carries the same label. */
function withoutReplaced(node: Node, request: AddRequest): Node {
  const label = request.label ?? request.interface
  const old = node.addresses.find((entry) => entry.interface === request.interface && (entry.label ?? entry.interface) === label)
  return old === undefined ? node : removed(node, old)
}

/** A primary takes its subnet's secondaries along, unless the next of them is promoted (__inet_del_ifa). */
function removed(node: Node, entry: Address): Node {
  const follows = (other: Address) =>
    !entry.secondary &&
    other.secondary &&
    other.interface === entry.interface &&
    other.length === entry.length &&
    contains(entry, other.address)
  const rest = withoutAddress(node, entry)
  const heir = rest.addresses.find(follows)
  if (heir === undefined) return rest
  if (!promotes(node, entry.interface)) return rest.addresses.filter(follows).reduce(withoutAddress, rest)
  const promoted = rest.addresses.map((other) => (other === heir ? { ...other, secondary: false } : other))
  const local = promoted.filter((other) => other.interface === entry.interface).reduce(withLocalRoutes, { ...rest, addresses: promoted })
  return withConnectedRoutes(local, entry.interface)
}

function promotes(node: Node, name: string): boolean {
  return ['all', name].some((where) => Number(node.sysctls[`net.ipv4.conf.${where}.promote_secondaries`]?.value ?? 0) > 0)
}

/** With its last address an interface loses its routes (fib_inetaddr_event). */
function withoutAddress(node: Node, entry: Address): Node {
  const without = withoutAddressRoutes(node, entry)
  const after = { ...without, addresses: without.addresses.filter((other) => other !== entry) }
  return after.addresses.some((other) => other.interface === entry.interface) ? after : withoutRoutesOf(after, entry.interface)
}

export function deleteAddress(node: Node, request: RequestOf<'address-delete'>): Applied {
  if (!node.interfaces.some((device) => device.name === request.interface)) return noDevice(node, request.interface)
  const entry = node.addresses.find(
    (candidate) =>
      candidate.interface === request.interface &&
      candidate.address === request.address &&
      (request.length === undefined || candidate.length === request.length),
  )
  return entry === undefined
    ? refused(node, 'EADDRNOTAVAIL', 'RTNETLINK answers: Cannot assign requested address')
    : done(removed(node, entry))
}

export function flushAddresses(node: Node, request: RequestOf<'address-flush'>): Applied {
  if (!node.interfaces.some((device) => device.name === request.interface)) return noDeviceToFlush(node, request.interface)
  const mine = node.addresses.filter((entry) => entry.interface === request.interface)
  return done(mine.reduce((now, entry) => (now.addresses.includes(entry) ? removed(now, entry) : now), node))
}
