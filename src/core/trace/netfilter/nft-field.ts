/** What an expression of nft is for one packet: header fields, meta and conntrack keys, look-ups in the FIB. */
import { type Ipv4, ipv4ToNumber, isMulticast, LIMITED_BROADCAST } from '../../addresses/ipv4.js'
import type { NftExpression, NftFamily } from '../../model/index.js'
import { protocolOf } from '../packet.js'
import { isBroadcast, lookUp } from '../routing.js'
import { interfaceOf } from '../view.js'
import { icmpTypeOf, type Seen } from './match.js'
import { UNKNOWN, type Value, type ValueType } from './nft-literal.js'

type Field = Extract<NftExpression, { kind: 'payload' | 'raw-payload' | 'meta' | 'ct' | 'fib' | 'other' }>

const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17 } as const

const TYPES: Readonly<Record<string, ValueType>> = {
  'ip saddr': 'ipv4',
  'ip daddr': 'ipv4',
  'ip protocol': 'protocol',
  'ip dscp': 'dscp',
  'icmp type': 'icmp-type',
  'icmp code': 'icmp-code',
  'tcp flags': 'tcp-flags',
  'meta iifname': 'name',
  'meta oifname': 'name',
  'meta iif': 'index',
  'meta oif': 'index',
  'meta l4proto': 'protocol',
  'meta nfproto': 'nfproto',
  'meta protocol': 'ethertype',
  'meta pkttype': 'pkttype',
  'meta iiftype': 'iftype',
  'meta oiftype': 'iftype',
  'meta mark': 'integer',
  'ct state': 'ct-state',
  'ct status': 'ct-status',
  'ct direction': 'ct-direction',
  'ct saddr': 'ipv4',
  'ct daddr': 'ipv4',
  'ct proto-src': 'port',
  'ct proto-dst': 'port',
  'ct protocol': 'protocol',
  'ct l3proto': 'nfproto',
  'ct mark': 'integer',
  'ct zone': 'integer',
}

export function typeOfField(field: Field): ValueType {
  switch (field.kind) {
    case 'payload': {
      const known = TYPES[`${field.protocol} ${field.field}`]
      return known ?? (field.field === 'sport' || field.field === 'dport' ? 'port' : 'integer')
    }
    case 'meta':
    case 'ct':
      return TYPES[`${field.kind} ${field.key}`] ?? 'unknown'
    case 'fib':
      return field.result === 'type' ? 'fib-type' : field.result === 'oif' ? 'index' : field.result === 'oifname' ? 'name' : 'boolean'
    case 'raw-payload':
      return 'integer'
    case 'other':
      return 'unknown'
  }
}

/** Undefined: the packet has no such thing, and the rule ends there. */
export function fieldOf(seen: Seen, family: NftFamily, field: Field): Value {
  switch (field.kind) {
    case 'payload':
      return payloadOf(seen, field)
    case 'raw-payload':
      return rawOf(seen, field)
    case 'meta':
      return metaOf(seen, family, field.key)
    case 'ct':
      return conntrackOf(seen, field)
    case 'fib':
      return fibOf(seen, field)
    case 'other':
      return /^(exthdr|hbh|frag|dst|mh|srh|ip6) /.test(field.text) ? undefined : UNKNOWN
  }
}

function payloadOf(seen: Seen, { protocol, field }: Extract<Field, { kind: 'payload' }>): Value {
  switch (protocol) {
    case 'ip':
      return ipOf(seen, field)
    case 'tcp':
    case 'udp':
      return protocolOf(seen.packet) === protocol ? transportOf(seen, field) : undefined
    case 'th':
      return portOf(seen, field)
    case 'icmp':
      return icmpOf(seen, field)
    case 'ether':
    case 'vlan':
      return UNKNOWN
    default:
      // IPv6, ARP and protocols that no probe speaks: nft asks for the protocol first.
      return undefined
  }
}

