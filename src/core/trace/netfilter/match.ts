/** Whether one match of a rule holds for a packet: yes, no, or unknown (a match that is not modelled). */
import { ipv4ToNumber, isMulticast } from '../../addresses/ipv4.js'
import { contains } from '../../addresses/prefix.js'
import type { AddressType, ConntrackState, Match, Network, Node, PortRange } from '../../model/index.js'
import { type IcmpError, type Packet, protocolOf } from '../packet.js'
import { isBroadcast, lookUp } from '../routing.js'
import { isLocalAddress } from '../view.js'
import { tupleOf } from './connection.js'

export type Seen = {
  readonly network: Network
  readonly node: Node
  readonly packet: Packet
  readonly state: ConntrackState
  readonly in?: string
  readonly out?: string
  readonly physicalIn?: string
  readonly physicalOut?: string
  /** Passing through a bridge, not routed. */
  readonly bridged: boolean
  /** Destination NAT or source NAT was done to the connection. */
  readonly translated: { readonly source: boolean; readonly destination: boolean }
}

export type Truth = boolean | 'unknown'

export function holds(match: Match, seen: Seen): Truth {
  const truth = plain(match, seen)
  if (truth === 'unknown') return 'unknown'
  return match.negate ? !truth : truth
}

function plain(match: Match, seen: Seen): Truth {
  const { packet } = seen
  switch (match.kind) {
    case 'source': return contains(match.prefix, packet.source)
    case 'destination': return contains(match.prefix, packet.destination)
    case 'source-range': return within(packet.source, match.from, match.to)
    case 'destination-range': return within(packet.destination, match.from, match.to)
    case 'in-interface': return named(match.name, seen.in)
    case 'out-interface': return named(match.name, seen.out)
    case 'physdev-in': return named(match.name, seen.physicalIn)
    case 'physdev-out': return named(match.name, seen.physicalOut)
    case 'physdev-is-bridged': return seen.bridged
    case 'physdev-is-in': return seen.physicalIn !== undefined
    case 'physdev-is-out': return seen.physicalOut !== undefined
    case 'protocol': return protocolMatches(match.protocol, packet)
    case 'source-port': return portIn(match.ports, tcpUdp(packet)?.sourcePort)
    case 'destination-port': return portIn(match.ports, tcpUdp(packet)?.destinationPort)
    case 'either-port': return portIn(match.ports, tcpUdp(packet)?.sourcePort) || portIn(match.ports, tcpUdp(packet)?.destinationPort)
    case 'tcp-flags': return flagsMatch(packet, match.mask, match.set)
    case 'icmp-type': return icmpMatches(packet, match.type, match.code)
    case 'conntrack-state': return match.states.some((state) => stateMatches(state, seen))
    case 'mark': return (packet.mark & match.mask) === match.value
    case 'connmark': return 'unknown'
    case 'address-type': return match.types.some((type) => typeOf(seen, match.side) === type)
    case 'mac-source': return 'unknown'
    case 'packet-type': return match.type === (isMulticast(packet.destination) ? 'multicast' : isBroadcast(seen.node, packet.destination) ? 'broadcast' : 'unicast')
    case 'fragment': return false
    case 'ttl': return match.comparison === 'eq' ? packet.ttl === match.value : match.comparison === 'lt' ? packet.ttl < match.value : packet.ttl > match.value
    case 'limit': return match.burst >= 3 ? true : 'unknown'
    case 'rpfilter': return rpfilterPasses(seen, match.loose) !== match.invert
    case 'comment': return true
    case 'unrecognised': return 'unknown'
  }
}

function within(address: string, from: string, to: string): boolean {
  const value = ipv4ToNumber(address as Packet['source'])
  return value >= ipv4ToNumber(from as Packet['source']) && value <= ipv4ToNumber(to as Packet['source'])
}

/** iptables(8): a name ending in `+` matches every interface that begins with it. */
function named(pattern: string, name: string | undefined): boolean {
  if (name === undefined) return pattern === '+'
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '0': 'all' }

function protocolMatches(protocol: string, packet: Packet): boolean {
  const name = PROTOCOL_NUMBERS[protocol] ?? protocol
  return name === 'all' || name === protocolOf(packet)
}

function tcpUdp(packet: Packet): { readonly sourcePort: number; readonly destinationPort: number } | undefined {
  return protocolOf(packet) === 'icmp' ? undefined : tupleOf(packet)
}

function portIn(ranges: readonly PortRange[], port: number | undefined): boolean {
  return port !== undefined && ranges.some((range) => port >= range.from && port <= range.to)
}

function flagsMatch(packet: Packet, mask: readonly string[], set: readonly string[]): boolean {
  if (packet.payload.kind !== 'tcp') return false
  const flags: readonly string[] = packet.payload.flags.split(',')
  const examined = mask.includes('ALL') ? ['SYN', 'ACK', 'FIN', 'RST', 'URG', 'PSH'] : mask
  return examined.every((flag) => flags.includes(flag) === set.includes(flag))
}

/** Type and code of ICMP errors (RFC 792). */
const ERROR_TYPES: Readonly<Record<IcmpError, readonly [number, number]>> = {
  'net-unreachable': [3, 0], 'host-unreachable': [3, 1], 'proto-unreachable': [3, 2], 'port-unreachable': [3, 3], 'too-big': [3, 4],
  'net-prohibited': [3, 9], 'host-prohibited': [3, 10], 'admin-prohibited': [3, 13], 'ttl-exceeded': [11, 0],
}

function icmpMatches(packet: Packet, type: number | 'any', code: number | undefined): boolean {
  const actual = icmpTypeOf(packet)
  if (actual === undefined) return false
  return type === 'any' || (actual[0] === type && (code === undefined || actual[1] === code))
}

function icmpTypeOf(packet: Packet): readonly [number, number] | undefined {
  const payload = packet.payload
  switch (payload.kind) {
    case 'echo-request': return [8, 0]
    case 'echo-reply': return [0, 0]
    case 'redirect': return [5, 1]
    case 'icmp-error': return ERROR_TYPES[payload.error]
    case 'tcp':
    case 'udp': return undefined
  }
}

function stateMatches(state: ConntrackState, seen: Seen): boolean {
  if (state === 'SNAT') return seen.translated.source
  if (state === 'DNAT') return seen.translated.destination
  return state === seen.state
}

function typeOf(seen: Seen, side: 'source' | 'destination'): AddressType {
  const address = side === 'source' ? seen.packet.source : seen.packet.destination
  if (isLocalAddress(seen.node, address)) return 'LOCAL'
  if (isMulticast(address)) return 'MULTICAST'
  if (isBroadcast(seen.node, address)) return 'BROADCAST'
  const found = lookUp(seen.network, seen.node, { destination: address })
  if (found.kind === 'refused') return found.action === 'blackhole' ? 'BLACKHOLE' : found.action === 'prohibit' ? 'PROHIBIT' : 'UNREACHABLE'
  return 'UNICAST'
}

function rpfilterPasses(seen: Seen, loose: boolean): boolean {
  const back = lookUp(seen.network, seen.node, { destination: seen.packet.source, source: seen.packet.destination })
  if (back.kind !== 'route') return false
  return loose || back.hops.some((hop) => hop.interface === seen.in)
}
