/** What snat, dnat, masquerade and redirect of nft ask of NAT, in the words that iptables' targets have. */
import { type Ipv4, ipv4FromNumber } from '../../addresses/ipv4.js'
import type { NftExpression, NftStatement, PortRange } from '../../model/index.js'
import { type Context, choose } from '../context.js'
import { protocolOf } from '../packet.js'
import { tupleOf } from './connection.js'
import { evaluate, type Looking, lookUpVerdict } from './nft-match.js'
import type { NatTarget } from './table.js'

type Statement = Extract<NftStatement, { kind: 'nat' }>

/** `none`: the map has nothing for the packet, and the rule ends. */
export type Wanted = { readonly kind: 'nat'; readonly target: NatTarget } | { readonly kind: 'none' } | { readonly kind: 'unknown' }

type Bounds = { readonly from: number; readonly to: number }
type Part = Bounds | 'none' | 'unknown' | undefined

export function natWanted(context: Context, looking: Looking, statement: Statement): Wanted {
  if (statement.family === 'ip6') return { kind: 'none' }
  const [address, port] = partsOf(looking, statement)
  if (address === 'none' || port === 'none') return { kind: 'none' }
  if (address === 'unknown' || port === 'unknown' || statement.nat === 'tproxy') return { kind: 'unknown' }
  if (statement.nat === 'masquerade') return { kind: 'nat', target: { kind: 'masquerade' } }
  const ports = port === undefined ? {} : { ports: portsOf(context, looking, port) }
  if (statement.nat === 'redirect') return { kind: 'nat', target: { kind: 'redirect', ...ports } }
  const to = address === undefined ? undefined : addressesOf(context, looking, address)
  return { kind: 'nat', target: { kind: statement.nat, to, ...ports } }
}

/** A map may give address and port at once, as a concatenation. */
function partsOf(looking: Looking, { address, port }: Statement): readonly [Part, Part] {
  const given = address?.kind === 'map' ? fromMap(looking, address) : address
  if (typeof given === 'string') return [given, undefined]
  if (given?.kind === 'concatenation') {
    const [first, second] = given.parts
    return [boundsOf(looking, first, 'ipv4'), boundsOf(looking, second, 'port')]
  }
  return [boundsOf(looking, given, 'ipv4'), boundsOf(looking, port, 'port')]
}

function fromMap(looking: Looking, { key, data }: Extract<NftExpression, { kind: 'map' }>): NftExpression | 'none' | 'unknown' {
  const found = lookUpVerdict(looking, key, data)
  if (found === undefined || found.kind === 'none') return 'none'
  return found.kind === 'unknown' || found.data === undefined || found.data.kind === 'verdict' ? 'unknown' : found.data
}

function boundsOf(looking: Looking, expression: NftExpression | undefined, type: 'ipv4' | 'port'): Part {
  if (expression === undefined) return undefined
  if (expression.kind === 'map') {
    const found = fromMap(looking, expression)
    return typeof found === 'string' ? found : boundsOf(looking, found, type)
  }
  if (expression.kind === 'range') return between(evaluate(looking, expression.from, type), evaluate(looking, expression.to, type))
  if (expression.kind === 'prefix') {
    const base = evaluate(looking, expression.address, type)
    return typeof base === 'number' ? { from: base, to: base + 2 ** (32 - expression.length) - 1 } : 'unknown'
  }
  const value = evaluate(looking, expression, type)
  return value === undefined ? 'none' : between(value, value)
}

function between(from: unknown, to: unknown): Part {
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : 'unknown'
}

const MOST = 4

/** find_best_ips_proto: which of several addresses is taken is a matter of hashing. */
function addressesOf(context: Context, looking: Looking, { from, to }: Bounds): { readonly from: Ipv4; readonly to: Ipv4 } {
  const picked = from + (to > from ? pick(context, looking, to - from + 1) : 0)
  return { from: ipv4FromNumber(picked), to: ipv4FromNumber(picked) }
}

function pick(context: Context, { seen }: Looking, count: number): number {
  const what = `which of the addresses ${seen.node.name} translates to`
  return choose(context, Math.min(count, MOST), count > MOST ? `unknown: ${what}` : what)
}

/** A port that lies in the range already stays (get_unique_tuple). */
function portsOf(context: Context, looking: Looking, { from, to }: Bounds): PortRange {
  const port = protocolOf(looking.seen.packet) === 'icmp' ? undefined : tupleOf(looking.seen.packet)?.destinationPort
  if (port !== undefined && port >= from && port <= to) return { from: port, to: port }
  const picked = from + (to > from ? pick(context, looking, to - from + 1) : 0)
  return { from: picked, to: picked }
}
