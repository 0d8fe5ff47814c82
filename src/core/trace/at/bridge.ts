/** What a bridge does with a frame: up to its own IP layer, out of the port it knows, or out of all (net/bridge/br_input.c, br_forward.c). */
import { BROADCAST_MAC, type Mac } from '../../addresses/mac.js'
import { why } from '../../diagnostics/why.js'
import type { Bridge, Interface, Node } from '../../model/index.js'
import { DEFAULT_PORT_FLAGS } from '../../model/index.js'
import { choose } from '../context.js'
import { bridgedVerdict } from '../netfilter/bridged.js'
import type { ReasonCode } from '../reason.js'
import { portsOf, sysctlOf } from '../view.js'
import { arrive } from './arrive.js'
import { fixedEntry, isLocalEntry, lookUpPort } from './forwarding.js'
import { type Frame, isToMany } from './frame.js'
import { leave } from './link.js'
import { stateOf } from './port-states.js'
import { isBehind, perhapsLearnt } from './spoken.js'
import { checkSuppression } from './suppress.js'
import { type Classified, classify, released } from './vlan-filter.js'
import { type Copy, lost, type Work } from './work.js'

/** A frame at a bridge; `entry`: the port it came by, none when the bridge's own host sends it. */
export type Inside = { readonly copy: Copy; readonly entry: Interface | undefined }
type Entered = { readonly copy: Copy; readonly entry: Interface }

/** By a port: br_handle_frame. */
export function enterBridge(work: Work, node: Node, bridge: Bridge, { copy, entry }: Entered): void {
  if (!bridge.up)
    return lost(work, node, {
      reason: 'link/down',
      why: why(`bridge ${bridge.name} of ${node.name} is down, so its ports are disabled`, bridge.origin),
    })
  if (copy.frame.carries.kind === 'bpdu' && bridge.stp) {
    // Tagged, it is not for this host (PACKET_OTHERHOST).
    if (copy.frame.tags === undefined) work.heard.push({ node: node.name, interface: entry.name })
    return
  }
  const state = stateOf(work.states, node.name, entry.name)
  if (state !== undefined) return lost(work, node, { reason: 'bridge/stp-blocking', why: state })
  spread(work, node, bridge, { copy, entry })
}

/** From wherever it came. */
export function spread(work: Work, node: Node, bridge: Bridge, { copy, entry }: Inside): void {
  const member = entry ?? bridge
  const classified = classify(bridge, member, copy.frame)
  if (typeof classified === 'string')
    return lost(work, node, {
      reason: 'vlan/not-member',
      why: why(`bridge ${bridge.name} of ${node.name} drops the frame: ${classified}`, member.origin),
    })
  const key = `${node.name} ${bridge.name} ${entry?.name ?? ''} ${classified.vlan} ${(copy.frame.tags ?? []).map((tag) => tag.id).join()}`
  if (copy.trail.includes(key)) {
    work.circling.push(`${node.name}:${bridge.name}`)
    return
  }
  const here = { bridge, entry, classified, copy: { ...copy, trail: [...copy.trail, key] } }
  if (entry !== undefined) learn(work, node, here, entry)
  checkSuppression(work, node, bridge, copy.frame)
  if (entry !== undefined && takesIn(node, here)) return handUp(work, node, { ...here, entry }, 'alone')
  if (entry !== undefined && wantsCopy(node, bridge, copy.frame)) handUp(work, node, { ...here, entry }, 'too')
  forward(work, node, here)
}

/** A frame that a bridge has let in. */
export type Passing = Inside & { readonly bridge: Bridge; readonly classified: Classified }

/** br_fdb_update: an address that the bridge has for its own is never learnt; whoever wants always to flood sets the ageing time to 0. */
function learn(work: Work, node: Node, passing: Passing, entry: Interface): void {
  const { bridge, classified, copy } = passing
  const { source } = copy.frame
  if (bridge.ageing === 0 || copy.frame.carries.kind === 'bpdu' || !(entry.port ?? DEFAULT_PORT_FLAGS).learning) return
  if (isLocalEntry(node, bridge, source, classified.vlan)) return
  const { fdb } = work.context.memory
  const key = fdbKey(node, bridge, classified.vlan, source)
  if (!work.unlearnt.has(key)) work.unlearnt.set(key, fdb.get(key))
  if (fixedEntry(node, bridge, source, classified.vlan)?.sticky === true) return
  // Copies that come by two ports: the last one counts, and which that is, is a matter of microseconds.
  const isTorn = work.learnt.has(key) && fdb.get(key) !== entry.name
  if (isTorn && choose(work.context, 2, `by which port a copy comes last to ${bridge.name} of ${node.name}`) === 1) return
  work.learnt.add(key)
  fdb.set(key, entry.name)
}

