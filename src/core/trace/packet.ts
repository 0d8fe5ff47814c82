/** An IPv4 packet as far as its fate depends on it. */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Frame } from './at/frame.js'

/** ICMP errors by what they say (RFC 792, RFC 1812). */
export type IcmpError =
  | 'net-unreachable'
  | 'host-unreachable'
  | 'port-unreachable'
  | 'proto-unreachable'
  | 'net-prohibited'
  | 'host-prohibited'
  | 'admin-prohibited'
  | 'ttl-exceeded'
  | 'too-big'

export type Payload =
  | { readonly kind: 'echo-request' | 'echo-reply'; readonly id: number; readonly sequence: number }
  | { readonly kind: 'tcp'; readonly sourcePort: number; readonly destinationPort: number; readonly flags: 'SYN' | 'SYN,ACK' | 'RST' }
  | {
      readonly kind: 'udp'
      readonly sourcePort: number
      readonly destinationPort: number
      readonly answer: boolean
      /** A frame that travels in a VXLAN with that id. */
      readonly inner?: { readonly id: number; readonly frame: Frame }
    }
  /** An ICMP error about `about`, the packet as it was where the error arose. */
  | { readonly kind: 'icmp-error'; readonly error: IcmpError; readonly about: Packet }
  | { readonly kind: 'redirect'; readonly gateway: Ipv4; readonly about: Packet }

export type Packet = {
  readonly source: Ipv4
  readonly destination: Ipv4
  readonly ttl: number
  readonly mark: number
  readonly payload: Payload
}

/** What the packet is to the probe: the thing asked, the answer to it, or an error about it. */
export function roleOf(packet: Pick<Packet, 'payload'>): 'request' | 'reply' | 'error' {
  switch (packet.payload.kind) {
    case 'echo-request':
      return 'request'
    case 'echo-reply':
      return 'reply'
    case 'tcp':
      return packet.payload.flags === 'SYN' ? 'request' : 'reply'
    case 'udp':
      return packet.payload.answer ? 'reply' : 'request'
    case 'icmp-error':
    case 'redirect':
      return 'error'
  }
}

/** Short text for hops, e.g. `echo request 10.0.0.1 → 10.0.0.2`. */
export function describe(packet: Packet): string {
  return `${payloadName(packet.payload)} ${packet.source} → ${packet.destination}`
}

function payloadName(payload: Payload): string {
  switch (payload.kind) {
    case 'echo-request':
      return 'echo request'
    case 'echo-reply':
      return 'echo reply'
    case 'tcp':
      return `TCP ${payload.flags} port ${payload.flags === 'SYN' ? payload.destinationPort : payload.sourcePort}`
    case 'udp':
      return payload.answer ? `UDP answer from port ${payload.sourcePort}` : `UDP to port ${payload.destinationPort}`
    case 'icmp-error':
      return `ICMP ${payload.error}`
    case 'redirect':
      return `ICMP redirect to ${payload.gateway}`
  }
}

/** Protocol name as iptables' -p knows it. */
export function protocolOf(packet: Packet): 'icmp' | 'tcp' | 'udp' {
  const kind = packet.payload.kind
  return kind === 'tcp' || kind === 'udp' ? kind : 'icmp'
}

/** The answer that a host gives to a probe, addressed back to its sender. */
export function answerTo(packet: Packet): Packet {
  const back = { source: packet.destination, destination: packet.source, ttl: 64, mark: 0 }
  const payload = packet.payload
  switch (payload.kind) {
    case 'echo-request':
      return { ...back, payload: { ...payload, kind: 'echo-reply' } }
    case 'tcp':
      return { ...back, payload: { ...payload, ...swappedPorts(payload), flags: 'SYN,ACK' } }
    case 'udp':
      return { ...back, payload: { ...payload, ...swappedPorts(payload), answer: true } }
    case 'echo-reply':
    case 'icmp-error':
    case 'redirect':
      return { ...back, payload }
  }
}

/** The ports of the way back. */
export function swappedPorts(ports: { readonly sourcePort: number; readonly destinationPort: number }) {
  return { sourcePort: ports.destinationPort, destinationPort: ports.sourcePort }
}
