/** What a rule asks of the connection that a packet belongs to (xt_conntrack.c). Without a connection nothing holds. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import { contains, type Prefix } from '../../addresses/prefix.js'
import type { ConntrackSide, Match } from '../../model/index.js'
import type { Connection } from './connection.js'
import type { Seen, Test, Truth } from './match.js'

type Kind = Extract<Match['kind'], `conntrack-${string}`>

export const CONNTRACK_TESTS: { readonly [K in Exclude<Kind, 'conntrack-state'>]: Test<K> } = {
  'conntrack-protocol': ({ protocol }, seen) => (seen.connection === undefined ? false : seen.connection.original.protocol === protocol),
  'conntrack-address': ({ side, prefix }, seen) =>
    seen.connection !== undefined && isIpv4(prefix) && contains(prefix, sideOf(seen.connection, side).address),
  'conntrack-port': ({ side, ports }, seen) => {
    const port = seen.connection === undefined ? undefined : sideOf(seen.connection, side).port
    return port !== undefined && port >= ports.from && port <= ports.to
  },
  'conntrack-status': ({ statuses }, seen) => statusOf(statuses, seen),
  'conntrack-direction': ({ direction }, seen) => seen.connection !== undefined && seen.direction === direction,
  'conntrack-expire': (_match, seen) => (seen.connection === undefined ? false : 'unknown'),
}

function isIpv4(prefix: { readonly address: string; readonly length: number }): prefix is Prefix {
  return !prefix.address.includes(':')
}

function sideOf(connection: Connection, side: ConntrackSide): { readonly address: Ipv4; readonly port: number } {
  const tuple = side.startsWith('original') ? connection.original : connection.reply
  return side.endsWith('source')
    ? { address: tuple.source, port: tuple.sourcePort }
    : { address: tuple.destination, port: tuple.destinationPort }
}

/** Nothing is expected where no helper is modelled; how far a connection is confirmed and assured is not kept. */
function statusOf(statuses: readonly string[], { connection }: Seen): Truth {
  if (connection === undefined) return false
  if (statuses.includes('SEEN_REPLY') && connection.replied) return true
  return statuses.some((status) => status === 'CONFIRMED' || status === 'ASSURED') ? 'unknown' : false
}