function fdbKey(node: Node, bridge: Bridge, vlan: number, mac: Mac): string {
  return vlan === 0 ? `${node.name} ${bridge.name} ${mac}` : `${node.name} ${bridge.name} ${vlan} ${mac}`
}

function takesIn(node: Node, { bridge, copy, classified }: Passing): boolean {
  return !isToMany(copy.frame) && isLocalEntry(node, bridge, copy.frame.destination, classified.vlan)
}

/** Broadcasts, and everything while a macvlan on the bridge makes it promiscuous (dev_uc_add on a device without unicast filter). */
function wantsCopy(node: Node, bridge: Bridge, frame: Frame): boolean {
  const isPromiscuous = node.interfaces.some((upper) => upper.kind === 'macvlan' && upper.up && upper.lower === bridge.name)
  return frame.destination === BROADCAST_MAC || isPromiscuous
}

/** br_pass_frame_up: the bridge is a member of its VLANs like any port. */
function handUp(work: Work, node: Node, passing: Passing & { readonly entry: Interface }, how: 'alone' | 'too'): void {
  const { bridge, classified, copy, entry } = passing
  const frame = released(bridge, bridge, classified)
  if (frame === undefined) {
    const text = `bridge ${bridge.name} of ${node.name} is itself no member of VLAN ${classified.vlan}`
    if (how === 'alone' || copy.frame.destination === BROADCAST_MAC)
      work.losses.push({ node: node.name, reason: 'vlan/not-member', why: why(text, bridge.origin) })
    return
  }
  if (how === 'alone') {
    const text = `${bridge.name} of ${node.name} is addressed itself and hands the frame up`
    work.steps.push({ kind: 'bridge', did: 'delivered-up', bridge: bridge.name, ports: [entry.name], why: why(text, bridge.origin) })
  }
  arrive(work, { node, device: bridge, copy: { ...copy, frame, port: entry.name } })
}

function forward(work: Work, node: Node, passing: Passing): void {
  const { bridge, entry, classified, copy } = passing
  const known = isToMany(copy.frame) ? undefined : lookUp(work, node, passing)
  const targets = portsOf(node, bridge.name).filter((port) => port.name !== entry?.name || port.port?.hairpin === true)
  const chosen = known === undefined ? targets : targets.filter((port) => port.name === known)
  const open = chosen.filter((port) => mayLeave(work, node, passing, { port, known: known !== undefined }))
  if (open.length < chosen.length && open.length === 0) return
  tell(work, node, passing, { targets: open, known })
  if (open.length === 0) return
  if (entry !== undefined && !passesBridgeNetfilter(work, node, bridge, { copy, entry, out: open })) return
  for (const port of open) {
    const frame = released(bridge, port, classified)
    if (frame !== undefined) leave(work, node, port, { ...copy, frame })
  }
}

function lookUp(work: Work, node: Node, { bridge, classified, copy }: Passing): string | undefined {
  const { destination } = copy.frame
  const learnt = work.context.memory.fdb.get(fdbKey(node, bridge, classified.vlan, destination))
  if (learnt !== undefined) return learnt
  const fixed = lookUpPort(node, bridge, destination, classified.vlan)
  if (fixed === undefined || fixedEntry(node, bridge, destination, classified.vlan)?.sticky === true) return fixed
  // An entry does not stay where its address is not, unless it is sticky.
  return isBehind(work, node, fixed, destination) ? fixed : (perhapsLearnt(work, node, bridge, destination) ?? fixed)
}

type Egress = { readonly port: Interface; readonly known: boolean }

function mayLeave(work: Work, node: Node, passing: Passing, egress: Egress): boolean {
  const { port } = egress
  const state = stateOf(work.states, node.name, port.name)
  if (state !== undefined) {
    work.losses.push({ node: node.name, reason: 'bridge/stp-blocking', why: state, port: port.name })
    return false
  }
  const refusal = refusalOf(node, passing, egress)
  if (refusal === undefined) return true
  const isUnknown = refusal.reason === 'bridge/no-flood' && !isToMany(passing.copy.frame)
  if (isUnknown && perhapsLearnt(work, node, passing.bridge, passing.copy.frame.destination) === port.name) return true
  const loss = { reason: refusal.reason, why: why(refusal.text, port.origin), port: port.name }
  if (refusal.reason === 'vlan/not-member') work.losses.push({ node: node.name, ...loss })
  else lost(work, node, loss)
  return false
}

