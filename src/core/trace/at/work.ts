/** The work sheet of one frame: where its copies still are, and what became of the others. */
import type { Why } from '../../diagnostics/why.js'
import type { Interface, Node } from '../../model/index.js'
import { type Context, miss, type Place, type Rejection } from '../context.js'
import type { ReasonCode } from '../reason.js'
import type { Step } from '../step.js'
import type { Frame } from './frame.js'
import type { PortStates } from './spanning-tree.js'

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

/** One copy of the frame on its way. */
export type Copy = {
  readonly frame: Frame
  /** The bridges that it has come through, each with the port of entry. */
  readonly trail: readonly string[]
  /** It came in by a device whose MAC it bears (PACKET_HOST); otherwise the IP layer does not want it (PACKET_OTHERHOST). */
  readonly forUs: boolean
  /** The port by which it came into the last bridge that handed it up. */
  readonly port?: string
}

/** A copy that comes into a device of a node. */
export type Arrival = { readonly node: Node; readonly device: Interface; readonly copy: Copy }

export type Work = {
  readonly context: Context
  /** What spanning tree says of the ports; while it is worked out, nothing yet. */
  readonly states: PortStates | undefined
  readonly landings: Landing[]
  readonly losses: FrameLoss[]
  readonly steps: Step[]
  readonly rejected: Rejection[]
  /** First in, first out, as the kernel's own queue of received frames. */
  readonly pending: Arrival[]
  /** What the tables of bridges held before this frame changed them. */
  readonly unlearnt: Map<string, string | undefined>
  /** What bridges learnt from a copy of this frame. */
  readonly learnt: Set<string>
  /** Ports whose bridge takes a BPDU. */
  readonly heard: Place[]
  /** Bridges at which a copy came by the same port again. */
  readonly circling: string[]
}

export function newWork(context: Context, states: PortStates | undefined): Work {
  return {
    ...{ context, states, landings: [], losses: [], steps: [], rejected: [] },
    ...{ pending: [], unlearnt: new Map(), learnt: new Set(), heard: [], circling: [] },
  }
}

export function lost(work: Work, node: Node, loss: Omit<FrameLoss, 'node'>): void {
  const { reason, why: because } = loss
  work.losses.push({ node: node.name, ...loss })
  if (reason.startsWith('bridge/')) work.steps.push({ kind: 'bridge', did: 'dropped', bridge: node.name, ports: [], why: because })
  else work.steps.push({ kind: 'cable', did: 'lost', from: node.name, to: '', why: because })
}

/** The way of a copy depends on something that is not modelled. */
export function lostUnknown(work: Work, node: Node, what: string, because: Why): void {
  miss(work.context, `${node.name}: ${what}`)
  lost(work, node, { reason: 'unknown/not-modelled', why: because })
}
