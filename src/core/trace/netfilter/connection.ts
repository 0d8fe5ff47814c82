/** One entry of a node's connection tracking table. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Packet } from '../packet.js'

/** Ports of TCP and UDP; for ICMP the id stands in both places, and ASKS is on the side of who asks (the type is part of the tuple as well). */
export type Tuple = {
  readonly protocol: 'icmp' | 'tcp' | 'udp'
  readonly source: Ipv4
  readonly destination: Ipv4
  readonly sourcePort: number
  readonly destinationPort: number
}

export type Connection = {
  readonly original: Tuple
  /** The tuple that answers carry when they reach this node: the reverse of the packet as it left. */
  readonly reply: Tuple
  readonly replied: boolean
  /** Both NAT decisions were taken (IPS_NAT_DONE_MASK). */
  readonly natDone: boolean
  /** Absent: 0. */
  readonly mark?: number
}

/** An answer to oneself has the addresses and the id of its question. */
const ASKS = 0x10000

/** The tuple of a packet; an ICMP error has none of its own. */
export function tupleOf(packet: Packet): Tuple | undefined {
  const { source, destination, payload } = packet
  switch (payload.kind) {
    case 'echo-request':
      return { protocol: 'icmp', source, destination, sourcePort: ASKS + payload.id, destinationPort: payload.id }
    case 'echo-reply':
      return { protocol: 'icmp', source, destination, sourcePort: payload.id, destinationPort: ASKS + payload.id }
    case 'tcp':
    case 'udp':
      return { protocol: payload.kind, source, destination, sourcePort: payload.sourcePort, destinationPort: payload.destinationPort }
    case 'icmp-error':
    case 'redirect':
      return undefined
  }
}

export function reverse(tuple: Tuple): Tuple {
  return {
    protocol: tuple.protocol,
    source: tuple.destination,
    destination: tuple.source,
    sourcePort: tuple.destinationPort,
    destinationPort: tuple.sourcePort,
  }
}

export function sameTuple(a: Tuple, b: Tuple): boolean {
  return (
    a.protocol === b.protocol &&
    a.source === b.source &&
    a.destination === b.destination &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort
  )
}

/** The packet with addresses and ports of the tuple. */
export function withTuple(packet: Packet, tuple: Tuple): Packet {
  const payload = packet.payload
  const moved = { ...packet, source: tuple.source, destination: tuple.destination }
  if (payload.kind !== 'tcp' && payload.kind !== 'udp') return moved
  return { ...moved, payload: { ...payload, sourcePort: tuple.sourcePort, destinationPort: tuple.destinationPort } }
}
