/** A frame comes into a device: VLAN devices first, then whatever has taken the device over, then IP (net/core/dev.c: __netif_receive_skb_core). */
import { BROADCAST_MAC } from '../../addresses/mac.js'
import { why } from '../../diagnostics/why.js'
import type { Interface, Node, OvsBridge } from '../../model/index.js'
import { miss } from '../context.js'
import { missFrameChains } from '../netfilter/unevaluated.js'
import { interfaceOf, peerOf } from '../view.js'
import { receiveByBond } from './bond.js'
import { enterBridge } from './bridge.js'
import { withTags } from './frame.js'
import { cross } from './link.js'
import { receiveByMacvlans } from './macvlan.js'
import { type Arrival, type Copy, lost, type Work } from './work.js'

export function arrive(work: Work, { node, device, copy: coming }: Arrival): void {
  const copy = { ...coming, forUs: coming.forUs || coming.frame.destination === device.mac }
  missFrameChains(work.context, node)
  const switched = switchOf(node, device)
  if (switched !== undefined) miss(work.context, `${node.name}: ${switched}`)
  const vlan = vlanFor(node, device, copy)
  if (vlan !== undefined) return intoVlan(work, node, vlan, copy)
  if (receiveByMacvlans(work, node, device, copy) === 'consumed') return
  const master = device.master === undefined ? undefined : interfaceOf(node, device.master)
  switch (master?.kind) {
    case undefined:
      return device.master === undefined ? land(work, node, device, copy) : beyond(work, node, device)
    case 'bridge':
      return enterBridge(work, node, master, { copy, entry: device })
    case 'bond':
      return receiveByBond(work, node, master, { copy, port: device })
    default:
      return beyond(work, node, device)
  }
}

function beyond(work: Work, node: Node, device: Interface): void {
  miss(work.context, `${node.name}: ${device.name} belongs to ${device.master}, which is not a bridge that is modelled`)
}

/** vlan_do_receive: the VLAN device of the outermost tag, whatever else the device below belongs to. */
function vlanFor(node: Node, device: Interface, { frame }: Copy): (Interface & { readonly kind: 'vlan' }) | undefined {
  const tag = frame.tags?.[0]
  if (tag === undefined) return undefined
  return node.interfaces
    .filter((upper) => upper.kind === 'vlan')
    .find((upper) => upper.lower === device.name && upper.id === tag.id && upper.protocol === tag.protocol)
}

function intoVlan(work: Work, node: Node, vlan: Interface & { readonly kind: 'vlan' }, copy: Copy): void {
  if (!vlan.up) return lost(work, node, { reason: 'link/down', why: why(`${vlan.name} of ${node.name} is down`, vlan.origin) })
  const [, ...inner] = copy.frame.tags ?? []
  arrive(work, { node, device: vlan, copy: { ...copy, frame: withTags(copy.frame, inner) } })
}

/** Open vSwitch takes frames off its ports. Undefined: it is none. */
function switchOf(node: Node, device: Interface): string | undefined {
  const isPort = (bridge: OvsBridge) => bridge.ports.some((port) => port.interfaces.some((member) => member.name === device.name))
  const bridge = device.kind === 'ethernet' || device.kind === 'veth' ? node.ovs?.bridges.find(isPort) : undefined
  return bridge === undefined ? undefined : `Open vSwitch bridge ${bridge.name}, a port of which is ${device.name}`
}

/** Up to IP, unless it is tagged for a VLAN that nobody has here. What comes to a macvtap goes to whom it belongs. */
function land(work: Work, node: Node, device: Interface, copy: Copy): void {
  const { frame, forUs, port } = copy
  if (frame.carries.kind === 'bpdu') return
  if (device.kind === 'macvlan' && device.tap && peerOf(work.context.network, node.name, device.name) !== undefined)
    return cross(work, node, device, copy)
  if (frame.destination !== BROADCAST_MAC && !forUs) return
  const tag = frame.tags?.find((one) => one.id !== 0)
  if (tag === undefined) {
    const { tags: _, ...plain } = frame
    work.landings.push({ node: node.name, interface: device.name, frame: plain, ...(port === undefined ? {} : { port }) })
    return
  }
  const text = `the frame comes to ${device.name} of ${node.name} with the tag of VLAN ${tag.id}, and no interface there is of that VLAN`
  lost(work, node, { reason: 'vlan/no-device', why: why(text, device.origin) })
}
