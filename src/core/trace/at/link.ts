/** Layer 2: carries a frame from one interface over cables and bridges to every IP layer that takes it in. */
import { BROADCAST_MAC, type Mac } from '../../addresses/mac.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Bridge, Interface, Node, OvsBridge } from '../../model/index.js'
import { DEFAULT_PORT_FLAGS } from '../../model/index.js'
import { unreachable } from '../../std/unreachable.js'
import { type Context, miss, type Place, type Rejection } from '../context.js'
import { bridgedVerdict } from '../netfilter/bridged.js'
import type { ReasonCode } from '../reason.js'
import type { Step } from '../step.js'
import { interfaceOf, peerOf, portsOf, sysctlOf } from '../view.js'
import type { Frame } from './frame.js'

/** Where the frame came out of layer 2: the device whose IP layer gets it, and the bridge port it came through. */
export type Landing = Place & { readonly frame: Frame; readonly port?: string }

/** `port`: the interface by which the copy should have left. */
export type FrameLoss = { readonly node: string; readonly reason: ReasonCode; readonly why: Why; readonly port?: string }

export type Carried = {
  readonly landings: readonly Landing[]
  readonly losses: readonly FrameLoss[]
  readonly steps: readonly Step[]
  /** Packets that a bridge's iptables rejected: the bridge host answers with an error. */
  readonly rejected: readonly Rejection[]
}

type Work = {
  readonly context: Context
  readonly landings: Landing[]
  readonly losses: FrameLoss[]
  readonly steps: Step[]
  readonly rejected: Rejection[]
  readonly visited: Set<string>
}

/** Sends a frame out of an interface and follows every copy of it. */
export function carry(context: Context, from: Place, frame: Frame): Carried {
  const work: Work = { context, landings: [], losses: [], steps: [], rejected: [], visited: new Set() }
  leave(work, from, frame)
  return work
}

function leave(work: Work, from: Place, frame: Frame): void {
  const node = work.context.network.nodes[from.node]
  const device = node === undefined ? undefined : interfaceOf(node, from.interface)
  if (node === undefined || device === undefined) return
  if (!device.up)
    return lost(work, node, { reason: 'link/down', why: why(`${device.name} of ${node.name} is down`, device.origin), port: device.name })
  switch (device.kind) {
    case 'bridge':
      return spread(work, node, device, { frame, entry: undefined })
    case 'ethernet':
      return cross(work, node, device, frame)
    case 'loopback':
      work.landings.push({ ...from, frame })
      return
    case 'dummy':
      return lost(work, node, {
        reason: 'link/no-carrier',
        why: why(`${device.name} is a dummy interface: whatever is sent there is gone`, device.origin),
      })
    case 'unrecognised':
      return unknownKind(work, node, device, device.kernelKind)
    case 'bond':
    case 'macvlan':
    case 'ovs-bridge':
    case 'ovs-internal':
    case 'tunnel':
    case 'veth':
    case 'vlan':
    case 'vrf':
    case 'vxlan':
      return unknownKind(work, node, device, device.kind)
  }
  return unreachable(device)
}

function unknownKind(work: Work, node: Node, device: Interface, kind: string): void {
  miss(work.context, `${node.name}: interface ${device.name} of kind ${kind}`)
  return lost(work, node, {
    reason: 'unknown/not-modelled',
    why: why(`${device.name} is of kind ${kind}, which is not modelled`, device.origin),
  })
}

function cross(work: Work, node: Node, device: Interface, frame: Frame): void {
  const peer = peerOf(work.context.network, node.name, device.name)
  const noCarrier = (because: Why) => lost(work, node, { reason: 'link/no-carrier', why: because, port: device.name })
  if (peer === undefined) return noCarrier(why(`nothing is plugged into ${device.name} of ${node.name}`, device.origin))
  const far = work.context.network.nodes[peer.node]
  const end = far === undefined ? undefined : interfaceOf(far, peer.interface)
  if (far === undefined || end === undefined || !end.up)
    return noCarrier(why(`${device.name} of ${node.name} has no carrier: ${peer.node}'s ${peer.interface} is down`, end?.origin))
  const ends = { from: `${node.name}:${device.name}`, to: `${far.name}:${end.name}` }
  work.steps.push({ kind: 'cable', did: 'carried', ...ends, why: why(`cable ${ends.from} — ${ends.to}`) })
  arrive(work, far, end, frame)
}

