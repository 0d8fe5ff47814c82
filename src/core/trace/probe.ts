/** One probe: sends it, lets everything that follows happen, and says what the sender sees. */
import type { Ipv4 } from '../addresses/ipv4.js'
import { type Why, why, whyAlso } from '../diagnostics/why.js'
import type { Network, Node } from '../model/index.js'
import type { LostAt, ProbeTrace, Protocol, Redirect } from './answer.js'
import { type Choices, type Context, enter, hopsOf, type Loss, lossesOf, newContext } from './context.js'
import { sendError } from './errors.js'
import { drain } from './input.js'
import type { Memory } from './memory.js'
import type { Outcome } from './outcome.js'
import { type OwnPacket, type Sent, sendOwn } from './output.js'
import { type IcmpError, type Packet, type Payload, roleOf } from './packet.js'
import type { ReasonCode } from './reason.js'

export type Probe = {
  readonly from: Node
  readonly destination: Ipv4
  readonly protocol: Protocol
  readonly sequence: number
  /** Tells this flow from others: ICMP id or source port. All probes of one ping share it. */
  readonly flow: number
  readonly source?: Ipv4
}

export type Probed = { readonly trace: ProbeTrace; readonly context: Context }

/** Runs one probe against the memory, which it changes as the hosts would. */
export function runProbe(network: Network, memory: Memory, probe: Probe, choices: Choices): Probed {
  const context = newContext(network, memory, probe.from.name, choices)
  const own: OwnPacket = {
    destination: probe.destination,
    mark: 0,
    payload: payloadOf(probe),
    ...(probe.source === undefined ? {} : { source: probe.source }),
  }
  enter(context, probe.from.name, { ...own, ttl: 64, source: probe.source ?? ('*' as Ipv4) })
  const sent = sendOwn(context, probe.from, own)
  if (sent.kind === 'failed' && sent.step === 'neighbour') tellItself(context, probe.from, sent.packet)
  drain(context)
  const judged = judge(context, sent, probe)
  return {
    context,
    trace: {
      sequence: probe.sequence,
      redirects: redirectsIn(context),
      hops: named(hopsOf(context), sent),
      missing: context.missing,
      ...judged,
      ...lostOf(context, sent, judged),
    },
  }
}

/** When ARP gives up, the kernel tells its own socket by an ICMP error over lo, which its firewall may stop (ipv4_link_failure). */
function tellItself(context: Context, node: Node, packet: Packet): void {
  const before = context.hops.map((hop) => ({ ...hop, steps: [...hop.steps] }))
  sendError(context, node, packet, { error: 'host-unreachable' })
  drain(context)
  // The way of the message is told only where it is stopped.
  if (context.arrivals.length > 0) context.hops.splice(0, context.hops.length, ...before)
}

function lostOf(context: Context, sent: Sent, judged: Judged): { readonly lost?: LostAt } {
  if (judged.outcome === 'reply') return {}
  if (sent.kind === 'failed') {
    const { source, destination } = sent.packet
    return { lost: { node: context.asker, role: 'request', source, destination, reason: sent.reason } }
  }
  const loss = lossesOf(context, 'reply')[0] ?? lossesOf(context, 'request')[0]
  if (loss === undefined) return {}
  const { source, destination } = loss.packet
  return { lost: { node: loss.node, role: roleOf(loss.packet), source, destination, reason: loss.reason } }
}

/** The first hop's packet was written before its source was chosen. */
function named(hops: ReturnType<typeof hopsOf>, sent: Sent): ReturnType<typeof hopsOf> {
  return hops.map((hop, index) => (index === 0 ? { ...hop, packet: hop.packet.replace('* →', `${sent.packet.source} →`) } : hop))
}

function payloadOf(probe: Probe): Payload {
  const { protocol, flow } = probe
  switch (protocol.kind) {
    case 'icmp':
      return { kind: 'echo-request', id: flow, sequence: probe.sequence }
    case 'tcp':
      return { kind: 'tcp', sourcePort: flow, destinationPort: protocol.port, flags: 'SYN' }
    case 'udp':
      return { kind: 'udp', sourcePort: flow, destinationPort: protocol.port, answer: false }
  }
}

function redirectsIn(context: Context): readonly Redirect[] {
  return context.arrivals.flatMap(({ packet }) =>
    packet.payload.kind === 'redirect' ? [{ from: packet.source, gateway: packet.payload.gateway }] : [],
  )
}

type Judged = Pick<ProbeTrace, 'outcome' | 'reason' | 'why'> & { readonly saidBy?: string; readonly ttl?: number }