function ipOf({ packet }: Seen, field: string): Value {
  const isError = packet.payload.kind === 'icmp-error' || packet.payload.kind === 'redirect'
  switch (field) {
    case 'saddr':
      return ipv4ToNumber(packet.source)
    case 'daddr':
      return ipv4ToNumber(packet.destination)
    case 'protocol':
      return PROTOCOL_NUMBERS[protocolOf(packet)]
    case 'ttl':
      return packet.ttl
    case 'version':
      return 4
    case 'hdrlength':
      return 5
    case 'dscp':
      // Errors go out as internetwork control (icmp_send).
      return isError ? 48 : 0
    case 'ecn':
      return 0
    default:
      return UNKNOWN
  }
}

const FLAGS = { 'SYN': 2, 'SYN,ACK': 18, 'RST': 20 } as const

function transportOf(seen: Seen, field: string): Value {
  const { payload } = seen.packet
  if (field === 'sport' || field === 'dport') return portOf(seen, field)
  return field === 'flags' && payload.kind === 'tcp' ? FLAGS[payload.flags] : UNKNOWN
}

/** Of ICMP, the first bytes are type and code, then comes the checksum. */
function portOf(seen: Seen, field: string): Value {
  const { payload } = seen.packet
  const icmp = icmpTypeOf(seen.packet)
  if (icmp !== undefined) return field === 'sport' ? icmp[0] * 256 + icmp[1] : UNKNOWN
  if (payload.kind !== 'tcp' && payload.kind !== 'udp') return UNKNOWN
  return field === 'sport' ? payload.sourcePort : payload.destinationPort
}

function icmpOf(seen: Seen, field: string): Value {
  const icmp = icmpTypeOf(seen.packet)
  if (icmp === undefined) return undefined
  if (field === 'type') return icmp[0]
  return field === 'code' ? icmp[1] : UNKNOWN
}

function rawOf(seen: Seen, { base, offset, length }: Extract<Field, { kind: 'raw-payload' }>): Value {
  switch (`${base},${offset},${length}`) {
    case 'th,0,16':
      return portOf(seen, 'sport')
    case 'th,16,16':
      return portOf(seen, 'dport')
    case 'nh,64,8':
      return seen.packet.ttl
    case 'nh,72,8':
      return ipOf(seen, 'protocol')
    case 'nh,96,32':
      return ipOf(seen, 'saddr')
    case 'nh,128,32':
      return ipOf(seen, 'daddr')
    default:
      return UNKNOWN
  }
}

function metaOf(seen: Seen, family: NftFamily, key: string): Value {
  switch (key) {
    // Where there is no such interface, its name is empty and its number 0 (nft_meta.c).
    case 'iifname':
      return seen.in ?? ''
    case 'oifname':
      return seen.out ?? ''
    case 'iif':
      return seen.in ?? 0
    case 'oif':
      return seen.out ?? 0
    case 'mark':
      return seen.packet.mark
    case 'l4proto':
      return PROTOCOL_NUMBERS[protocolOf(seen.packet)]
    case 'nfproto':
      return family === 'netdev' || family === 'bridge' ? UNKNOWN : 2
    case 'protocol':
      return 0x0800
    case 'pkttype':
      return pkttypeOf(seen)
    case 'iiftype':
      return hardwareOf(seen, seen.in)
    case 'oiftype':
      return hardwareOf(seen, seen.out)
    default:
      return UNKNOWN
  }
}

function pkttypeOf(seen: Seen): Value {
  const { destination } = seen.packet
  if (seen.in === undefined || seen.in === 'lo') return isMulticast(destination) || isBroadcast(seen.node, destination) ? UNKNOWN : 0
  return isMulticast(destination) ? 2 : isBroadcast(seen.node, destination) ? 1 : 0
}

function hardwareOf(seen: Seen, name: string | undefined): Value {
  const device = name === undefined ? undefined : interfaceOf(seen.node, name)
  if (device === undefined) return undefined
  switch (device.kind) {
    case 'loopback':
      return 772
    case 'ethernet':
    case 'bridge':
    case 'veth':
    case 'dummy':
    case 'vlan':
    case 'macvlan':
    case 'vxlan':
      return 1
    default:
      return UNKNOWN
  }
}

