/** Whether one match of a rule holds for a packet: yes, no, or unknown (a match that is not modelled). */
import { ipv4ToNumber, isMulticast } from '../../addresses/ipv4.js'
import { contains } from '../../addresses/prefix.js'
import type { AddressType, ConntrackState, Match, Network, Node, PortRange } from '../../model/index.js'
import { type IcmpError, type Packet, protocolOf } from '../packet.js'
import { isBroadcast, lookUp } from '../routing.js'
import { isLocalAddress } from '../view.js'
import { type Connection, tupleOf } from './connection.js'
import { CONNTRACK_TESTS } from './match-conntrack.js'

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
  /** Absent: the packet belongs to no connection. */
  readonly connection?: Connection
  readonly direction: 'original' | 'reply'
  /** Destination NAT or source NAT was done to the connection. */
  readonly translated: { readonly source: boolean; readonly destination: boolean }
}

export type Truth = boolean | 'unknown'

export function holds(match: Match, seen: Seen): Truth {
  const truth = (TESTS[match.kind] as Test<Match['kind']>)(match, seen)
  if (truth === 'unknown') return 'unknown'
  return match.negate ? !truth : truth
}

export type Test<K extends Match['kind']> = (match: Match & { readonly kind: K }, seen: Seen) => Truth

/** One test a kind of match, negation aside. */
const TESTS: { readonly [K in Match['kind']]: Test<K> } = {
  'source': (match, seen) => contains(match.prefix, seen.packet.source),
  'destination': (match, seen) => contains(match.prefix, seen.packet.destination),
  'source-range': (match, seen) => within(seen.packet.source, match.from, match.to),
  'destination-range': (match, seen) => within(seen.packet.destination, match.from, match.to),
  'source-mask': (match, seen) => masked(seen.packet.source, match.address, match.mask),
  'destination-mask': (match, seen) => masked(seen.packet.destination, match.address, match.mask),
  'source6': (_match, _seen) => 'unknown',
  'destination6': (_match, _seen) => 'unknown',
  'source-range6': (_match, _seen) => 'unknown',
  'destination-range6': (_match, _seen) => 'unknown',
  'in-interface': (match, seen) => named(match.name, seen.in),
  'out-interface': (match, seen) => named(match.name, seen.out),
  'physdev-in': (match, seen) => named(match.name, seen.physicalIn),
  'physdev-out': (match, seen) => named(match.name, seen.physicalOut),
  'physdev-is-bridged': (_match, seen) => seen.bridged,
  'physdev-is-in': (_match, seen) => seen.physicalIn !== undefined,
  'physdev-is-out': (_match, seen) => seen.physicalOut !== undefined,
  'protocol': (match, seen) => protocolMatches(match.protocol, seen.packet),
  'source-port': (match, seen) => portIn(match.ports, tcpUdp(seen.packet)?.sourcePort),
  'destination-port': (match, seen) => portIn(match.ports, tcpUdp(seen.packet)?.destinationPort),
  'either-port': (match, seen) =>
    portIn(match.ports, tcpUdp(seen.packet)?.sourcePort) || portIn(match.ports, tcpUdp(seen.packet)?.destinationPort),
  'tcp-flags': (match, seen) => flagsMatch(seen.packet, match.mask, match.set),
  'icmp-type': (match, seen) => icmpMatches(seen.packet, match.type, match.code),
  'icmp6-type': (_match, _seen) => 'unknown',
  'tcp-option': (match, seen) => (seen.packet.payload.kind === 'tcp' && match.option !== 0 ? 'unknown' : false),
  'tcp-mss': (_match, seen) => (seen.packet.payload.kind === 'tcp' ? 'unknown' : false),
  ...CONNTRACK_TESTS,
  'conntrack-state': (match, seen) => match.states.some((state) => stateMatches(state, seen)),
  'mark': (match, seen) => (seen.packet.mark & match.mask) === match.value,
  'connmark': (match, seen) => seen.connection !== undefined && ((seen.connection.mark ?? 0) & match.mask) === match.value,
  'address-type': (match, seen) =>
    match.limit === undefined ? match.types.some((type) => typeOf(seen, match.side) === type) : limitedType(seen, match, match.limit),
  'mac-source': (_match, _seen) => 'unknown',
  'packet-type': (match, seen) =>
    match.type ===
    (isMulticast(seen.packet.destination) ? 'multicast' : isBroadcast(seen.node, seen.packet.destination) ? 'broadcast' : 'unicast'),
  'fragment': (_match, _seen) => false,
  'ttl': (match, seen) =>
    match.comparison === 'eq'
      ? seen.packet.ttl === match.value
      : match.comparison === 'lt'
        ? seen.packet.ttl < match.value
        : seen.packet.ttl > match.value,
  // What the probes send has no type of service.
  'dscp': (match, _seen) => match.value === 0,
  'tos': (match, _seen) => match.value === 0,
  'length': (_match, _seen) => 'unknown',
  'set': (_match, _seen) => 'unknown',
  'depends': (match, _seen) => match.atFirst ?? 'unknown',
  'limit': (match, _seen) => (match.burst >= 3 ? true : 'unknown'),
  'rpfilter': (match, seen) => rpfilterPasses(seen, match.loose) !== match.invert,
  'comment': (_match, _seen) => true,
  'unrecognised': (_match, _seen) => 'unknown',
}

