/** What the hosts remember while a session of probes runs. The only mutable state of a trace; it never leaves a session. */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Connection } from './netfilter/connection.js'

/** Rate state of redirects a router sends to one source (net/ipv4/route.c: ip_rt_send_redirect). */
export type RedirectRate = { readonly sent: number; readonly last: number }

export type Memory = {
  /** Milliseconds since the session began. */
  now: number
  /** `node interface address` → MAC, learnt by ARP. */
  readonly neighbours: Map<string, string>
  /** `node bridge mac` → port. */
  readonly fdb: Map<string, string>
  /** Node → connections that its conntrack has confirmed. */
  readonly connections: Map<string, readonly Connection[]>
  /** `node destination` → gateway, learnt from a redirect. */
  readonly exceptions: Map<string, Ipv4>
  /** `node source` → redirects sent. */
  readonly redirects: Map<string, RedirectRate>
  /** Ports and ids given to probes so far. */
  flows: number
}

/** Cold: nobody knows anybody. */
export function coldMemory(): Memory {
  return { now: 0, neighbours: new Map(), fdb: new Map(), connections: new Map(), exceptions: new Map(), redirects: new Map(), flows: 0 }
}

export function copyMemory(memory: Memory): Memory {
  return {
    now: memory.now,
    flows: memory.flows,
    neighbours: new Map(memory.neighbours),
    fdb: new Map(memory.fdb),
    connections: new Map(memory.connections),
    exceptions: new Map(memory.exceptions),
    redirects: new Map(memory.redirects),
  }
}