const STATES = { NEW: 8, ESTABLISHED: 2, RELATED: 4, INVALID: 1, UNTRACKED: 64 } as const

/** nft_ct_get_eval: whatever but the state needs a connection. */
function conntrackOf(seen: Seen, { key, direction }: Extract<Field, { kind: 'ct' }>): Value {
  const { connection, state } = seen
  if (key === 'state') return state === 'SNAT' || state === 'DNAT' ? UNKNOWN : STATES[state]
  if (connection === undefined) return undefined
  switch (key) {
    case 'direction':
      return seen.direction === 'original' ? 0 : 1
    case 'mark':
      return connection.mark ?? 0
    case 'zone':
      return 0
    case 'l3proto':
      return 2
    case 'protocol':
      return PROTOCOL_NUMBERS[connection.original.protocol]
    default:
      return tupleValue(direction === 'reply' ? connection.reply : connection.original, key)
  }
}

function tupleValue(tuple: NonNullable<Seen['connection']>['original'], key: string): Value {
  const isIcmp = tuple.protocol === 'icmp'
  switch (key) {
    case 'saddr':
      return ipv4ToNumber(tuple.source)
    case 'daddr':
      return ipv4ToNumber(tuple.destination)
    case 'proto-src':
      return isIcmp ? UNKNOWN : tuple.sourcePort
    case 'proto-dst':
      return isIcmp ? UNKNOWN : tuple.destinationPort
    default:
      return UNKNOWN
  }
}

/** The bits of `ct status`, and those of them that are not known. */
export function statusOf(seen: Seen): { readonly set: number; readonly unknown: number } | undefined {
  if (seen.connection === undefined) return undefined
  const set = (seen.connection.replied ? 2 : 0) + (seen.translated.source ? 16 : 0) + (seen.translated.destination ? 32 : 0)
  return { set, unknown: 4 + 8 + 512 }
}

function fibOf(seen: Seen, { flags, result }: Extract<Field, { kind: 'fib' }>): Value {
  const address = flags.includes('saddr') ? seen.packet.source : seen.packet.destination
  const device = flags.includes('iif') ? seen.in : flags.includes('oif') ? seen.out : undefined
  if (result === 'type') return addressType(seen, address, device)
  const found = routeBack(seen, flags, device)
  if (result === 'oif') return found ?? 0
  return result === 'oifname' ? (found ?? '') : found === undefined ? 0 : 1
}

/** inet_dev_addr_type: only the table `local` is asked. */
function addressType(seen: Seen, address: Ipv4, device: string | undefined): Value {
  if (address === LIMITED_BROADCAST || address.startsWith('0.')) return 3
  if (isMulticast(address)) return 5
  if (address.startsWith('127.')) return device === undefined || device === 'lo' ? 2 : 1
  const found = seen.node.routes.find(
    ({ table, to, hops }) =>
      table === 'local' &&
      to.length === 32 &&
      to.address === address &&
      (device === undefined || hops.some((hop) => hop.interface === device)),
  )
  return found?.type === 'local' ? 2 : found?.type === 'broadcast' ? 3 : 1
}

/** nft_fib4_eval: the interface of the route, if it is unicast and, where an interface is asked for, leaves by that one. */
function routeBack(seen: Seen, flags: readonly string[], device: string | undefined): string | undefined {
  const { source, destination, mark } = seen.packet
  if (seen.in === 'lo') return 'lo'
  const [to, from] = flags.includes('saddr') ? [source, destination] : [destination, source]
  const found = lookUp(seen.network, seen.node, { destination: to, source: from, ...(flags.includes('mark') ? { mark } : {}) })
  if (found.kind !== 'route' || found.route.type !== 'unicast') return undefined
  if (device === undefined) return found.hops[0]?.interface
  return found.hops.some((hop) => hop.interface === device) ? device : undefined
}