function within(address: string, from: string, to: string): boolean {
  const value = ipv4ToNumber(address as Packet['source'])
  return value >= ipv4ToNumber(from as Packet['source']) && value <= ipv4ToNumber(to as Packet['source'])
}

function masked(address: Packet['source'], wanted: Packet['source'], mask: Packet['source']): boolean {
  return ((ipv4ToNumber(address) ^ ipv4ToNumber(wanted)) & ipv4ToNumber(mask)) === 0
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
  'net-unreachable': [3, 0],
  'host-unreachable': [3, 1],
  'proto-unreachable': [3, 2],
  'port-unreachable': [3, 3],
  'too-big': [3, 4],
  'net-prohibited': [3, 9],
  'host-prohibited': [3, 10],
  'admin-prohibited': [3, 13],
  'ttl-exceeded': [11, 0],
}

function icmpMatches(packet: Packet, type: number | 'any', code: number | undefined): boolean {
  const actual = icmpTypeOf(packet)
  if (actual === undefined) return false
  return type === 'any' || (actual[0] === type && (code === undefined || actual[1] === code))
}

/** Type and code; undefined when it is not ICMP. */
export function icmpTypeOf(packet: Packet): readonly [number, number] | undefined {
  const payload = packet.payload
  switch (payload.kind) {
    case 'echo-request':
      return [8, 0]
    case 'echo-reply':
      return [0, 0]
    case 'redirect':
      return [5, 1]
    case 'icmp-error':
      return ERROR_TYPES[payload.error]
    case 'tcp':
    case 'udp':
      return undefined
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

/** LOCAL of one interface; what else an interface makes of an address is its routes' business (xt_addrtype.c). */
function limitedType(seen: Seen, match: Match & { readonly kind: 'address-type' }, limit: 'in' | 'out'): Truth {
  const name = limit === 'in' ? seen.in : seen.out
  const address = match.side === 'source' ? seen.packet.source : seen.packet.destination
  if (match.types.length !== 1 || match.types[0] !== 'LOCAL') return 'unknown'
  return seen.node.addresses.some((entry) => entry.interface === name && entry.address === address)
}

function rpfilterPasses(seen: Seen, loose: boolean): boolean {
  const back = lookUp(seen.network, seen.node, { destination: seen.packet.source, source: seen.packet.destination })
  if (back.kind !== 'route') return false
  return loose || back.hops.some((hop) => hop.interface === seen.in)
}