function judge(context: Context, sent: Sent, probe: Probe): Judged {
  if (sent.kind === 'failed') return judgeLocal(context, sent, probe)
  for (const { packet, ttl } of context.arrivals) {
    const answer = judgeArrival(context, packet, { ttl, probe })
    if (answer !== undefined) return answer
  }
  const foreign = context.arrivals.find(({ packet }) => isForeign(packet, probe))
  if (foreign !== undefined) return { outcome: 'silence', ...fromElsewhere(foreign.packet.source, probe.destination) }
  const reply = lossesOf(context, 'reply')[0]
  if (reply !== undefined) return { outcome: 'silence', ...lostReply(context, reply) }
  const loss = lossesOf(context, 'request')[0]
  // A closed UDP port answers by an error: when that is lost, its loss is the cause.
  const answer = loss?.reason === 'deliver/no-listener' ? lossesOf(context, 'error')[0] : undefined
  if (answer !== undefined) return { outcome: 'silence', ...lostReply(context, answer) }
  if (loss !== undefined) return { outcome: 'silence', reason: loss.reason, why: loss.why }
  return { outcome: 'silence', reason: 'unknown/not-modelled', why: why('nothing comes back, and no step says why') }
}

/** A connected socket takes only what comes from the address that it asked, and errors about its own packets to that. */
function isForeign({ source, payload }: Packet, { destination, protocol }: Probe): boolean {
  if (protocol.kind === 'icmp') return false
  if (payload.kind === 'icmp-error') return payload.about.destination !== destination
  return (payload.kind === 'tcp' || payload.kind === 'udp') && source !== destination
}

/** A UDP server that is bound to no address answers from that of the way back (udp(7)); and NAT may be on the way there, but not on the way back. */
function fromElsewhere(from: Ipv4, asked: Ipv4): Pick<Judged, 'reason' | 'why'> {
  const text = `the answer comes from ${from} and not from ${asked}, which was asked: the socket takes it for somebody else's`
  return { reason: 'return/other-source', why: why(text) }
}

/** The source NAT that gave the request the address to which its answer goes. */
function sourceTranslation(context: Context, address: Ipv4): Why | undefined {
  const steps = context.hops.flatMap((hop) => hop.steps)
  return steps.find((step) => step.kind === 'nat' && step.did === 'translated' && step.what === 'source' && step.to === address)?.why
}

/** An answer that finds nobody on the segment it is sent to goes the wrong way: the asker is elsewhere. */
function lostReply(context: Context, loss: Loss): Pick<Judged, 'reason' | 'why'> {
  if (loss.reason !== 'neighbour/no-answer') return { reason: loss.reason, why: loss.why }
  const translation = sourceTranslation(context, loss.packet.destination)
  if (translation !== undefined) {
    const text = `${loss.packet.destination}, which it was translated to, is nobody's address: ${loss.why.text}`
    return { reason: 'nat/unowned-address', why: { text, because: [...translation.because, ...loss.why.because] } }
  }
  const text = `the answer of ${loss.packet.source} is sent where ${loss.packet.destination} is not: ${loss.why.text}`
  return { reason: 'return/wrong-way', why: { text, because: loss.why.because } }
}

function judgeLocal(context: Context, sent: Sent & { kind: 'failed' }, probe: Probe): Judged {
  const base = { reason: sent.reason, why: sent.why }
  switch (sent.step) {
    case 'broadcast':
      // EACCES, and of a TCP connect() ENETUNREACH (tcp_v4_connect).
      return { ...base, outcome: probe.protocol.kind === 'tcp' ? 'no-route' : 'not-permitted', saidBy: 'local' }
    case 'link':
      return { ...base, outcome: 'silence' }
    case 'neighbour':
      return judgeUnresolved(context, sent, probe)
    case 'output':
      return judgeOutput(context, sent, probe)
    case 'route':
      return sent.rerouted === true && probe.protocol.kind !== 'udp' ? { ...base, outcome: 'silence' } : judgeRoute(sent)
  }
}

function judgeUnresolved(context: Context, sent: Sent & { kind: 'failed' }, probe: Probe): Judged {
  const base = { reason: sent.reason, why: sent.why }
  if (probe.protocol.kind === 'udp') return { ...base, outcome: 'silence' }
  // NAT may have given the message another source.
  const [heard] = context.arrivals
  if (heard !== undefined) return { ...base, outcome: 'host-unreachable', saidBy: heard.packet.source }
  const unheard = lossesOf(context, 'error')[0]
  return { outcome: 'silence', reason: unheard?.reason ?? sent.reason, why: unheard?.why ?? sent.why }
}

