/** Into a bridge, a bond or a VRF and out of it again (net/core/rtnetlink.c: do_set_master). */
import type { InterfaceName } from '../addresses/interface-name.js'
import { NO_MAC } from '../addresses/mac.js'
import { type Bond, DEFAULT_PORT_FLAGS, type Interface, type Node, type Vrf } from '../model/index.js'
import { deviceOf, isEthernet, lowerOf, macvlansOn, portsOf, replaceDevice } from './device.js'
import { withoutFdbOf } from './fdb.js'
import { settleInet6 } from './inet6.js'
import { randomMac, sharesMac, withBondMac, withBridgeFollowing, withMac, withMtu } from './link-change.js'
import { setUp } from './link-up.js'
import { type Applied, done, refused } from './result.js'
import { withoutKernelRoutesOf } from './route.js'

/** The old master lets go before the new one says yes or no. */
export function setMaster(node: Node, name: InterfaceName, master: InterfaceName | null): Applied {
  const device = deviceOf(node, name)
  if (device === undefined || device.master === (master ?? undefined)) return done(node)
  // It can be left only by way of Open vSwitch's own database: no ndo_del_slave.
  if (deviceOf(node, device.master)?.owner === 'openvswitch')
    return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  const wanted = deviceOf(node, master ?? undefined)
  if (master !== null && wanted === undefined) return refused(node, 'ENODEV', `Error: argument "${master}" is wrong: Device does not exist`)
  const free = released(node, device)
  return wanted === undefined ? done(free) : enslaved(free, name, wanted)
}

function enslaved(node: Node, name: InterfaceName, master: Interface): Applied {
  const device = deviceOf(node, name)
  if (device === undefined) return done(node)
  switch (master.kind) {
    case 'bridge':
      return bridgeRefusal(node, device, master) ?? done(intoBridge(node, device, master))
    case 'bond':
      return bondRefusal(node, device, master) ?? done(intoBond(node, device, master))
    case 'vrf':
      return vrfRefusal(node, device) ?? done(movedBetweenTables(node, { ...device, master: master.name }))
    default:
      return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  }
}

function released(node: Node, device: Interface): Node {
  const master = deviceOf(node, device.master)
  const free = withoutMaster(device)
  switch (master?.kind) {
    case 'bond':
      return outOfBond(node, device, master)
    case 'vrf':
      return movedBetweenTables(node, free)
    case 'bridge':
      return withBridgeFollowing(withoutFdbOf(replaceDevice(node, free), device.name, 'master'), master.name)
    default:
      return replaceDevice(node, free)
  }
}

export function withoutMaster(device: Interface): Interface {
  const { master: _master, port: _port, portNumber: _number, vlans, lent: _lent, ...rest } = device
  return (device.kind === 'bridge' && vlans !== undefined ? { ...rest, vlans } : rest) as Interface
}

/** br_add_if, net/bridge/br_if.c. */
function bridgeRefusal(node: Node, device: Interface, bridge: Interface): Applied | undefined {
  if (device.kind === 'bridge' && device.mac !== NO_MAC) return refused(node, 'ELOOP', 'Error: Can not enslave a bridge to a bridge.')
  if (!isEthernet(device) || device.mac === NO_MAC) return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  const standsOnIt = lowerOf(device) === bridge.name
  return standsOnIt || macvlansOn(node, device.name).length > 0
    ? refused(node, 'EBUSY', 'RTNETLINK answers: Device or resource busy')
    : undefined
}

function intoBridge(node: Node, device: Interface, bridge: Interface & { readonly kind: 'bridge' }): Node {
  const marked = replaceDevice(node, { ...bridge, hadPort: true })
  const taken = portsOf(node, bridge.name).map((port) => port.portNumber)
  // find_portno: the lowest that is free.
  const portNumber = Array.from({ length: taken.length + 1 }, (_, index) => index + 1).find((number) => !taken.includes(number)) ?? 1
  const joined = replaceDevice(marked, { ...device, master: bridge.name, port: DEFAULT_PORT_FLAGS, portNumber })
  return withBridgeFollowing(joined, bridge.name)
}

/** bond_enslave, drivers/net/bonding/bond_main.c. */
function bondRefusal(node: Node, device: Interface, bond: Bond): Applied | undefined {
  if (device.name === bond.name) return refused(node, 'EPERM', 'Error: Cannot enslave bond to itself.')
  if (device.kind === 'vrf') return refused(node, 'EPERM', 'Error: Device type (master device) cannot be enslaved.')
  if (macvlansOn(node, device.name).length > 0) return refused(node, 'EBUSY', 'Error: Device is in use and cannot be enslaved.')
  if (device.up) return refused(node, 'EPERM', 'Error: Device can not be enslaved while up.')
  const first = portsOf(node, bond.name)[0]
  return first !== undefined && isEthernet(first) !== isEthernet(device)
    ? refused(node, 'EINVAL', 'Error: Device type is different from other slaves.')
    : undefined
}

/** The first port lends the bond its MAC, the bond lends the others its own; all get its MTU and are set up. */
function intoBond(node: Node, device: Interface, bond: Bond): Node {
  const isFirst = portsOf(node, bond.name).length === 0
  const portNumber = 1 + Math.max(0, ...portsOf(node, bond.name).map((port) => port.portNumber ?? 0))
  const joined = replaceDevice(node, { ...device, master: bond.name, portNumber, lent: { mac: device.mac, mtu: device.mtu } })
  const takesMac = isFirst && bond.macSet !== true
  const agreed = takesMac ? withMac(joined, bond.name, device.mac) : sharesMac(bond) ? withMac(joined, device.name, bond.mac) : joined
  return setUp(withMtu(agreed, device.name, bond.mtu), device.name, true)
}

/** __bond_release_one: the port is closed and gets its own MAC and MTU back; a bond without ports takes a random MAC. */
function outOfBond(node: Node, device: Interface, bond: Bond): Node {
  const own = device.lent ?? device
  const left = replaceDevice(setUp(node, device.name, false), { ...withoutMaster(device), up: false, mac: own.mac, mtu: own.mtu })
  if (portsOf(left, bond.name).length > 0) return left
  const { macSet: _, ...forgetful } = bond
  return withBondMac(replaceDevice(left, forgetful), bond.name, randomMac(left, bond.name))
}

/** vrf_add_slave. */
function vrfRefusal(node: Node, device: Interface): Applied | undefined {
  if (device.kind === 'loopback') return refused(node, 'EOPNOTSUPP', 'Error: Can not enslave loopback device to a VRF.')
  return device.kind === 'vrf' ? refused(node, 'EINVAL', 'Error: Can not enslave an L3 master device to a VRF.') : undefined
}

/**
 * All routes of the port go when it comes to a VRF or leaves one (fib_frontend.c: NETDEV_CHANGEUPPER). What was up is then set down
 * and up again (vrf.c: cycle_netdev), so that the kernel's own come back in the table that is now theirs.
 */
function movedBetweenTables(node: Node, moved: Interface & Pick<Vrf, 'name'>): Node {
  const before = deviceOf(node, moved.name)
  const down = setUp(withoutKernelRoutesOf(replaceDevice(node, { ...moved, up: before?.up === true }), moved.name), moved.name, false)
  const settled = settleInet6(node, down)
  return before?.up === true ? settleInet6(settled, setUp(settled, moved.name, true)) : settled
}
