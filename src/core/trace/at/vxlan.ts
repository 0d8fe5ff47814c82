/** VXLAN: a frame becomes the load of a UDP packet of the node's own, whose way is followed like any other's (drivers/net/vxlan). */
import { type Ipv4, isMulticast, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, NO_MAC } from '../../addresses/mac.js'
import { why, whyAlso } from '../../diagnostics/why.js'
import type { Node, Vxlan } from '../../model/index.js'
import { type Context, enter, lose, miss } from '../context.js'
import { drain } from '../input.js'
import { sendOwn } from '../output.js'
import type { Packet } from '../packet.js'
import { lookUp } from '../routing.js'
import { interfaceOf } from '../view.js'
import { isToMany } from './frame.js'
import { type Copy, lost, lostUnknown, type Work } from './work.js'

/** vxlan_xmit: to the one remote that the address is known behind, else to all of the default entry. */
export function sendByVxlan(work: Work, node: Node, device: Vxlan, copy: Copy): void {
  const remotes = remotesFor(work.context, node, device, copy)
  if (remotes.length === 0) {
    const text = `${device.name} of ${node.name} knows no remote for ${copy.frame.destination}`
    return lost(work, node, { reason: 'vxlan/no-remote', why: why(text, device.origin), port: device.name })
  }
  for (const remote of remotes) sendTo(work, node, device, { copy, remote })
}

function remotesFor({ memory }: Context, node: Node, device: Vxlan, { frame }: Copy): readonly string[] {
  const configured = (mac: Mac) =>
    (node.fdb ?? []).filter((entry) => entry.of === 'self' && entry.interface === device.name && entry.mac === mac)
  const own = isToMany(frame) ? [] : configured(frame.destination)
  const learnt = isToMany(frame) ? undefined : memory.fdb.get(learntKey(node, device, frame.destination))
  if (learnt !== undefined) return [learnt]
  if (own.length > 0) return own.flatMap((entry) => entry.remote ?? [])
  const others = configured(NO_MAC).flatMap((entry) => entry.remote ?? [])
  return [...new Set([...(device.remote === undefined ? [] : [device.remote]), ...others])]
}

function learntKey(node: Node, device: Vxlan, mac: string): string {
  return `${node.name} ${device.name} ${mac}`
}

type Sending = { readonly copy: Copy; readonly remote: string }

function sendTo(work: Work, node: Node, device: Vxlan, { copy, remote }: Sending): void {
  const destination = parseIpv4(remote)
  const source = device.local === undefined ? undefined : parseIpv4(device.local)
  if (destination === undefined || (device.local !== undefined && source === undefined))
    return lostUnknown(work, node, `${device.name}: VXLAN over IPv6`, why(`${device.name} goes over IPv6`, device.origin))
  if (isMulticast(destination))
    return lostUnknown(work, node, `${device.name}: VXLAN to the group ${remote}`, why(`${device.name} sends to a group`, device.origin))
  const key = `${node.name} ${device.name} ${remote}`
  if (copy.trail.includes(key)) {
    work.circling.push(`${node.name}:${device.name}`)
    return
  }
  checkWay(work, node, device, destination)
  const payload = {
    kind: 'udp',
    sourcePort: 0,
    destinationPort: device.udpPort,
    answer: false,
    inner: { id: device.id, frame: copy.frame },
  } as const
  const own = { destination, ttl: 64, mark: 0, payload, ...(source === undefined ? {} : { source }) }
  const outer = follow(work, node, own)
  for (const end of outer.unwrapped) {
    const far = work.context.network.nodes[end.node]
    const exit = far === undefined ? undefined : interfaceOf(far, end.interface)
    if (far === undefined || exit === undefined) continue
    work.pending.push({ node: far, device: exit, copy: { frame: copy.frame, trail: [...copy.trail, key], forUs: false } })
  }
  if (outer.unwrapped.length > 0) return
  const text = why(`the VXLAN packet of ${device.name} of ${node.name} to ${remote} does not arrive`, device.origin)
  const because = outer.loss === undefined ? text : whyAlso(text, outer.loss.why)
  lost(work, node, { reason: outer.loss?.reason ?? 'vxlan/no-remote', why: because, port: device.name })
}

/** The packet must leave by the device that was named, which routing is not asked about. */
function checkWay({ context }: Work, node: Node, device: Vxlan, destination: Ipv4): void {
  if (device.lower === undefined) return
  const route = lookUp(context.network, node, { destination })
  const ways = route.kind === 'route' ? route.hops.map((hop) => hop.interface) : []
  if (!ways.includes(device.lower))
    miss(context, `${node.name}: the way of ${device.name} over ${device.lower}, where the route to ${destination} does not lead`)
}

/** Lets the packet come to its end, with everything that happens on the way, and says where it was unwrapped. */
function follow(work: Work, node: Node, own: Parameters<typeof sendOwn>[2]) {
  const outer: Context = {
    ...work.context,
    ...{ hops: [], queue: [], rejections: [], losses: [], arrivals: [], localErrors: [], delivered: [], unwrapped: [] },
  }
  enter(outer, node.name, { ...own, ttl: 64, source: own.source ?? ('*' as Ipv4) })
  const sent = sendOwn(outer, node, own)
  drain(outer)
  work.steps.push(...outer.hops.flatMap((hop) => hop.steps))
  const failed = sent.kind === 'failed' ? sent : outer.losses[0]
  return { unwrapped: outer.unwrapped, loss: failed }
}

/** vxlan_rcv: the device with that id takes the frame out, and learns behind which remote its sender is. Undefined: no device has the port. */
export function unwrapVxlan(context: Context, node: Node, packet: Packet): 'unwrapped' | 'lost' | undefined {
  const { payload } = packet
  if (payload.kind !== 'udp' || payload.inner === undefined) return undefined
  const { id, frame } = payload.inner
  const open = node.interfaces
    .filter((device) => device.kind === 'vxlan')
    .filter((device) => device.up && device.udpPort === payload.destinationPort)
  if (open.length === 0) return undefined
  const device = open.find((one) => one.id === id)
  if (device === undefined || frame.source === device.mac) {
    lose(context, node, packet, { reason: 'vxlan/no-device', why: why(`${node.name} has no VXLAN ${id} that takes the frame`) })
    return 'lost'
  }
  if (device.learning) context.memory.fdb.set(learntKey(node, device, frame.source), packet.source)
  context.unwrapped.push({ node: node.name, interface: device.name })
  return 'unwrapped'
}
