/** Which attributes each protocol of a filter rule has, and what they hold (virNWFilterRule attribute tables of src/conf/nwfilter_conf.c). */

import { parseIpv4 } from '../../../addresses/ipv4.js'
import { ipv6Groups, parseIpv6 } from '../../../addresses/ipv6.js'
import { lengthOfMask } from '../../../addresses/prefix.js'
import { COUNT, MAC } from '../value.js'
import type { FilterProtocol } from './document.js'

/** A number where the text is one, `true` for another valid text, undefined for an illegal one. */
export type FilterKind = { readonly parse: (text: string) => number | true | undefined; readonly what: string }

const ETHER_TYPES: ReadonlyMap<string, number> = new Map([
  ['arp', 0x806],
  ['rarp', 0x8035],
  ['ipv4', 0x800],
  ['ipv6', 0x86dd],
  ['vlan', 0x8100],
])
const IP_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['udp', 17],
  ['udplite', 136],
  ['esp', 50],
  ['ah', 51],
  ['icmp', 1],
  ['igmp', 2],
  ['sctp', 132],
  ['icmpv6', 58],
])
const ARP_CODES: ReadonlyMap<string, number> = new Map(
  'Request Reply Request_Reverse Reply_Reverse DRARP_Request DRARP_Reply DRARP_Error InARP_Request ARP_NAK'
    .split(' ')
    .map((name, index) => [name.toLowerCase(), index + 1]),
)
const STATES = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'NONE']
const TCP_FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ALL', 'NONE']

