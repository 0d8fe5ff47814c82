/** Interfaces: created, deleted, and changed as `ip link set` does it. */
import { withOrigin } from '../diagnostics/origin.js'
import type { Interface, Node, Owner, RequestOf, Route6 } from '../model/index.js'
import { deviceOf, lowerOf, portsOf, replaceDevice } from './device.js'
import { withoutFdbOf } from './fdb.js'
import { randomMac, withBondMac, withMac, withMtu } from './link-change.js'
import { badMac, badMtu } from './link-limits.js'
import { setUp } from './link-up.js'
import { setMaster } from './master.js'
import { newLink } from './new-link.js'
import { type Applied, done, noDevice, refused } from './result.js'
import { withVrfRules } from './rule.js'

export function addLink(node: Node, request: RequestOf<'link-add'>, owner: Owner): Applied {
  if (deviceOf(node, request.name) !== undefined) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const made = newLink(node, request, owner)
  if (!('device' in made)) return made
  const added = withPeer(withDevice(node, made.device), made.device)
  return made.device.kind === 'unrecognised' ? { node: added, result: { kind: 'unmodelled' } } : done(added)
}

function withDevice(node: Node, device: Interface): Node {
  const sysctls = { ...node.sysctls, ...inheritedConf(node, device.name) }
  const added = { ...node, interfaces: [...node.interfaces, device], sysctls }
  return device.kind === 'vrf' ? withVrfRules(added) : added
}

function withPeer(node: Node, device: Interface): Node {
  if (device.kind !== 'veth' || device.peer === undefined) return node
  const { owner, peer: name, up } = device
  const twin = { kind: 'veth', name, peer: device.name, mac: randomMac(node, name), mtu: 1500, up, owner } as const
  return withDevice(node, { ...twin, ...withOrigin(device.origin) })
}

/** A new interface starts with the values of conf.default (devinet.c: inetdev_init, addrconf.c: ipv6_add_dev). */
export function inheritedConf(node: Node, name: string): Node['sysctls'] {
  return Object.fromEntries(
    Object.entries(node.sysctls).flatMap(([key, entry]) => {
      const [, family, leaf] = /^net\.(ipv[46])\.conf\.default\.(.+)$/.exec(key) ?? []
      return leaf === undefined ? [] : [[`net.${family}.conf.${name}.${leaf}`, entry]]
    }),
  )
}

/** Devices on it, its other end and what it is master of go along or are set free. */
export function deleteLink(node: Node, request: RequestOf<'link-delete'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  const stays = device.kind === 'loopback' || (device.kind === 'ethernet' && device.medium === 'hardware')
  return stays ? refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported') : done(withoutLink(node, request.name))
}

/** Kinds that do not outlive the device they stand on (NETDEV_UNREGISTER). */
const STANDING: readonly Interface['kind'][] = ['vlan', 'macvlan', 'vxlan']

export function withoutLink(node: Node, name: string): Node {
  const device = deviceOf(node, name)
  if (device === undefined) return node
  const standing = node.interfaces.filter((other) => STANDING.includes(other.kind) && lowerOf(other) === name).map((other) => other.name)
  const lighter = standing.reduce(withoutLink, node)
  const left = device.master === undefined ? lighter : setMaster(lighter, device.name, null).node
  const free = portsOf(left, name).reduce((now, port) => setMaster(now, port.name, null).node, left)
  const gone = withoutDevice(setUp(free, name, false), name)
  return device.kind === 'veth' && device.peer !== undefined ? withoutLink(gone, device.peer) : gone
}

function withoutDevice(node: Node, name: string): Node {
  const crosses = (route: { readonly hops: readonly { readonly interface: string }[] }) => route.hops.some((hop) => hop.interface === name)
  const isIts = (entry: { readonly interface: string }) => entry.interface === name
  const { inet6 } = node
  return {
    ...withoutFdbOf(node, name),
    interfaces: node.interfaces.filter((device) => device.name !== name),
    addresses: node.addresses.filter((entry) => !isIts(entry)),
    routes: node.routes.filter((route) => !crosses(route)),
    neighbours: node.neighbours.filter((entry) => !isIts(entry)),
    inet6: {
      ...inet6,
      addresses: inet6.addresses.filter((entry) => !isIts(entry)),
      routes: inet6.routes.flatMap((route) => withoutLegs(route, name)),
      neighbours: inet6.neighbours.filter((entry) => !isIts(entry)),
    },
  }
}

/** Of IPv6 a route keeps the legs that are left. */
function withoutLegs(route: Route6, name: string): readonly Route6[] {
  const hops = route.hops.filter((hop) => hop.interface !== name)
  if (hops.length === route.hops.length) return [route]
  return hops.length === 0 ? [] : [{ ...route, hops }]
}

/** In the order of do_setlink(): what was done before something is refused stays done. */
export function setLink(node: Node, request: RequestOf<'link-set'>): Applied {
  if (deviceOf(node, request.name) === undefined) return noDevice(node, request.name)
  const steps = [setMac, setMtu, changeMaster, switchUp]
  let now = done(node)
  for (const step of steps) {
    now = step(now.node, request)
    if (now.result.kind === 'refused') return now
  }
  return now
}

type Change = RequestOf<'link-set'>

function setMac(node: Node, { name, mac }: Change): Applied {
  const device = deviceOf(node, name)
  if (mac === undefined || device === undefined) return done(node)
  const bad = badMac(node, mac)
  if (bad !== undefined) return bad
  if (device.kind === 'bridge') return done(withMac(replaceDevice(node, { ...device, macSet: true }), name, mac))
  if (device.kind === 'bond') return done(withBondMac(replaceDevice(node, { ...device, macSet: true }), name, mac))
  if (device.kind === 'vlan') return done(withMac(replaceDevice(node, { ...device, macSet: true }), name, mac))
  return done(withMac(node, name, mac))
}

function setMtu(node: Node, { name, mtu }: Change): Applied {
  const device = deviceOf(node, name)
  if (mtu === undefined || device === undefined) return done(node)
  const bad = badMtu(node, device, mtu)
  if (bad !== undefined) return bad
  return done(withMtu(device.kind === 'bridge' ? replaceDevice(node, { ...device, mtuSet: true }) : node, name, mtu))
}

function changeMaster(node: Node, { name, master }: Change): Applied {
  return master === undefined ? done(node) : setMaster(node, name, master)
}

function switchUp(node: Node, { name, up, origin }: Change): Applied {
  const device = deviceOf(node, name)
  if (up === undefined || device === undefined) return done(node)
  if (up && device.kind === 'vlan' && !device.up && deviceOf(node, device.lower)?.up === false)
    return refused(node, 'ENETDOWN', 'RTNETLINK answers: Network is down')
  return done(setUp(node, name, up, origin))
}