function judgeRoute(sent: Sent & { kind: 'failed' }): Judged {
  const base = { reason: sent.reason, why: sent.why, saidBy: 'local' }
  if (sent.reason === 'address/none') return { ...base, outcome: 'no-address' }
  if (sent.refused === undefined) return { ...base, outcome: 'no-route' }
  // A prohibit route is EACCES, which ping words as for a broadcast; an unreachable route EHOSTUNREACH, an unreachable rule ENETUNREACH; blackhole EINVAL.
  switch (sent.refused.action) {
    case 'prohibit':
      return { ...base, outcome: 'not-permitted' }
    case 'unreachable':
      return { ...base, outcome: sent.refused.by === 'rule' ? 'no-route' : 'host-unreachable' }
    case 'blackhole':
      return { ...base, outcome: 'no-route' }
  }
}

function judgeOutput(context: Context, sent: Sent & { kind: 'failed' }, probe: Probe): Judged {
  const base = { reason: sent.reason, why: sent.why }
  if (probe.protocol.kind === 'udp') return { ...base, outcome: 'not-permitted', saidBy: 'local' }
  for (const { packet, ttl } of context.arrivals) {
    const answer = judgeArrival(context, packet, { ttl, probe })
    if (answer !== undefined) return { ...answer, ...base }
  }
  const unheard = sent.reject === undefined ? undefined : context.losses[0]
  if (unheard === undefined) return { ...base, outcome: 'silence' }
  return { ...base, outcome: 'silence', why: whyAlso(sent.why, why(`what REJECT says to it is lost too: ${unheard.why.text}`)) }
}

function judgeArrival(context: Context, packet: Packet, seen: { readonly ttl: number; readonly probe: Probe }): Judged | undefined {
  const { payload } = packet
  if (isForeign(packet, seen.probe)) return undefined
  switch (payload.kind) {
    case 'echo-reply':
      return { outcome: 'reply', reason: 'reachable', why: REACHED, saidBy: packet.source, ttl: seen.ttl }
    case 'tcp':
      return payload.flags === 'RST'
        ? refused(context, packet)
        : { outcome: 'reply', reason: 'reachable', why: REACHED, saidBy: packet.source }
    case 'udp':
      return { outcome: 'reply', reason: 'reachable', why: REACHED, saidBy: packet.source }
    case 'icmp-error': {
      // One about an answer is for the socket that answered.
      if (roleOf(payload.about) !== 'request') return undefined
      const { reason, why: because } = causeOf(context, payload.error)
      return { outcome: outcomeOf(payload.error, seen.probe.protocol), reason, why: because, saidBy: packet.source }
    }
    case 'redirect':
    case 'echo-request':
      return undefined
  }
}

const REACHED: Why = why('the probe arrives and the answer comes back')

function refused(context: Context, packet: Packet): Judged {
  const loss = lossesOf(context, 'request')[0]
  return {
    outcome: 'refused',
    reason: loss?.reason ?? 'deliver/no-listener',
    why: loss?.why ?? why('the port is closed'),
    saidBy: packet.source,
  }
}

function causeOf(context: Context, error: IcmpError): { readonly reason: ReasonCode; readonly why: Why } {
  const loss = lossesOf(context, 'request')[0] ?? context.losses[0]
  return loss ?? { reason: 'unknown/not-modelled', why: why(`an ICMP ${error} came back`) }
}

/** What ping, connect() or a connected UDP socket makes of an ICMP error. */
export function outcomeOf(error: IcmpError, protocol: Protocol): Outcome {
  switch (error) {
    case 'net-unreachable':
      return protocol.kind === 'udp' ? 'silence' : 'net-unreachable'
    case 'host-unreachable':
      return protocol.kind === 'udp' ? 'silence' : 'host-unreachable'
    case 'port-unreachable':
      return protocol.kind === 'icmp' ? 'port-unreachable' : 'refused'
    case 'proto-unreachable':
      return 'proto-unreachable'
    // connect() reports these as ENETUNREACH and EHOSTUNREACH: only ping can tell them apart.
    case 'net-prohibited':
      return protocol.kind === 'icmp' ? 'prohibited' : 'net-unreachable'
    case 'host-prohibited':
    case 'admin-prohibited':
      return protocol.kind === 'icmp' ? 'prohibited' : 'host-unreachable'
    // EHOSTUNREACH too, and for UDP no hard error (icmp_err_convert, __udp4_lib_err).
    case 'ttl-exceeded':
      return protocol.kind === 'icmp' ? 'ttl-exceeded' : protocol.kind === 'tcp' ? 'host-unreachable' : 'silence'
    case 'too-big':
      return 'too-big'
  }
}