/** Decimal if it fits, otherwise hexadecimal, with or without 0x. */
function parseNumber(text: string, most: number): number | undefined {
  const decimal = COUNT.parse(text)
  if (decimal !== undefined && decimal <= most) return decimal
  const hex = /^\s*(0x)?[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined
  return hex !== undefined && hex <= most ? hex : undefined
}

function upTo(most: number, least = 0, names: ReadonlyMap<string, number> = new Map()): FilterKind {
  const what = `a number ${least === 0 ? '' : `from ${least} `}up to ${most}${names.size === 0 ? '' : `, ${[...names.keys()].join(', ')}`}`
  const parse = (text: string): number | undefined => {
    const number = parseNumber(text, most)
    return number !== undefined && number >= least ? number : names.get(text.toLowerCase())
  }
  return { parse, what }
}

const valid = (test: (text: string) => boolean, what: string): FilterKind => ({ parse: (text) => (test(text) ? true : undefined), what })
const isListOf = (words: readonly string[]) => (text: string) =>
  text.split(/[,\s]+/).every((word) => word === '' || words.includes(word.toUpperCase()))

/** Ones, then zeros. */
function isContiguous(mask: string): boolean {
  const bits = mask.split(':').map((byte) => Number.parseInt(byte, 16).toString(2).padStart(8, '0'))
  return /^1*0*$/.test(bits.join(''))
}

function maskLength6(text: string): number | undefined {
  const address = parseIpv6(text)
  if (address === undefined) return undefined
  const bits = ipv6Groups(address).map((group) => group.toString(2).padStart(16, '0'))
  const length = bits.join('').indexOf('0')
  return length < 0 ? 128 : /^0*$/.test(bits.join('').slice(length)) ? length : undefined
}

function maskLength(text: string, six: boolean): number | undefined {
  const bits = COUNT.parse(text)
  if (bits !== undefined) return bits <= (six ? 128 : 32) ? bits : undefined
  if (six) return maskLength6(text)
  const mask = parseIpv4(text)
  return mask === undefined ? undefined : lengthOfMask(mask)
}

const KINDS: Readonly<Record<string, FilterKind>> = {
  u8: upTo(0xff),
  u16: upTo(0xffff),
  u32: upTo(0xffff_ffff),
  decimal: { parse: (text) => ((COUNT.parse(text) ?? 0x1_0000) <= 0xffff ? COUNT.parse(text) : undefined), what: 'a number up to 65535' },
  dscp: upTo(63),
  vlanid: upTo(4095),
  ethertype: upTo(0xffff, 0x600, ETHER_TYPES),
  encapsulated: upTo(0xffff, 0x3c, ETHER_TYPES),
  opcode: upTo(0xffff, 0, ARP_CODES),
  protocol: upTo(0xff, 0, IP_PROTOCOLS),
  mac: valid((text) => MAC.parse(text) !== undefined, MAC.what),
  macmask: valid((text) => isContiguous(MAC.parse(text) ?? '0:1'), 'a mask for MAC addresses'),
  ip: valid((text) => parseIpv4(text) !== undefined, 'an IPv4 address'),
  ipmask: { parse: (text) => maskLength(text, false), what: 'a netmask or prefix length' },
  ip6: valid((text) => parseIpv6(text) !== undefined, 'an IPv6 address'),
  ip6mask: { parse: (text) => maskLength(text, true), what: 'a netmask or prefix length' },
  state: valid(isListOf(STATES), STATES.join(', ')),
  flags: valid(
    (text) => text.includes('/') && text.split('/').every(isListOf(TCP_FLAGS)),
    'MASK/FLAGS, of FIN, SYN, RST, PSH, ACK, URG, ALL, NONE',
  ),
  setname: valid((text) => /^[\w.:+\- ]{1,31}$/.test(text), 'the name of an ipset'),
  setflags: valid((text) => /^(src|dst)(,(src|dst)){0,5}$/i.test(text), 'src and dst, with commas'),
  boolean: valid(() => true, 'true or false'),
  text: valid(() => true, 'text'),
}

const MACS = 'srcmacaddr:mac srcmacmask:macmask dstmacaddr:mac dstmacmask:macmask'
const COMMENT = 'comment:text'
const PORTS = 'srcportstart:u16 srcportend:u16 dstportstart:u16 dstportend:u16'
const PAIRS = [
  'root-priority:u16',
  'root-cost:u32',
  'sender-priority:u16',
  'port:u16',
  'age:u16',
  'max-age:u16',
  'hello-time:u16',
  'forward-delay:u16',
]
const STP = [
  'srcmacaddr:mac srcmacmask:macmask type:u8 flags:u8 root-address:mac root-address-mask:macmask',
  'sender-address:mac sender-address-mask:macmask',
  ...PAIRS.map((pair) => `${pair} ${pair.replace(':', '-hi:')}`),
  COMMENT,
].join(' ')
const ARP =
  `${MACS} hwtype:u16 protocoltype:u16 opcode:opcode arpsrcmacaddr:mac arpdstmacaddr:mac ` +
  `arpsrcipaddr:ip arpsrcipmask:ipmask arpdstipaddr:ip arpdstipmask:ipmask gratuitous:boolean ${COMMENT}`

function header(ip: 'ip' | 'ip6'): string {
  const sides = ['src', 'dst'].map((side) => `${side}ipaddr:${ip} ${side}ipmask:${ip}mask ${side}ipfrom:${ip} ${side}ipto:${ip}`).join(' ')
  return `srcmacaddr:mac ${sides} dscp:dscp connlimit-above:decimal state:state ipset:setname ipsetflags:setflags ${COMMENT}`
}

function network(ip: 'ip' | 'ip6'): string {
  const sides = ['src', 'dst'].map((side) => `${side}ipaddr:${ip} ${side}ipmask:${ip}mask`).join(' ')
  return `${MACS} ${sides} protocol:protocol ${PORTS} ${COMMENT}`
}

function transport(ip: 'ip' | 'ip6') {
  const six = ip === 'ip6' ? '-ipv6' : ''
  return Object.fromEntries(
    [
      ['tcp', `${header(ip)} ${PORTS} option:u8${ip === 'ip' ? ' flags:flags' : ''}`],
      ['udp', `${header(ip)} ${PORTS}`],
      ['sctp', `${header(ip)} ${PORTS}`],
      ['udplite', header(ip)],
      ['esp', header(ip)],
      ['ah', header(ip)],
      ['all', header(ip)],
    ].map(([name, attributes]) => [`${name}${six}`, attributes ?? '']),
  )
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  mac: `${MACS} protocolid:ethertype ${COMMENT}`,
  vlan: `${MACS} vlanid:vlanid encap-protocol:encapsulated ${COMMENT}`,
  stp: STP,
  arp: ARP,
  rarp: ARP,
  ip: `${network('ip')} dscp:dscp`,
  ipv6: `${network('ip6')} type:u8 typeend:u8 code:u8 codeend:u8`,
  icmp: `${header('ip')} type:u8 code:u8`,
  icmpv6: `${header('ip6')} type:u8 code:u8`,
  igmp: header('ip'),
  ...transport('ip'),
  ...transport('ip6'),
}

/** Attribute → what it holds, for each protocol. */
export const FILTER_ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, FilterKind>> = new Map(
  Object.entries(ATTRIBUTES).map(([protocol, text]) => [protocol, tableOf(text)]),
)

function tableOf(text: string): ReadonlyMap<string, FilterKind> {
  return new Map(
    text.split(' ').flatMap((word) => {
      const [name = '', kind = ''] = word.split(':')
      const found = KINDS[kind]
      return found === undefined ? [] : [[name, found] as const]
    }),
  )
}

export function attributesOf(protocol: FilterProtocol): ReadonlyMap<string, FilterKind> {
  return FILTER_ATTRIBUTES.get(protocol) ?? new Map()
}
