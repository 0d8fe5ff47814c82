/** Statements of nft one by one: what they reject with, set and count. */
import type { NftStatement, RejectWith } from '../../model/index.js'
import { protocolOf } from '../packet.js'
import type { Seen, Truth } from './match.js'
import { typeOfField } from './nft-field.js'
import { UNKNOWN } from './nft-literal.js'
import { evaluate, type Looking } from './nft-match.js'

/** Whether it does anything but look. */
export function isEffect(statement: NftStatement): boolean {
  return !['match', 'counted', 'harmless', 'set-update'].includes(statement.kind)
}

const ICMP: Readonly<Record<string, RejectWith>> = {
  'net-unreachable': 'icmp-net-unreachable',
  'host-unreachable': 'icmp-host-unreachable',
  'prot-unreachable': 'icmp-proto-unreachable',
  'port-unreachable': 'icmp-port-unreachable',
  'net-prohibited': 'icmp-net-prohibited',
  'host-prohibited': 'icmp-host-prohibited',
  'admin-prohibited': 'icmp-admin-prohibited',
}
/** The types that IPv4 and IPv6 both have (nft_reject.c). */
const ICMPX: Readonly<Record<string, RejectWith>> = {
  'no-route': 'icmp-net-unreachable',
  'port-unreachable': 'icmp-port-unreachable',
  'host-unreachable': 'icmp-host-unreachable',
  'admin-prohibited': 'icmp-admin-prohibited',
}

/** `none`: it is for other protocols, and the rule ends. Undefined: not known. */
export function rejectOf(seen: Seen, statement: Extract<NftStatement, { kind: 'reject' }>): RejectWith | 'none' | undefined {
  const [family = '', type = ''] = (statement.with ?? 'icmpx port-unreachable').split(' ')
  if (family === 'icmpv6') return 'none'
  if (family === 'tcp') return protocolOf(seen.packet) === 'tcp' ? 'tcp-reset' : 'none'
  const words = family === 'icmp' ? ICMP : ICMPX
  return Object.hasOwn(words, type) ? words[type] : undefined
}

/** As iptables' `limit`: enough for the packets of a probe, or not known. Quotas and numbers of connections are far away at first. */
export function countedTruth(text: string): Truth {
  const over = /\bover\b/.test(text)
  if (/^(quota|ct count)\b/.test(text)) return !over
  if (/\bname\b/.test(text) || /\b[kmg]?bytes\//.test(text)) return 'unknown'
  const burst = Number(/\bburst (\d+)/.exec(text)?.[1] ?? 5)
  return burst < 3 ? 'unknown' : !over
}

/** The packet and its connection as the statement leaves them. Undefined: there is no such value, and the rule ends. */
export function setByRule(looking: Looking, { target, value }: Extract<NftStatement, { kind: 'mangle' }>): Seen | 'unknown' | undefined {
  const { seen } = looking
  if (!('key' in target) && target.kind !== 'payload') return target.kind === 'other' ? seen : 'unknown'
  const type = target.kind === 'payload' || target.kind === 'meta' || target.kind === 'ct' ? typeOfField(target) : 'unknown'
  const name = target.kind === 'payload' ? `${target.protocol} ${target.field}` : `${target.kind} ${'key' in target ? target.key : ''}`
  if (HARMLESS.has(name)) return seen
  const wanted = evaluate(looking, value, type)
  if (wanted === undefined) return undefined
  if (wanted === UNKNOWN || typeof wanted !== 'number') return 'unknown'
  switch (name) {
    case 'meta mark':
      return { ...seen, packet: { ...seen.packet, mark: wanted } }
    case 'ct mark':
      return seen.connection === undefined ? seen : { ...seen, connection: { ...seen.connection, mark: wanted } }
    case 'ip ttl':
      return { ...seen, packet: { ...seen.packet, ttl: wanted } }
    default:
      return 'unknown'
  }
}

/** What changes nothing that a prediction needs. */
const HARMLESS: ReadonlySet<string> = new Set([
  'meta priority',
  'meta nftrace',
  'meta secmark',
  'ct helper',
  'ct timeout',
  'ct label',
  'ct event',
  'ct secmark',
])