/** Whoever else takes frames off a card before or beside its own IP layer. Undefined: nobody. */
function takerOf(node: Node, device: Interface): string | undefined {
  const macvlan = node.interfaces.find((upper) => upper.kind === 'macvlan' && upper.up && upper.lower === device.name)
  if (macvlan !== undefined) return `interface ${macvlan.name} of kind macvlan on ${device.name}`
  const isPort = (bridge: OvsBridge) => bridge.ports.some((port) => port.interfaces.some((member) => member.name === device.name))
  const bridge = device.kind === 'ethernet' ? node.ovs?.bridges.find(isPort) : undefined
  return bridge === undefined ? undefined : `Open vSwitch bridge ${bridge.name}, a port of which is ${device.name}`
}

function arrive(work: Work, node: Node, device: Interface, frame: Frame): void {
  const taker = takerOf(node, device)
  if (taker !== undefined) miss(work.context, `${node.name}: ${taker}`)
  if (device.master === undefined) {
    if (frame.destination === BROADCAST_MAC || frame.destination === device.mac) {
      work.landings.push({ node: node.name, interface: device.name, frame })
    }
    return
  }
  const bridge = interfaceOf(node, device.master)
  if (bridge?.kind !== 'bridge') {
    miss(work.context, `${node.name}: ${device.name} belongs to ${device.master}, which is not a bridge that is modelled`)
    return
  }
  if (!bridge.up)
    return lost(work, node, {
      reason: 'link/down',
      why: why(`bridge ${bridge.name} of ${node.name} is down, so its ports are disabled`, bridge.origin),
    })
  learn(work, `${node.name} ${bridge.name}`, device, frame.source)
  spread(work, node, bridge, { frame, entry: device })
}

function learn(work: Work, bridge: string, port: Interface, mac: Mac): void {
  if ((port.port ?? DEFAULT_PORT_FLAGS).learning) work.context.memory.fdb.set(`${bridge} ${mac}`, port.name)
}

type Inside = { readonly frame: Frame; readonly entry: Interface | undefined }

/** What a bridge does with a frame: up to its own IP layer, out of the port it knows, or out of all (net/bridge/br_input.c). */
function spread(work: Work, node: Node, bridge: Bridge, inside: Inside): void {
  const { frame, entry } = inside
  if (bridge.vlanFiltering) miss(work.context, `${node.name}: VLAN filtering of bridge ${bridge.name}`)
  const key = `${node.name} ${bridge.name}`
  if (work.visited.has(key)) {
    miss(work.context, `${node.name}: bridge ${bridge.name} is part of a loop; which port spanning tree blocks is not modelled`)
    return
  }
  work.visited.add(key)
  const ports = portsOf(node, bridge.name)
  const mine = entry !== undefined && (frame.destination === bridge.mac || ports.some((port) => port.mac === frame.destination))
  if (entry !== undefined && (mine || frame.destination === BROADCAST_MAC)) {
    work.landings.push({ node: node.name, interface: bridge.name, frame, port: entry.name })
    const text = `${bridge.name} of ${node.name} is addressed itself and hands the frame up`
    if (mine)
      work.steps.push({ kind: 'bridge', did: 'delivered-up', bridge: bridge.name, ports: [entry.name], why: why(text, bridge.origin) })
  }
  if (mine) return
  const known = work.context.memory.fdb.get(`${key} ${frame.destination}`)
  const targets = ports.filter((port) => port !== entry || port.port?.hairpin === true)
  const chosen = known === undefined ? targets : targets.filter((port) => port.name === known)
  const filtered = chosen.filter((port) => mayLeave(work, node, bridge, { port, entry, frame, known: known !== undefined }))
  tell(work, node, bridge, { targets: filtered, known: known !== undefined, isBroadcast: frame.destination === BROADCAST_MAC })
  if (filtered.length === 0) return
  if (entry !== undefined && !passesBridgeNetfilter(work, node, bridge, { frame, entry, out: filtered })) return
  for (const port of filtered) leave(work, { node: node.name, interface: port.name }, frame)
}

