/** Interfaces of a node: looked up, replaced, and what each kind can be used for. */
import type { Interface, Node, Tunnel } from '../model/index.js'

export function deviceOf(node: Node, name: string | undefined): Interface | undefined {
  return node.interfaces.find((device) => device.name === name)
}

export function replaceDevice(node: Node, device: Interface): Node {
  return { ...node, interfaces: node.interfaces.map((old) => (old.name === device.name ? device : old)) }
}

export function portsOf(node: Node, master: string): readonly Interface[] {
  return node.interfaces.filter((device) => device.master === master)
}

/** Tables into which the routes go that the kernel makes: a VRF's ports, and itself, have the VRF's (l3mdev_fib_table). */
export function tablesOf(node: Node, name: string): { readonly main: string; readonly local: string } {
  const device = deviceOf(node, name)
  const own = device?.kind === 'vrf' ? device : deviceOf(node, device?.master)
  return own?.kind === 'vrf' ? { main: own.table, local: own.table } : { main: 'main', local: 'local' }
}

/** Of the tunnels only these carry Ethernet frames. */
const ETHERNET_TUNNELS: readonly Tunnel['mode'][] = ['gretap', 'ip6gretap', 'geneve', 'erspan', 'l2tp']

/** Kinds that are not modelled but are known to be Ethernet, by the kernel's names. */
const ETHERNET_KINDS = ['tap', 'ifb', 'team', 'ipvtap', 'macsec', 'batadv', 'hsr', 'netdevsim', 'ipvlan']

/** Whether frames of Ethernet cross it (ARPHRD_ETHER): no others can be a bridge's port or carry a VLAN. */
export function isEthernet(device: Interface): boolean {
  switch (device.kind) {
    case 'loopback':
    case 'vrf':
      return false
    case 'tunnel':
      return ETHERNET_TUNNELS.includes(device.mode)
    case 'unrecognised':
      return ETHERNET_KINDS.includes(device.kernelKind)
    default:
      return true
  }
}

export function lowerOf(device: Interface): string | undefined {
  return 'lower' in device ? device.lower : undefined
}

/** VLAN devices on a device. */
export function vlansOn(node: Node, name: string): readonly (Interface & { readonly kind: 'vlan' })[] {
  return node.interfaces.filter((device) => device.kind === 'vlan').filter((device) => device.lower === name)
}

export function macvlansOn(node: Node, name: string): readonly (Interface & { readonly kind: 'macvlan' })[] {
  return node.interfaces.filter((device) => device.kind === 'macvlan').filter((device) => device.lower === name)
}
