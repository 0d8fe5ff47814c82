/** A MAC or an MTU that changes, and whatever goes by it: the bridge or bond above, the VLANs and macvlans on it, a bond's ports. */
import { derivedMac, type Mac, NO_MAC } from '../addresses/mac.js'
import type { Bridge, Interface, Node } from '../model/index.js'
import { deviceOf, macvlansOn, portsOf, replaceDevice, vlansOn } from './device.js'

/** VLANs that are up and have no MAC of their own follow (net/8021q/vlan.c: vlan_sync_address), and so does the bridge above. */
export function withMac(node: Node, name: string, mac: Mac): Node {
  const device = deviceOf(node, name)
  if (device === undefined || device.mac === mac) return node
  const followers = vlansOn(node, name).filter((vlan) => vlan.up && vlan.macSet !== true)
  const changed = followers.reduce((now, vlan) => withMac(now, vlan.name, mac), replaceDevice(node, { ...device, mac }))
  return withBridgeMac(changed, device.master)
}

/** A bridge takes the lowest MAC of its ports unless its own was set (br_stp_recalculate_bridge_id); without a port, none. */
export function withBridgeMac(node: Node, name: string | undefined): Node {
  const bridge = deviceOf(node, name)
  if (bridge?.kind !== 'bridge' || bridge.macSet) return node
  const macs = portsOf(node, bridge.name).map((device) => device.mac)
  return withMac(node, bridge.name, macs.sort()[0] ?? NO_MAC)
}

/** The bond's own MAC and, unless fail_over_mac says otherwise, that of all its ports (bond_set_mac_address). */
export function withBondMac(node: Node, name: string, mac: Mac): Node {
  const changed = withMac(node, name, mac)
  const bond = deviceOf(changed, name)
  if (bond?.kind !== 'bond' || !sharesMac(bond)) return changed
  return portsOf(changed, name).reduce((now, port) => withMac(now, port.name, mac), changed)
}

export function sharesMac(bond: Interface & { readonly kind: 'bond' }): boolean {
  return (bond.settings['fail_over_mac'] ?? 'none') === 'none' || bond.mode !== 'active-backup'
}

export function randomMac(node: Node, name: string): Mac {
  return derivedMac(`${node.name} ${name}`)
}

/** What stands on it must not be larger; a bond gives its ports its own; a bridge that was not told goes by the smallest port. */
export function withMtu(node: Node, name: string, mtu: number): Node {
  const device = deviceOf(node, name)
  if (device === undefined || device.mtu === mtu) return node
  const above = [...vlansOn(node, name), ...macvlansOn(node, name)].filter((upper) => upper.mtu > mtu)
  const below = device.kind === 'bond' ? portsOf(node, name) : []
  const changed = [...above, ...below].reduce((now, other) => withMtu(now, other.name, mtu), replaceDevice(node, { ...device, mtu }))
  return withBridgeMtu(changed, device.master)
}

/** br_mtu_auto_adjust, net/bridge/br_if.c. */
export function withBridgeMtu(node: Node, name: string | undefined): Node {
  const bridge = deviceOf(node, name)
  if (bridge?.kind !== 'bridge' || bridge.mtuSet === true) return node
  const mtus = portsOf(node, bridge.name).map((device) => device.mtu)
  return withMtu(node, bridge.name, mtus.length === 0 ? 1500 : Math.min(...mtus))
}

/** After a port came or went. */
export function withBridgeFollowing(node: Node, bridge: Bridge['name']): Node {
  return withBridgeMtu(withBridgeMac(node, bridge), bridge)
}
