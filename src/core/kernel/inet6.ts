/** What IPv6 does by itself when interfaces come up, go down or lose it: addresses, routes (net/ipv6/addrconf.c: addrconf_notify). */
import { isLinkLocal6, LOCALHOST6 } from '../addresses/ipv6.js'
import type { Address6, Interface, Node } from '../model/index.js'
import { hasCarrier } from './carrier.js'
import { deviceOf } from './device.js'
import { linkLocalOf } from './link-local.js'
import { localRoutes6, multicastRoutes6, prefixRoute6, withRoutes6 } from './route6.js'

/** IPV6_MIN_MTU: a smaller MTU takes IPv6 away. */
const LEAST_MTU = 1280

/** `off`: no IPv6 here. `unready`: up, but without carrier, or a bond's port: nothing is made here automatically. */
type State = 'off' | 'down' | 'unready' | 'ready'

export function isEnabled6(node: Node, device: Interface): boolean {
  return device.mtu >= LEAST_MTU && numberOf(node, device.name, 'disable_ipv6') === 0
}

function numberOf(node: Node, name: string, leaf: string): number {
  return Number(node.sysctls[`net.ipv6.conf.${name}.${leaf}`]?.value ?? 0)
}

function stateOf(node: Node, device: Interface | undefined): State {
  if (device === undefined || !isEnabled6(node, device)) return 'off'
  if (!device.up) return 'down'
  return isReady6(node, device) ? 'ready' : 'unready'
}

/** Up, with carrier, and not a bond's port (IFF_SLAVE). */
export function isReady6(node: Node, device: Interface): boolean {
  return deviceOf(node, device.master)?.kind !== 'bond' && hasCarrier(node, device)
}

/** Compares the interfaces before and after, and does for each whatever its change brings. */
export function settleInet6(before: Node, after: Node): Node {
  let node = after
  for (const { name } of after.interfaces) {
    const [old, now] = [stateOf(before, deviceOf(before, name)), stateOf(after, deviceOf(after, name))]
    if (old !== now) node = changed(node, name, { old, now })
  }
  return node
}

function changed(node: Node, name: string, { old, now }: { readonly old: State; readonly now: State }): Node {
  const device = deviceOf(node, name)
  if (device === undefined) return node
  switch (now) {
    case 'off':
      return withoutAddresses(withoutRoutes(node, name), name, () => true)
    case 'down':
      return wentDown(node, name)
    case 'unready':
      return old === 'ready' ? node : withPrefixRoutes(node, name)
    case 'ready':
      return cameUp(node, device)
  }
}

/** Only addresses that were configured, and only if keep_addr_on_down says so, outlive it. */
function wentDown(node: Node, name: string): Node {
  const keeps = Math.max(numberOf(node, 'all', 'keep_addr_on_down'), numberOf(node, name, 'keep_addr_on_down')) > 0
  return withoutAddresses(withoutRoutes(node, name), name, (entry) => !keeps || isLinkLocal6(entry.address) || entry.byKernel === true)
}

function withoutAddresses(node: Node, name: string, gone: (entry: Address6) => boolean): Node {
  const addresses = node.inet6.addresses.filter((entry) => entry.interface !== name || !gone(entry))
  return { ...node, inet6: { ...node.inet6, addresses } }
}

/** A route of several legs goes when none of them can be used any more (rt6_multipath_dead_count). */
function withoutRoutes(node: Node, name: string): Node {
  const isDead = (hop: { readonly interface: string }) => {
    const state = stateOf(node, deviceOf(node, hop.interface))
    return hop.interface === name || state === 'off' || state === 'down'
  }
  const routes = node.inet6.routes.filter((route) => !(route.hops.some((hop) => hop.interface === name) && route.hops.every(isDead)))
  return { ...node, inet6: { ...node.inet6, routes } }
}

function cameUp(node: Node, device: Interface): Node {
  const { name } = device
  const addressed = withOwnAddress(withRoutes6(node, multicastRoutes6(node, device)), device)
  const local = addressesOf(addressed, name).flatMap((entry) => localRoutes6(addressed, entry))
  return withRoutes6(withPrefixRoutes(addressed, name), local)
}

function withPrefixRoutes(node: Node, name: string): Node {
  return withRoutes6(
    node,
    addressesOf(node, name).flatMap((entry) => prefixRoute6(node, entry) ?? []),
  )
}

function addressesOf(node: Node, name: string): readonly Address6[] {
  return node.inet6.addresses.filter((entry) => entry.interface === name)
}

/** `::1` of lo; a link-local address that is made of the MAC as it is now, unless addr_gen_mode says that there is none. */
function withOwnAddress(node: Node, device: Interface): Node {
  const isLoopback = device.kind === 'loopback'
  const has = addressesOf(node, device.name).some((entry) => (isLoopback ? entry.address === LOCALHOST6 : entry.byKernel === true))
  const address = isLoopback ? LOCALHOST6 : numberOf(node, device.name, 'addr_gen_mode') === 0 ? linkLocalOf(node, device) : undefined
  if (has || address === undefined) return node
  const scope = isLoopback ? 'host' : 'link'
  const entry: Address6 = { interface: device.name, address, length: isLoopback ? 128 : 64, scope, byKernel: true }
  return withAddress6(node, entry)
}

/** Before the first that has the same scope or a smaller one (ipv6_link_dev_addr). */
export function withAddress6(node: Node, entry: Address6): Node {
  const { addresses } = node.inet6
  const at = addresses.findIndex((other) => other.interface === entry.interface && rank(other) <= rank(entry))
  const put = at < 0 ? [...addresses, entry] : [...addresses.slice(0, at), entry, ...addresses.slice(at)]
  return { ...node, inet6: { ...node.inet6, addresses: put } }
}

/** The loopback address counts as link-local (__ipv6_addr_src_scope). */
function rank({ scope }: Address6): number {
  return scope === 'global' ? 1 : 0
}
