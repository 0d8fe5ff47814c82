/** What hangs on an interface, whatever the state of the links and bridges on the way. */
import type { Interface, Network, Node } from '../../model/index.js'
import type { Place } from '../context.js'
import { farEnd, interfaceOf, isLocalAddress, portsOf } from '../view.js'

/** Whether the node is among those that a frame leaving by this interface is meant to reach. */
export function leadsTo(network: Network, from: Place, wanted: string, seen: readonly string[] = []): boolean {
  const node = network.nodes[from.node]
  const device = node === undefined ? undefined : interfaceOf(node, from.interface)
  const key = `${from.node} ${from.interface}`
  if (node === undefined || device === undefined || seen.includes(key)) return false
  return exitsOf(network, node, device).some((exit) => comesTo(network, exit, wanted, [...seen, key]))
}

/** Where a frame comes in that leaves by the device. */
function exitsOf(network: Network, node: Node, device: Interface): readonly Place[] {
  switch (device.kind) {
    case 'ethernet':
    case 'veth': {
      const far = farEnd(network, node, device)
      return far === undefined ? [] : [far]
    }
    case 'vlan':
    case 'macvlan': {
      const lower = interfaceOf(node, device.lower)
      const plugged = farEnd(network, node, device)
      return [...(plugged === undefined ? [] : [plugged]), ...(lower === undefined ? [] : exitsOf(network, node, lower))]
    }
    case 'bond':
    case 'bridge':
      return portsOf(node, device.name).flatMap((port) => exitsOf(network, node, port))
    case 'vxlan':
      return Object.values(network.nodes).flatMap((far) => vxlansOf(far, device.remote))
    default:
      return []
  }
}

/** A VXLAN without a remote, or with a group, leads to all others. */
function vxlansOf(far: Node, remote: string | undefined): readonly Place[] {
  const isMeant = remote === undefined || isLocalAddress(far, remote as Parameters<typeof isLocalAddress>[1])
  return far.interfaces.filter((one) => one.kind === 'vxlan' && isMeant).map((one) => ({ node: far.name, interface: one.name }))
}

function comesTo(network: Network, place: Place, wanted: string, seen: readonly string[]): boolean {
  const node = network.nodes[place.node]
  const device = node === undefined ? undefined : interfaceOf(node, place.interface)
  if (node === undefined || device === undefined) return false
  if (node.name === wanted) return true
  const above = node.interfaces.filter((upper) => 'lower' in upper && upper.lower === device.name).map((upper) => upper.name)
  const masters = [device.master, ...above.map((name) => interfaceOf(node, name)?.master)].filter((name) => name !== undefined)
  const key = `${node.name} ${masters.join()}`
  if (masters.length === 0 || seen.includes(key)) return false
  return masters.some((master) =>
    portsOf(node, master).some(
      (port) => port.name !== device.name && leadsTo(network, { node: node.name, interface: port.name }, wanted, [...seen, key]),
    ),
  )
}
