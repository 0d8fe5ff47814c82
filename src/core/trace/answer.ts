/** The answer to "what does a probe from here to there see, and why?" */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Why } from '../diagnostics/why.js'
import type { NodeName } from '../model/network.js'
import type { Outcome, Verdict } from './outcome.js'
import type { ReasonCode } from './reason.js'
import type { Hop } from './step.js'

export type Protocol = { readonly kind: 'icmp' } | { readonly kind: 'tcp' | 'udp'; readonly port: number }

export type Question = {
  readonly from: NodeName
  /** An address or a DNS name, as a person would type it behind ping(8). */
  readonly to: string
  readonly protocol: Protocol
  /** Probes sent, e.g. 3 as in `ping -c 3`. */
  readonly count: number
  /** Milliseconds between two probes. */
  readonly interval: number
  /** Bind the probe to this source address (ping -I). */
  readonly source?: Ipv4
}

/** A redirect that the sender's ping prints. */
export type Redirect = { readonly from: string; readonly gateway: string }

/** The node at which a packet ended; `role` says whether it was the thing asked, the answer, or an error about it. */
export type LostAt = {
  readonly node: NodeName
  readonly role: 'request' | 'reply' | 'error'
  readonly source: string
  readonly destination: string
  readonly reason: ReasonCode
}

/** One probe packet, what became of it, and the walk of it and of its answer. */
export type ProbeTrace = {
  readonly sequence: number
  readonly outcome: Outcome
  readonly reason: ReasonCode
  readonly why: Why
  /** Address that says so; `local` when the sender's own kernel does; absent for silence. */
  readonly saidBy?: string
  /** TTL that ping prints for a reply. */
  readonly ttl?: number
  readonly redirects: readonly Redirect[]
  readonly hops: readonly Hop[]
  /** Where the packet that mattered ended, when it did not arrive. */
  readonly lost?: LostAt
  /** Facts that were missing and that this probe depended on. */
  readonly missing: readonly string[]
}

export type Answer = {
  readonly question: Question
  /** The address that the name resolved to, when it did. */
  readonly address?: string
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly reason: ReasonCode
  readonly why: Why
  readonly saidBy?: string
  readonly ttl?: number
  readonly redirects: readonly Redirect[]
  /** How many of the probes were answered. */
  readonly replies: number
  readonly missing: readonly string[]
  readonly lost?: LostAt
  /** Milliseconds that pass in a session before the next question, so that rate limits do not make it a matter of luck. */
  readonly rest?: number
  /** As possible as this one, with the same outcome: what depends on a choice of the kernel is the TTL, who says it, or a redirect. */
  readonly otherwise?: readonly Answer[]
  readonly probes: readonly ProbeTrace[]
}
