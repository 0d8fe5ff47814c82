/** Look-ups on a Network that every stage needs: nodes, interfaces, sysctls, carrier. */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Origin } from '../diagnostics/origin.js'
import type { End, Interface, Network, Node } from '../model/index.js'

export function interfaceOf(node: Node, name: string): Interface | undefined {
  return node.interfaces.find((candidate) => candidate.name === name)
}

/** The other end of the cable plugged into an interface. */
export function peerOf(network: Network, node: string, name: string): End | undefined {
  for (const {
    ends: [a, b],
  } of network.cables) {
    if (a.node === node && a.interface === name) return b
    if (b.node === node && b.interface === name) return a
  }
  return undefined
}

/** The other end of a cable, or of a veth pair within the node. */
export function farEnd(network: Network, node: Node, device: Interface): Omit<End, 'origin'> | undefined {
  const plugged = peerOf(network, node.name, device.name)
  if (plugged !== undefined || device.kind !== 'veth' || device.peer === undefined) return plugged
  return { node: node.name, interface: device.peer }
}

/** Both ends of its cable are up. Bridges have carrier while a port of theirs has (net/bridge/br_if.c: br_port_carrier_check). */
export function hasCarrier(network: Network, node: Node, device: Interface): boolean {
  switch (device.kind) {
    case 'loopback':
    case 'dummy':
    case 'unrecognised':
    case 'ovs-bridge':
    case 'ovs-internal':
    case 'tunnel':
    case 'vrf':
    case 'vxlan':
      return device.up
    case 'macvlan':
    case 'vlan': {
      const lower = interfaceOf(node, device.lower)
      return device.up && lower !== undefined && hasCarrier(network, node, lower)
    }
    case 'ethernet':
    case 'veth': {
      const peer = farEnd(network, node, device)
      if (peer === undefined && device.kind === 'veth') return device.up
      const far = peer === undefined ? undefined : network.nodes[peer.node]
      return device.up && far !== undefined && peer !== undefined && interfaceOf(far, peer.interface)?.up === true
    }
    case 'bond':
    case 'bridge':
      return device.up && portsOf(node, device.name).some((port) => hasCarrier(network, node, port))
  }
}

export function portsOf(node: Node, bridge: string): readonly Interface[] {
  return node.interfaces.filter((candidate) => candidate.master === bridge)
}

/** Owner of an address on a node: any interface's (weak host model), or 127/8 on lo. */
export function isLocalAddress(node: Node, address: Ipv4): boolean {
  return (
    node.routes.some(
      (route) => route.table === 'local' && route.type === 'local' && route.to.length === 32 && route.to.address === address,
    ) || address.startsWith('127.')
  )
}

/** Number in a sysctl, with where it was set. */
export function sysctlOf(node: Node, key: string, fallback: number): { readonly value: number; readonly origin?: Origin } {
  const entry = node.sysctls[key]
  if (entry === undefined) return { value: fallback }
  const value = Number.parseInt(entry.value, 10)
  const number = Number.isNaN(value) ? fallback : value
  return entry.origin === undefined ? { value: number } : { value: number, origin: entry.origin }
}

/** `net.ipv4.conf.all.X` and `net.ipv4.conf.IFACE.X` (an interface that was never written to has the default's value). */
export function confOf(node: Node, name: string, leaf: string, fallback: number) {
  const all = sysctlOf(node, `net.ipv4.conf.all.${leaf}`, fallback)
  const own = sysctlOf(node, `net.ipv4.conf.${name}.${leaf}`, fallback)
  return { all, own }
}

/** The kernel's IN_DEV_MAXCONF: the larger of `all` and the interface's own. */
export function maxConf(node: Node, name: string, leaf: string, fallback = 0): { readonly value: number; readonly origin?: Origin } {
  const { all, own } = confOf(node, name, leaf, fallback)
  return all.value >= own.value ? all : own
}

/** The kernel's IN_DEV_FORWARD: the interface's own flag alone. */
export function forwards(node: Node, name: string): { readonly value: number; readonly origin?: Origin } {
  return sysctlOf(node, `net.ipv4.conf.${name}.forwarding`, 0)
}