/** should_deliver and br_flood. What the bridge's own host sends to many is flooded to every port. */
function refusalOf(
  node: Node,
  { bridge, entry, classified, copy }: Passing,
  { port, known }: Egress,
): { readonly reason: ReasonCode; readonly text: string } | undefined {
  const flags = port.port ?? DEFAULT_PORT_FLAGS
  if (released(bridge, port, classified) === undefined)
    return {
      reason: 'vlan/not-member',
      text: `port ${port.name} of ${bridge.name} of ${node.name} is no member of VLAN ${classified.vlan}`,
    }
  if (entry?.port?.isolated === true && flags.isolated)
    return { reason: 'bridge/isolated', text: `ports ${entry.name} and ${port.name} of ${bridge.name} are both isolated` }
  if (copy.frame.destination === BROADCAST_MAC)
    return entry === undefined || flags.broadcastFlood
      ? undefined
      : { reason: 'bridge/no-flood', text: `port ${port.name} of ${bridge.name} gets no broadcasts (bcast_flood off)` }
  if (isToMany(copy.frame))
    return flags.multicastFlood !== false || entry === undefined
      ? undefined
      : { reason: 'bridge/no-flood', text: `port ${port.name} of ${bridge.name} gets no multicasts (mcast_flood off)` }
  return known || flags.flood
    ? undefined
    : { reason: 'bridge/no-flood', text: `port ${port.name} of ${bridge.name} gets no frames to unknown addresses (flood off)` }
}

type Told = { readonly targets: readonly Interface[]; readonly known: string | undefined }

function tell(work: Work, node: Node, { bridge, entry, copy }: Passing, { targets, known }: Told): void {
  const names = targets.map((port) => port.name)
  if (names.length === 0) {
    const head = `bridge ${bridge.name} of ${node.name}`
    const text =
      portsOf(node, bridge.name).length === 0
        ? `${head} has no port`
        : known !== undefined && known === entry?.name
          ? `${head} knows ${copy.frame.destination} behind ${known}, by which the frame came, and drops it`
          : `${head} has no other port for it`
    return lost(work, node, { reason: 'bridge/no-port', why: why(text, bridge.origin) })
  }
  const isBroadcast = copy.frame.destination === BROADCAST_MAC
  const manner =
    known !== undefined ? 'forwards the frame to' : isBroadcast ? 'floods the broadcast to' : 'does not know the address and floods to'
  work.steps.push({
    kind: 'bridge',
    did: known === undefined ? 'flooded' : 'forwarded',
    bridge: bridge.name,
    ports: names,
    why: why(`bridge ${bridge.name} of ${node.name} ${manner} ${names.join(', ')}`, bridge.origin),
  })
}

type Bridged = { readonly copy: Copy; readonly entry: Interface; readonly out: readonly Interface[] }

/** br_netfilter: bridged IPv4 passes iptables' PREROUTING, FORWARD and POSTROUTING when the sysctl is 1; ARP never does. */
function passesBridgeNetfilter(work: Work, node: Node, bridge: Bridge, { copy, entry, out }: Bridged): boolean {
  const { frame } = copy
  if (frame.carries.kind !== 'ip' || (frame.tags ?? []).length > 0) return true
  const setting = sysctlOf(node, 'net.bridge.bridge-nf-call-iptables', 0)
  if (setting.value === 0) return true
  const { packet } = frame.carries
  const verdict = bridgedVerdict(work.context, node, packet, { bridge: bridge.name, in: entry.name, out: out[0]?.name ?? '' })
  if (verdict.kind === 'accept') return true
  if (verdict.kind === 'reject')
    work.rejected.push({
      ...{ node: node.name, interface: bridge.name, tracked: verdict.tracked, with: verdict.with },
      entry: { port: entry.name, frame },
    })
  const told = {
    text: `bridged frames pass iptables on ${node.name} (bridge-nf-call-iptables=1): ${verdict.why.text}`,
    because: [...verdict.why.because, ...(setting.origin === undefined ? [] : [setting.origin])],
  }
  lost(work, node, { reason: verdict.reason, why: told })
  return false
}
