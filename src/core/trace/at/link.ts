/** Layer 2: carries a frame from one interface over cables, bridges and virtual devices to every IP layer that takes it in. */
import { type Why, why } from '../../diagnostics/why.js'
import type { Interface, Node } from '../../model/index.js'
import { unreachable } from '../../std/unreachable.js'
import type { Context, Place } from '../context.js'
import { missFrameChains } from '../netfilter/unevaluated.js'
import { farEnd, interfaceOf } from '../view.js'
import { arrive } from './arrive.js'
import { sendByBond } from './bond.js'
import { spread } from './bridge.js'
import { type Frame, withTag } from './frame.js'
import { passMacvlansBy, sendByMacvlan } from './macvlan.js'
import { portStatesOf } from './port-states.js'
import { weighStorm } from './storm.js'
import { sendByVxlan } from './vxlan.js'
import { type Carried, type Copy, lost, lostUnknown, newWork, type Work } from './work.js'

/** Sends a frame out of an interface and follows every copy of it. */
export function carry(context: Context, from: Place, frame: Frame): Carried {
  const work = newWork(context, portStatesOf(context.network))
  send(work, from, frame)
  return work.circling.length === 0 ? work : weighStorm(work)
}

/** Copies that cannot come to an end are found by their trail; this is for those that merely multiply. */
const MOST_ARRIVALS = 20_000

export function send(work: Work, from: Place, frame: Frame): void {
  const node = work.context.network.nodes[from.node]
  const device = node === undefined ? undefined : interfaceOf(node, from.interface)
  if (node === undefined || device === undefined) return
  missFrameChains(work.context, node)
  const copy = { frame, trail: [], forUs: false }
  passMacvlansBy(work, node, device, copy)
  leave(work, node, device, copy)
  settleArrivals(work)
}

export function settleArrivals(work: Work): void {
  for (let count = 0; count < MOST_ARRIVALS; count += 1) {
    const arrival = work.pending.shift()
    if (arrival === undefined) return
    arrive(work, arrival)
  }
}

/** What each kind of device does with a frame that is to leave by it (its ndo_start_xmit). */
export function leave(work: Work, node: Node, device: Interface, copy: Copy): void {
  if (!device.up)
    return lost(work, node, { reason: 'link/down', why: why(`${device.name} of ${node.name} is down`, device.origin), port: device.name })
  switch (device.kind) {
    case 'bridge':
      return spread(work, node, device, { copy, entry: undefined })
    case 'ethernet':
    case 'veth':
      return cross(work, node, device, copy)
    case 'loopback':
      work.landings.push({ node: node.name, interface: device.name, frame: copy.frame })
      return
    case 'dummy':
      return lost(work, node, {
        reason: 'link/no-carrier',
        why: why(`${device.name} is a dummy interface: whatever is sent there is gone`, device.origin),
      })
    case 'vlan':
      return below(work, node, device, { ...copy, frame: withTag(copy.frame, device) })
    case 'macvlan':
      return sendByMacvlan(work, node, device, copy)
    case 'bond':
      return sendByBond(work, node, device, copy)
    case 'vxlan':
      return sendByVxlan(work, node, device, copy)
    case 'unrecognised':
      return unknownKind(work, node, device, device.kernelKind)
    case 'ovs-bridge':
    case 'ovs-internal':
    case 'tunnel':
    case 'vrf':
      return unknownKind(work, node, device, device.kind)
  }
  return unreachable(device)
}

/** Out of the device that another stands on. */
export function below(work: Work, node: Node, upper: Interface & { readonly lower: string }, copy: Copy): void {
  const lower = interfaceOf(node, upper.lower)
  if (lower !== undefined) return leave(work, node, lower, copy)
  lostUnknown(work, node, `interface ${upper.lower} below ${upper.name}`, why(`${upper.lower} is not known`, upper.origin))
}

function unknownKind(work: Work, node: Node, device: Interface, kind: string): void {
  const because = why(`${device.name} is of kind ${kind}, which is not modelled`, device.origin)
  lostUnknown(work, node, `interface ${device.name} of kind ${kind}`, because)
}

/** Over the cable, whose ends are two cards, or a veth pair, which may be of one machine. */
export function cross(work: Work, node: Node, device: Interface, copy: Copy): void {
  const peer = farEnd(work.context.network, node, device)
  const noCarrier = (because: Why) => lost(work, node, { reason: 'link/no-carrier', why: because, port: device.name })
  if (peer === undefined && device.kind === 'veth') return unknownKind(work, node, device, 'veth whose other end is in another namespace')
  if (peer === undefined) return noCarrier(why(`nothing is plugged into ${device.name} of ${node.name}`, device.origin))
  const far = work.context.network.nodes[peer.node]
  const end = far === undefined ? undefined : interfaceOf(far, peer.interface)
  if (far === undefined || end === undefined || !end.up)
    return noCarrier(why(`${device.name} of ${node.name} has no carrier: ${peer.node}'s ${peer.interface} is down`, end?.origin))
  const ends = { from: `${node.name}:${device.name}`, to: `${far.name}:${end.name}` }
  work.steps.push({ kind: 'cable', did: 'carried', ...ends, why: why(`cable ${ends.from} — ${ends.to}`) })
  const { frame, trail } = copy
  // What a guest sends into its macvtap, the macvtap sends.
  if (end.kind === 'macvlan') return sendByMacvlan(work, far, end, { frame, trail, forUs: false })
  work.pending.push({ node: far, device: end, copy: { frame, trail, forUs: false } })
}
