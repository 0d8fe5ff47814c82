/** Interfaces that go up and down, with the routes and the VLANs that come and go with them. */
import { LOCALHOST } from '../addresses/ipv4.js'
import type { Origin } from '../diagnostics/origin.js'
import type { Address, Interface, Node } from '../model/index.js'
import { deviceOf, replaceDevice, vlansOn } from './device.js'
import { withMac } from './link-change.js'
import { withConnectedRoutes, withLocalRoutes, withoutRoutesOf } from './route.js'

/** VLANs go down and come up with the device below, even one that never was up (net/8021q/vlan.c: vlan_device_event). */
export function setUp(node: Node, name: string, up: boolean, origin?: Origin): Node {
  const device = deviceOf(node, name)
  if (device === undefined || device.up === up) return node
  const stamped = device.origin === undefined && origin !== undefined ? { origin } : {}
  const changed = replaceDevice(node, { ...device, up, ...stamped })
  const own = up ? broughtUp(changed, device) : withoutRoutesOf(changed, name)
  return vlansOn(own, name).reduce((now, vlan) => setUp(now, vlan.name, up, origin), own)
}

function broughtUp(node: Node, device: Interface): Node {
  const { name } = device
  const addressed = device.kind === 'loopback' ? withLoopbackAddress(node, device) : withLowerMac(node, device)
  const local = addressed.addresses.filter((entry) => entry.interface === name).reduce(withLocalRoutes, addressed)
  return withConnectedRoutes(local, name)
}

/** The kernel gives lo 127.0.0.1/8 by itself when it comes up without an address. */
function withLoopbackAddress(node: Node, device: Interface): Node {
  if (node.addresses.some((entry) => entry.interface === device.name)) return node
  const entry: Address = { interface: device.name, address: LOCALHOST, length: 8, scope: 'host', secondary: false }
  return { ...node, addresses: [...node.addresses, entry] }
}

/** vlan_dev_open: what changed below while the VLAN was down. */
function withLowerMac(node: Node, device: Interface): Node {
  const lower = device.kind === 'vlan' && device.macSet !== true ? deviceOf(node, device.lower) : undefined
  return lower === undefined ? node : withMac(node, device.name, lower.mac)
}
