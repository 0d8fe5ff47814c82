/** What the hosts remember while a session of probes runs. The only mutable state of a trace; it never leaves a session. */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Connection } from './netfilter/connection.js'

/** What a host keeps of an address it sends ICMP errors or redirects to (struct inet_peer). Milliseconds; `later`: errors that wait for ARP to give up. */
export type PeerRate = { readonly tokens: number; readonly last: number; readonly redirects: number; readonly later: readonly number[] }

export type Memory = {
  /** Milliseconds since the session began. */
  now: number
  /** `node interface address` → MAC, learnt by ARP. */
  readonly neighbours: Map<string, string>
  /** `node interface address` asked for by ARP in vain → when the asking began. */
  readonly unanswered: Map<string, number>
  /** `node bridge mac` → port. */
  readonly fdb: Map<string, string>
  /** Node → connections that its conntrack has confirmed. */
  readonly connections: Map<string, readonly Connection[]>
  /** `node destination` → gateway, learnt from a redirect. */
  readonly exceptions: Map<string, Ipv4>
  /** `node address` → how often it was sent errors and redirects. */
  readonly peers: Map<string, PeerRate>
  /** Ports and ids given to probes so far. */
  flows: number
}

/** Cold: nobody knows anybody. */
export function coldMemory(): Memory {
  return {
    now: 0,
    neighbours: new Map(),
    unanswered: new Map(),
    fdb: new Map(),
    connections: new Map(),
    exceptions: new Map(),
    peers: new Map(),
    flows: 0,
  }
}

export function copyMemory(memory: Memory): Memory {
  return {
    now: memory.now,
    flows: memory.flows,
    neighbours: new Map(memory.neighbours),
    unanswered: new Map(memory.unanswered),
    fdb: new Map(memory.fdb),
    connections: new Map(memory.connections),
    exceptions: new Map(memory.exceptions),
    peers: new Map(memory.peers),
  }
}
