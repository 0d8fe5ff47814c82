/** Ports, marks and protocols as iptables writes them. */
import { serviceNamed } from '../../addresses/service-name.js'
import type { PortRange } from '../../model/netfilter.js'

const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '2': 'igmp',
  '4': 'ipencap',
  '6': 'tcp',
  '17': 'udp',
  '33': 'dccp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'ipv6-icmp',
  'icmpv6': 'ipv6-icmp',
  'icmp6': 'ipv6-icmp',
  '89': 'ospf',
  '103': 'pim',
  '112': 'vrrp',
  '132': 'sctp',
  '108': 'ipcomp',
  '135': 'mobility-header',
  '136': 'udplite',
  'ipv6-mh': 'mobility-header',
  'mobility-header': 'mobility-header',
  'ipsec-ah': 'ah',
  'ipsec-esp': 'esp',
}

export function parsePort(text: string): number | undefined {
  const named = serviceNamed(text)
  if (named !== undefined) return named.port
  const port = parseWhole(text)
  return port !== undefined && port <= 65_535 ? port : undefined
}

/** `22`, `1024:65535`, `:1023`, `1024:`; with `-` between them in a target. */
export function parsePortRange(text: string, separator: ':' | '-' = ':'): PortRange | undefined {
  // A service's own name may have a dash.
  const whole = parsePort(text)
  if (whole !== undefined) return { from: whole, to: whole }
  const [low = '', high, ...more] = text.split(separator)
  if (high === undefined || more.length > 0) return undefined
  const from = low === '' ? 0 : parsePort(low)
  const to = high === '' ? 65_535 : parsePort(high)
  return from === undefined || to === undefined || from > to ? undefined : { from, to }
}

export function formatPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}:${to}`
}

/** `5`, `5:10`, `:10`, `5:`, `:` */
export function parseRange(text: string, most: number): { readonly from: number; readonly to: number } | undefined {
  const [low = '', high, ...more] = text.split(':')
  const from = low === '' && high !== undefined ? 0 : parseWhole(low)
  const to = high === undefined ? from : high === '' ? most : parseWhole(high)
  if (from === undefined || to === undefined || more.length > 0) return undefined
  return from > to || to > most ? undefined : { from, to }
}

/** As strtoul(3) with base 0 does: decimal, 0x… or 0…; 32 bits. */
export function parseWhole(text: string): number | undefined {
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : /^(\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : undefined
  return value !== undefined && value <= 0xffffffff ? value : undefined
}

/** `VALUE` or `VALUE/MASK`. */
export function parseMasked(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const value = parseWhole(head)
  const mask = tail === undefined ? 0xffffffff : parseWhole(tail)
  return value === undefined || mask === undefined || more.length > 0 ? undefined : { value, mask }
}

/** The protocol by the name that iptables-save prints; `all` for any. */
export function protocolName(text: string): string {
  const lower = text.toLowerCase()
  if (lower === '0' || lower === 'all') return 'all'
  return PROTOCOLS[lower.replace(/^0+(?=\d)/, '')] ?? lower
}
