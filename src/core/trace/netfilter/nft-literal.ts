/** The words of nft(8) for values, by the type of what they are compared with. */
import { ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'

/** Not known: it may be anything. Undefined, where a value is expected, means that there is none and the rule ends. */
export const UNKNOWN = Symbol('unknown')
export type Known = number | string
export type Value = Known | typeof UNKNOWN | undefined

export type ValueType =
  | 'ipv4'
  | 'port'
  | 'name'
  | 'index'
  | 'integer'
  | 'protocol'
  | 'nfproto'
  | 'ethertype'
  | 'pkttype'
  | 'iftype'
  | 'ct-state'
  | 'ct-status'
  | 'ct-direction'
  | 'icmp-type'
  | 'icmp-code'
  | 'tcp-flags'
  | 'dscp'
  | 'fib-type'
  | 'boolean'
  | 'unknown'

type Words = Readonly<Record<string, number>>

const PROTOCOLS: Words = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  comp: 108,
  sctp: 132,
  udplite: 136,
}
const NFPROTO: Words = { ipv4: 2, ipv6: 10 }
const ETHERTYPES: Words = { ip: 0x0800, arp: 0x0806, ip6: 0x86dd, vlan: 0x8100, '8021q': 0x8100, '8021ad': 0x88a8 }
const PKTTYPES: Words = { host: 0, unicast: 0, broadcast: 1, multicast: 2, other: 3 }
const IFTYPES: Words = { ether: 1, ppp: 512, ipip: 768, ipip6: 769, loopback: 772, sit: 776, ipgre: 778 }
const CT_STATES: Words = { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 }
const CT_STATUS: Words = { expected: 1, 'seen-reply': 2, assured: 4, confirmed: 8, snat: 16, dnat: 32, dying: 512 }
const DIRECTIONS: Words = { original: 0, reply: 1 }
const ICMP_TYPES: Words = {
  'echo-reply': 0,
  'destination-unreachable': 3,
  'source-quench': 4,
  'redirect': 5,
  'echo-request': 8,
  'router-advertisement': 9,
  'router-solicitation': 10,
  'time-exceeded': 11,
  'parameter-problem': 12,
  'timestamp-request': 13,
  'timestamp-reply': 14,
  'info-request': 15,
  'info-reply': 16,
  'address-mask-request': 17,
  'address-mask-reply': 18,
}
export const ICMP_CODES: Words = {
  'net-unreachable': 0,
  'host-unreachable': 1,
  'prot-unreachable': 2,
  'port-unreachable': 3,
  'frag-needed': 4,
  'net-prohibited': 9,
  'host-prohibited': 10,
  'admin-prohibited': 13,
}
const TCP_FLAGS: Words = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 }
const FIB_TYPES: Words = {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
}
const BOOLEANS: Words = { exists: 1, missing: 0 }
/** The usual names of /etc/services. */
const SERVICES: Words = {
  'ftp-data': 20,
  'ftp': 21,
  'ssh': 22,
  'telnet': 23,
  'smtp': 25,
  'domain': 53,
  'bootps': 67,
  'bootpc': 68,
  'tftp': 69,
  'http': 80,
  'pop3': 110,
  'sunrpc': 111,
  'ntp': 123,
  'imap2': 143,
  'imap': 143,
  'snmp': 161,
  'ldap': 389,
  'https': 443,
  'submission': 587,
  'ldaps': 636,
  'imaps': 993,
  'pop3s': 995,
  'http-alt': 8080,
  'mdns': 5353,
}

const TABLES: Readonly<Partial<Record<ValueType, Words>>> = {
  'protocol': PROTOCOLS,
  'nfproto': NFPROTO,
  'ethertype': ETHERTYPES,
  'pkttype': PKTTYPES,
  'iftype': IFTYPES,
  'ct-state': CT_STATES,
  'ct-status': CT_STATUS,
  'ct-direction': DIRECTIONS,
  'icmp-type': ICMP_TYPES,
  'icmp-code': ICMP_CODES,
  'tcp-flags': TCP_FLAGS,
  'fib-type': FIB_TYPES,
  'boolean': BOOLEANS,
  'port': SERVICES,
}

/** Types whose values are sets of bits: without an operator, a match asks whether any of them is set. */
export function isBitmask(type: ValueType): boolean {
  return type === 'ct-state' || type === 'ct-status' || type === 'tcp-flags'
}

export function literalOf(type: ValueType, text: string): Known | typeof UNKNOWN {
  switch (type) {
    case 'ipv4': {
      const address = parseIpv4(text)
      return address === undefined ? UNKNOWN : ipv4ToNumber(address)
    }
    case 'name':
      return text
    case 'index':
      return /^\d+$/.test(text) ? (Number(text) === 0 ? 0 : UNKNOWN) : text
    case 'dscp':
      return dscpOf(text)
    default: {
      const words = TABLES[type]
      if (words !== undefined && Object.hasOwn(words, text)) return words[text] ?? UNKNOWN
      return type === 'unknown' ? UNKNOWN : numberOf(text)
    }
  }
}

function numberOf(text: string): number | typeof UNKNOWN {
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return Number.parseInt(text, 16)
  return /^\d{1,10}$/.test(text) ? Number(text) : UNKNOWN
}

/** cs1 is 8; af11 is 10; ef is 46. */
function dscpOf(text: string): number | typeof UNKNOWN {
  const found = /^(cs|af)(\d)(\d?)$/.exec(text)
  if (found !== null) return Number(found[2]) * 8 + Number(found[3]) * 2
  if (text === 'be') return 0
  return text === 'ef' ? 46 : numberOf(text)
}
