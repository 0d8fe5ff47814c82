/** The work sheet of one probe: the network it walks through, what happens, and what is left to do. */
import type { Why } from '../diagnostics/why.js'
import type { Network, Node, RejectWith } from '../model/index.js'
import type { Frame } from './at/frame.js'
import type { Memory } from './memory.js'
import type { Tracked } from './netfilter/tracked.js'
import { describe, type Packet, roleOf } from './packet.js'
import type { ReasonCode } from './reason.js'
import type { Hop, HopRole, Step } from './step.js'

/** An interface, as a place in the network. */
export type Place = { readonly node: string; readonly interface: string }

/** A frame that a node's IP layer takes in. `port` is the bridge port it came through, if any. */
export type Reception = Place & {
  readonly frame: Frame
  readonly packet: Packet
  readonly port?: string
  /** What conntrack found out on the way out, for a packet that comes in again through lo. */
  readonly looped?: Tracked
}

/** A packet that REJECT stopped in a node's own OUTPUT, or on its way through a bridge: the node is yet to tell its sender. */
export type Rejection = Place & {
  readonly tracked: Tracked
  readonly with: RejectWith
  /** How the packet came into the bridge. */
  readonly entry?: { readonly port: string; readonly frame: Frame }
}

/** A packet that ended without being delivered. */
export type Loss = { readonly node: string; readonly packet: Packet; readonly reason: ReasonCode; readonly why: Why }

/** Something that reached the host that asked. */
export type Arrival = { readonly packet: Packet; readonly ttl: number }

/** A failure that the asker's own kernel reports to the socket. */
export type LocalError = { readonly outcome: LocalOutcome; readonly reason: ReasonCode; readonly why: Why; readonly saidBy: string }
export type LocalOutcome =
  | 'no-route'
  | 'no-address'
  | 'host-unreachable'
  | 'prohibited'
  | 'not-permitted'
  | 'silence'
  | 'refused'
  | 'port-unreachable'
  | 'net-unreachable'
  | 'proto-unreachable'

/** Points at which the kernel could do one thing or another, e.g. which of two ARP answers comes last. */
export type Choices = { readonly script: readonly number[]; readonly offered: { readonly count: number; readonly what: string }[] }

export type Context = {
  readonly network: Network
  readonly memory: Memory
  readonly asker: string
  readonly choices: Choices
  readonly hops: { node: string; role: HopRole; packet: string; steps: Step[] }[]
  readonly queue: Reception[]
  readonly rejections: Rejection[]
  readonly losses: Loss[]
  readonly arrivals: Arrival[]
  readonly localErrors: LocalError[]
  readonly missing: string[]
  /** Tunnels out of which the packet's load came. */
  readonly unwrapped: Place[]
  /** Nodes on which the probed thing itself was delivered to a socket. */
  readonly delivered: { readonly node: string; readonly packet: Packet; readonly interface: string }[]
}

export function newContext(network: Network, memory: Memory, asker: string, choices: Choices): Context {
  return {
    network,
    memory,
    asker,
    choices,
    hops: [],
    queue: [],
    rejections: [],
    losses: [],
    arrivals: [],
    localErrors: [],
    missing: [],
    unwrapped: [],
    delivered: [],
  }
}

/** Begins a hop: the packet is now at this node. */
export function enter(context: Context, node: string, packet: Packet): void {
  for (const unknown of context.network.nodes[node]?.unmodelled ?? []) {
    if (unknown.touches === 'anything') miss(context, `${node}: ${unknown.what}`)
  }
  context.hops.push({ node, role: roleOf(packet), packet: describe(packet), steps: [] })
}

/** Writes a step into the current hop. */
export function note(context: Context, step: Step): void {
  context.hops.at(-1)?.steps.push(step)
}

export function lose(context: Context, node: Node, packet: Packet, loss: { readonly reason: ReasonCode; readonly why: Why }): void {
  context.losses.push({ node: node.name, packet, reason: loss.reason, why: loss.why })
}

/** The walk depends on a fact that is not there; the answer becomes undetermined. */
export function miss(context: Context, what: string): void {
  if (!context.missing.includes(what)) context.missing.push(what)
}

/** One of `count` possibilities, by the script of this run; the first unless told otherwise. */
export function choose(context: Context, count: number, what: string): number {
  const index = context.choices.offered.length
  context.choices.offered.push({ count, what })
  return Math.min(context.choices.script[index] ?? 0, count - 1)
}

/** Whether the loss is of the packet that was asked about, its answer, or an error message. */
export function lossesOf(context: Context, role: 'request' | 'reply' | 'error'): readonly Loss[] {
  return context.losses.filter((loss) => roleOf(loss.packet) === role)
}

export function hopsOf(context: Context): readonly Hop[] {
  return context.hops.map((hop) => ({ ...hop, steps: [...hop.steps] }))
}
