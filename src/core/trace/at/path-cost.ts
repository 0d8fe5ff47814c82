/** What a port costs in the spanning tree unless it was told: by the speed that its driver says (net/bridge/br_if.c: port_cost). */
import type { Bond, Interface, Node } from '../../model/index.js'
import { interfaceOf, portsOf } from '../view.js'

/** More than 10 Gb/s, just that, and 10 Mb/s, as which whoever says no speed counts. */
const FASTER = 1
const FAST = 2
const SLOW = 100

/** Nothing that was captured says how fast a network card is: all are taken for as fast as a veth, 10 Gb/s. */
export function pathCost(node: Node, device: Interface): number {
  switch (device.kind) {
    case 'ethernet':
    case 'veth':
      return FAST
    case 'vlan':
    case 'macvlan':
      return costBelow(node, device.lower)
    case 'vxlan':
      return costBelow(node, device.lower)
    case 'bond':
      return bondCost(node, device)
    case 'bridge':
    case 'dummy':
    case 'loopback':
    case 'ovs-bridge':
    case 'ovs-internal':
    case 'tunnel':
    case 'unrecognised':
    case 'vrf':
      return SLOW
  }
}

function costBelow(node: Node, name: string | undefined): number {
  const lower = name === undefined ? undefined : interfaceOf(node, name)
  return lower === undefined ? SLOW : pathCost(node, lower)
}

/** Ports that work together are as fast as all of them (bond_ethtool_get_link_ksettings). */
function bondCost(node: Node, bond: Bond): number {
  const ports = portsOf(node, bond.name).length
  if (ports === 0) return SLOW
  return ports === 1 || bond.mode === 'active-backup' || bond.mode === 'broadcast' ? FAST : FASTER
}
