/** Whether an interface has carrier, as far as its own machine decides it: whatever a cable leads to counts as switched on. */
import type { Interface, Node } from '../model/index.js'
import { deviceOf, portsOf } from './device.js'

/** Devices may stand on each other only so deep (MAX_NEST_DEV). */
const MAX_NEST = 8

export function hasCarrier(node: Node, device: Interface | undefined, depth = MAX_NEST): boolean {
  if (device?.up !== true || depth === 0) return false
  switch (device.kind) {
    case 'veth':
      return device.peer === undefined || deviceOf(node, device.peer)?.up === true
    case 'vlan':
    case 'macvlan':
      return hasCarrier(node, deviceOf(node, device.lower), depth - 1)
    case 'bridge': {
      const ports = portsOf(node, device.name)
      // Setting its MAC or STP is enough to take it away (br_port_state_selection).
      const isUntouched = ports.length === 0 && device.hadPort !== true && !device.macSet && !device.stp
      return isUntouched || ports.some((port) => hasCarrier(node, port, depth - 1))
    }
    case 'bond':
      return portsOf(node, device.name).some((port) => hasCarrier(node, port, depth - 1))
    case 'loopback':
    case 'dummy':
    case 'ethernet':
    case 'tunnel':
    case 'vrf':
    case 'vxlan':
    case 'ovs-bridge':
    case 'ovs-internal':
    case 'unrecognised':
      return true
  }
}
