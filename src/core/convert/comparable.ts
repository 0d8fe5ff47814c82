/** A node without what each daemon does in its own way and no packet notices, so that two boots can be compared. */
import { NO_MAC } from '../addresses/mac.js'
import type { Address, Node, Route } from '../model/index.js'

/** Parameters that a subsystem sets on the interfaces that it brings up; they say nothing about what was meant. */
const OWN_PARAMETERS =
  /^net\.(ipv6\.conf\.[^.]+\.(disable_ipv6|accept_ra|autoconf|addr_gen_mode|accept_dad|dad_transmits|use_tempaddr|proxy_ndp)|ipv4\.conf\.[^.]+\.promote_secondaries)$/

/** `wandering`: bridges whose MAC is that of whichever guest's tap is lowest, or random. */
export function comparable(node: Node, wandering: ReadonlySet<string>): Node {
  return {
    ...node,
    interfaces: node.interfaces.map((device) =>
      device.kind === 'bridge' ? { ...device, macSet: false, ...(wandering.has(device.name) ? { mac: NO_MAC } : {}) } : device,
    ),
    addresses: node.addresses.map(withoutNetwork),
    routes: node.routes.filter((route) => !isGatewaysOwn(route)).map(likeAnyClient),
    inet6: {
      ...node.inet6,
      addresses: node.inet6.addresses.filter((entry) => entry.byKernel !== true && !entry.address.startsWith('fe80:')),
      routes: node.inet6.routes.filter((route) => !route.to.address.startsWith('fe80:')),
    },
    sysctls: Object.fromEntries(Object.entries(node.sysctls).filter(([key]) => !OWN_PARAMETERS.test(key))),
  }
}

/** A bridge whose MAC nobody set follows its ports; without one of the machine's own cards nobody counts on it. */
export function wanderingBridges(node: Node): ReadonlySet<string> {
  const firm = new Set(
    node.interfaces.filter((device) => device.kind !== 'ethernet' || device.medium === 'hardware').map((device) => device.master),
  )
  return new Set(
    node.interfaces.filter((device) => device.kind === 'bridge' && !device.macSet && !firm.has(device.name)).map((device) => device.name),
  )
}

/** A secondary address has no route of its own, like one with the prefix length 32; nor does a broadcast address make one that is not there anyway. */
function withoutNetwork(entry: Address): Address {
  const { broadcast: _broadcast, ...rest } = entry
  return entry.secondary ? { ...rest, length: 32, secondary: false } : rest
}

/** systemd-networkd adds a host route to the gateway of a lease, which the subnet's route covers. */
function isGatewaysOwn(route: Route): boolean {
  return route.protocol === 'dhcp' && route.to.length === 32 && route.hops[0]?.gateway === undefined
}

/** And it writes the leased address into the routes of the lease, which is chosen without that as well. */
function likeAnyClient(route: Route): Route {
  if (route.protocol !== 'dhcp') return route
  const { source: _source, ...rest } = route
  return rest
}