type Egress = { readonly port: Interface; readonly entry: Interface | undefined; readonly frame: Frame; readonly known: boolean }

function mayLeave(work: Work, node: Node, bridge: Bridge, egress: Egress): boolean {
  const refusal = refusalOf(bridge, egress)
  if (refusal === undefined) return true
  const { port } = egress
  lost(work, node, { reason: refusal.reason, why: why(refusal.text, port.origin), port: port.name })
  return false
}

function refusalOf(bridge: Bridge, egress: Egress): { readonly reason: ReasonCode; readonly text: string } | undefined {
  const { port, entry, frame, known } = egress
  const flags = port.port ?? DEFAULT_PORT_FLAGS
  if (entry?.port?.isolated === true && flags.isolated)
    return { reason: 'bridge/isolated', text: `ports ${entry.name} and ${port.name} of ${bridge.name} are both isolated` }
  const broadcast = frame.destination === BROADCAST_MAC
  if (broadcast && !flags.broadcastFlood)
    return { reason: 'bridge/no-flood', text: `port ${port.name} of ${bridge.name} gets no broadcasts (bcast_flood off)` }
  if (!broadcast && !known && !flags.flood)
    return { reason: 'bridge/no-flood', text: `port ${port.name} of ${bridge.name} gets no frames to unknown addresses (flood off)` }
  return undefined
}

function tell(
  work: Work,
  node: Node,
  bridge: Bridge,
  sent: { readonly targets: readonly Interface[]; readonly known: boolean; readonly isBroadcast: boolean },
): void {
  const names = sent.targets.map((port) => port.name)
  if (names.length === 0) {
    const text =
      portsOf(node, bridge.name).length === 0
        ? `bridge ${bridge.name} of ${node.name} has no port`
        : `bridge ${bridge.name} of ${node.name} has no other port for it`
    return lost(work, node, { reason: 'bridge/no-port', why: why(text, bridge.origin) })
  }
  const manner = sent.known
    ? 'forwards the frame to'
    : sent.isBroadcast
      ? 'floods the broadcast to'
      : 'does not know the address and floods to'
  work.steps.push({
    kind: 'bridge',
    did: sent.known ? 'forwarded' : 'flooded',
    bridge: bridge.name,
    ports: names,
    why: why(`bridge ${bridge.name} of ${node.name} ${manner} ${names.join(', ')}`, bridge.origin),
  })
}

/** br_netfilter: bridged IPv4 passes iptables' PREROUTING, FORWARD and POSTROUTING when the sysctl is 1; ARP never does. */
function passesBridgeNetfilter(
  work: Work,
  node: Node,
  bridge: Bridge,
  passing: { readonly frame: Frame; readonly entry: Interface; readonly out: readonly Interface[] },
): boolean {
  if (passing.frame.carries.kind !== 'ip') return true
  const setting = sysctlOf(node, 'net.bridge.bridge-nf-call-iptables', 0)
  if (setting.value === 0) return true
  const packet = passing.frame.carries.packet
  const verdict = bridgedVerdict(work.context, node, packet, {
    bridge: bridge.name,
    in: passing.entry.name,
    out: passing.out[0]?.name ?? '',
  })
  if (verdict.kind === 'accept') return true
  if (verdict.kind === 'reject') {
    const entry = { port: passing.entry.name, frame: passing.frame }
    work.rejected.push({ node: node.name, interface: bridge.name, tracked: verdict.tracked, with: verdict.with, entry })
  }
  const told = {
    text: `bridged frames pass iptables on ${node.name} (bridge-nf-call-iptables=1): ${verdict.why.text}`,
    because: [...verdict.why.because, ...(setting.origin === undefined ? [] : [setting.origin])],
  }
  lost(work, node, { reason: verdict.reason, why: told })
  return false
}

function lost(work: Work, node: Node, loss: Omit<FrameLoss, 'node'>): void {
  const { reason, why: because } = loss
  work.losses.push({ node: node.name, ...loss })
  if (reason.startsWith('bridge/')) work.steps.push({ kind: 'bridge', did: 'dropped', bridge: node.name, ports: [], why: because })
  else work.steps.push({ kind: 'cable', did: 'lost', from: node.name, to: '', why: because })
}
