/** A packet on its way through one node, with what conntrack knows about it. */
import type { ConntrackState, Node } from '../../model/index.js'
import type { Context } from '../context.js'
import type { Packet } from '../packet.js'
import { type Connection, reverse, sameTuple, tupleOf, withTuple } from './connection.js'

export type Tracked = {
  readonly packet: Packet
  readonly state: ConntrackState
  readonly connection?: Connection
  readonly direction: 'original' | 'reply'
  /** Conntrack knows it already (an error about a packet, a packet that comes in again through lo) and does not look again. */
  readonly settled?: boolean
  /** A rule said that conntrack should not look. */
  readonly notrack?: boolean
  /** A forwarded packet: the interface that it came in by, which POSTROUTING still knows (ip_output). */
  readonly cameBy?: string
  /** An own packet that has to be routed again. */
  readonly rerouted?: true
  /** Its connection is gone already. */
  readonly killed?: boolean
}

/** Not yet seen by conntrack on this node. */
export function untracked(packet: Packet): Tracked {
  return { packet, state: 'UNTRACKED', direction: 'original' }
}

/** What a node says about a packet belongs to that packet's connection, confirmed or not (nf_ct_attach in icmp_glue_bits and nf_send_reset). */
export function attached(packet: Packet, about: Tracked | undefined): Tracked {
  if (about?.connection === undefined) return untracked(packet)
  const direction = about.direction === 'original' ? 'reply' : 'original'
  return { packet, state: 'RELATED', connection: about.connection, direction, settled: true }
}

/** nf_conntrack_in: finds the packet's connection, or begins one. */
export function track(context: Context, node: Node, packet: Packet): Tracked {
  const known = context.memory.connections.get(node.name) ?? []
  const tuple = tupleOf(packet)
  if (tuple === undefined) return trackError(known, packet)
  for (const connection of known) {
    if (sameTuple(tuple, connection.original)) {
      return { packet, state: connection.replied ? 'ESTABLISHED' : 'NEW', connection, direction: 'original' }
    }
    if (sameTuple(tuple, connection.reply)) {
      if (isReset(packet) && !connection.replied) return killed(context, node, { packet, connection })
      return { packet, state: 'ESTABLISHED', connection: answered(context, node, connection), direction: 'reply' }
    }
  }
  if (!opensConnection(packet)) return { packet, state: 'INVALID', direction: 'original' }
  return {
    packet,
    state: 'NEW',
    connection: { original: tuple, reply: reverse(tuple), replied: false, natDone: false },
    direction: 'original',
  }
}

/** IPS_SEEN_REPLY is set as soon as conntrack sees the answer, whatever becomes of it then. */
function answered(context: Context, node: Node, connection: Connection): Connection {
  const replied = { ...connection, replied: true }
  const known = context.memory.connections.get(node.name) ?? []
  context.memory.connections.set(
    node.name,
    known.map((other) => (other === connection ? replied : other)),
  )
  return replied
}

function isReset(packet: Packet): boolean {
  return packet.payload.kind === 'tcp' && packet.payload.flags === 'RST'
}

/** A reset that is the first answer ends the connection at once: if the same host sees it again, it is INVALID (tcp_packet). */
function killed(context: Context, node: Node, seen: { readonly packet: Packet; readonly connection: Connection }): Tracked {
  const { packet, connection } = seen
  const known = context.memory.connections.get(node.name) ?? []
  context.memory.connections.set(
    node.name,
    known.filter((other) => other !== connection),
  )
  return { packet, state: 'ESTABLISHED', connection: { ...connection, replied: true }, direction: 'reply', killed: true }
}

/** Echo requests, TCP SYNs and UDP open a connection; an answer whose question was never seen is INVALID. */
function opensConnection(packet: Packet): boolean {
  const payload = packet.payload
  switch (payload.kind) {
    case 'echo-request':
    case 'udp':
      return true
    case 'tcp':
      return payload.flags === 'SYN'
    case 'echo-reply':
    case 'icmp-error':
    case 'redirect':
      return false
  }
}

function trackError(known: readonly Connection[], packet: Packet): Tracked {
  if (packet.payload.kind !== 'icmp-error' && packet.payload.kind !== 'redirect') return { packet, state: 'INVALID', direction: 'original' }
  const inner = tupleOf(packet.payload.about)
  const connection =
    inner === undefined
      ? undefined
      : known.find((candidate) =>
          [candidate.original, candidate.reply, reverse(candidate.original), reverse(candidate.reply)].some((tuple) =>
            sameTuple(tuple, inner),
          ),
        )
  if (inner === undefined || connection === undefined) return { packet, state: 'INVALID', direction: 'original' }
  const aboutOriginal = sameTuple(inner, connection.original) || sameTuple(inner, reverse(connection.reply))
  return { packet, state: 'RELATED', connection, direction: aboutOriginal ? 'reply' : 'original' }
}

/** Rewrites the destination (before routing) or the source (after it) as the connection's NAT says. */
export function translate(tracked: Tracked, side: 'source' | 'destination'): Tracked {
  const { connection, packet, direction } = tracked
  if (connection === undefined) return tracked
  if (packet.payload.kind === 'icmp-error' || packet.payload.kind === 'redirect') return translateError(tracked, connection, side)
  const tuple = tupleOf(packet)
  if (tuple === undefined) return tracked
  const wanted = reverse(direction === 'original' ? connection.reply : connection.original)
  const moved =
    side === 'destination'
      ? { ...tuple, destination: wanted.destination, destinationPort: wanted.destinationPort }
      : { ...tuple, source: wanted.source, sourcePort: wanted.sourcePort }
  return { ...tracked, packet: withTuple(packet, moved) }
}

/** nf_nat_icmp_reply_translation: outside, and what it quotes inside, become what the receiver knows them as. */
function translateError(tracked: Tracked, connection: Connection, side: 'source' | 'destination'): Tracked {
  const { packet, direction } = tracked
  const { payload } = packet
  if (payload.kind !== 'icmp-error' && payload.kind !== 'redirect') return tracked
  const done = isTranslated(connection)
  if (!((side === 'destination') === (direction === 'reply') ? done.source : done.destination)) return tracked
  const towards = direction === 'reply' ? connection.original : connection.reply
  const quoted = tupleOf(payload.about)
  if (quoted === undefined) return tracked
  if (side === 'source') {
    const about = withTuple(payload.about, { ...quoted, destination: towards.destination, destinationPort: towards.destinationPort })
    return { ...tracked, packet: { ...packet, source: towards.destination, payload: { ...payload, about } } }
  }
  const about = withTuple(payload.about, { ...quoted, source: towards.source, sourcePort: towards.sourcePort })
  return { ...tracked, packet: { ...packet, destination: towards.source, payload: { ...payload, about } } }
}

/** nf_conntrack_confirm: from now on the node knows the connection. */
export function confirm(context: Context, node: Node, tracked: Tracked): void {
  const { connection } = tracked
  if (connection === undefined || tracked.state === 'RELATED' || tracked.killed === true) return
  const known = context.memory.connections.get(node.name) ?? []
  const others = known.filter((candidate) => !sameTuple(candidate.original, connection.original))
  context.memory.connections.set(node.name, [...others, connection])
}

export function isTranslated(connection: Connection | undefined): { readonly source: boolean; readonly destination: boolean } {
  if (connection === undefined) return { source: false, destination: false }
  return {
    source:
      connection.reply.destination !== connection.original.source || connection.reply.destinationPort !== connection.original.sourcePort,
    destination:
      connection.reply.source !== connection.original.destination || connection.reply.sourcePort !== connection.original.destinationPort,
  }
}
