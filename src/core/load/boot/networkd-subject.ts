/** A device of a node as [Match] sections see it. What is not known of it stays open. */
import type { Subject } from '../../formats/networkd/index.js'
import type { Interface, Node } from '../../model/index.js'

export function subjectOf(node: Node, device: Interface, original: { readonly name: string; readonly mac: string }): Subject {
  const kind = kindOf(device)
  const driver = DRIVERS[kind ?? '']
  return {
    names: [device.name],
    originalName: original.name,
    mac: device.mac,
    ...(kind === null ? { permanentMac: original.mac } : {}),
    type: typeOf(device),
    kind,
    ...(driver === undefined ? {} : { driver }),
    host: node.name,
  }
}

/** IFLA_INFO_KIND; of a NIC there is none. */
function kindOf(device: Interface): string | null {
  switch (device.kind) {
    case 'ethernet':
      return device.medium === 'tap' ? 'tun' : null
    case 'loopback':
      return null
    case 'macvlan':
      return device.tap ? 'macvtap' : 'macvlan'
    case 'tunnel':
      return device.mode
    case 'unrecognised':
      return device.kernelKind
    case 'ovs-bridge':
    case 'ovs-internal':
      return 'openvswitch'
    default:
      return device.kind
  }
}

/** `networkctl list`: DEVTYPE, or the name of the ARP hardware type. */
function typeOf(device: Interface): string {
  switch (device.kind) {
    case 'loopback':
      return 'loopback'
    case 'bridge':
    case 'bond':
    case 'vlan':
    case 'vxlan':
      return device.kind
    case 'tunnel':
      return ['gretap', 'ip6gretap', 'geneve', 'erspan', 'l2tp'].includes(device.mode) ? 'ether' : device.mode
    default:
      return 'ether'
  }
}

const DRIVERS: Readonly<Record<string, string>> = {
  bridge: 'bridge',
  bond: 'bonding',
  vlan: '802.1Q VLAN Support',
  veth: 'veth',
  vxlan: 'vxlan',
  dummy: 'dummy',
  macvlan: 'macvlan',
  tun: 'tun',
  openvswitch: 'openvswitch',
}
