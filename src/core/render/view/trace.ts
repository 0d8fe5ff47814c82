/** An answer as plain JSON-able data: verdict, walk and reasons, every origin resolved to a line of a file. */
import type { Why } from '../../diagnostics/why.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import { unreachable } from '../../std/unreachable.js'
import type { Answer, ProbeTrace, Protocol, Redirect } from '../../trace/answer.js'
import type { Outcome, Verdict } from '../../trace/outcome.js'
import { REASONS, type ReasonCode } from '../../trace/reason.js'
import type { Hop, Step } from '../../trace/step.js'
import type { FixView } from './fix.js'
import { type PlaceView, placesOf } from './place.js'

export type StepView = {
  readonly kind: Step['kind']
  readonly did: Step['did']
  /** The kernel's own words. */
  readonly text: string
  readonly origins: readonly PlaceView[]
}

export type HopView = { readonly node: string; readonly role: Hop['role']; readonly packet: string; readonly steps: readonly StepView[] }

export type ProbeView = {
  readonly sequence: number
  readonly outcome: Outcome
  readonly reason: ReasonCode
  readonly why: string
  readonly origins: readonly PlaceView[]
  readonly saidBy?: string
  readonly ttl?: number
  readonly redirects: readonly Redirect[]
  readonly missing: readonly string[]
  readonly hops: readonly HopView[]
}

/** What `trace` prints about one direction. */
export type WalkView = {
  readonly from: string
  readonly to: string
  readonly address?: string
  /** `icmp`, `tcp/22`, `udp/53`. */
  readonly protocol: string
  readonly count: number
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly reason: ReasonCode
  /** What the reason code means in general. */
  readonly meaning: string
  /** What it means here, one sentence. */
  readonly why: string
  readonly saidBy?: string
  readonly ttl?: number
  readonly redirects: readonly Redirect[]
  readonly replies: number
  readonly missing: readonly string[]
  /** Where the packet that mattered ended. */
  readonly lost?: Answer['lost']
  /** The texts behind the reason; where it names none, those behind the walk's last decision that names some. */
  readonly origins: readonly PlaceView[]
  /** The first probe's walk and its answer's. */
  readonly hops: readonly HopView[]
  readonly probes: readonly ProbeView[]
  /** What differs for later probes, one sentence each. */
  readonly changes: readonly string[]
  readonly fixes: readonly FixView[]
}

export type TraceView = WalkView & {
  readonly version: 1
  readonly kind: 'trace'
  readonly file: string
  readonly world?: string
  /** Show request and answer apart. */
  readonly both?: true
  /** The opposite question, when it was asked for. */
  readonly reverse?: WalkView
}

export function protocolText(protocol: Protocol): string {
  switch (protocol.kind) {
    case 'icmp':
      return 'icmp'
    case 'tcp':
    case 'udp':
      return `${protocol.kind}/${protocol.port}`
  }
  return unreachable(protocol)
}

export function viewWalk(snapshot: Snapshot, answer: Answer, fixes: readonly FixView[]): WalkView {
  const { question, address, verdict, outcome, reason, saidBy, ttl, redirects, replies, missing, lost } = answer
  const probes = answer.probes.map((probe) => viewProbe(snapshot, probe))
  const hops = probes[0]?.hops ?? []
  return {
    from: question.from,
    to: question.to,
    ...(address === undefined ? {} : { address }),
    protocol: protocolText(question.protocol),
    count: question.count,
    verdict,
    outcome,
    reason,
    meaning: REASONS[reason],
    why: answer.why.text,
    ...said(saidBy, ttl),
    redirects,
    replies,
    missing,
    ...(lost === undefined ? {} : { lost }),
    origins: decisive(snapshot, answer.why, hops, outcome === 'reply'),
    hops,
    probes,
    changes: changesAfterFirst(answer.probes),
    fixes,
  }
}

function viewProbe(snapshot: Snapshot, probe: ProbeTrace): ProbeView {
  const { sequence, outcome, reason, why, saidBy, ttl, redirects, missing } = probe
  const hops = probe.hops.map((hop) => viewHop(snapshot, hop))
  const origins = decisive(snapshot, why, hops, outcome === 'reply')
  return { sequence, outcome, reason, why: why.text, origins, ...said(saidBy, ttl), redirects, missing, hops }
}

function said(saidBy: string | undefined, ttl: number | undefined) {
  return { ...(saidBy === undefined ? {} : { saidBy }), ...(ttl === undefined ? {} : { ttl }) }
}

function viewHop(snapshot: Snapshot, hop: Hop): HopView {
  const steps = hop.steps.map(({ kind, did, why }) => ({ kind, did, text: why.text, origins: placesOf(snapshot, why.because) }))
  return { node: hop.node, role: hop.role, packet: hop.packet, steps }
}

/** What arrives needs no explanation. */
function decisive(snapshot: Snapshot, why: Why, hops: readonly HopView[], isFine: boolean): readonly PlaceView[] {
  const places = placesOf(snapshot, why.because)
  if (places.length > 0 || isFine) return places
  return hops.flatMap((hop) => hop.steps).findLast((step) => step.origins.length > 0)?.origins ?? []
}

function changesAfterFirst(probes: readonly ProbeTrace[]): readonly string[] {
  return probes.slice(1).flatMap((probe, index) => {
    const before = probes[index]
    return before === undefined ? [] : changesBetween(before, probe)
  })
}

function changesBetween(before: ProbeTrace, probe: ProbeTrace): readonly string[] {
  const name = `probe ${probe.sequence}`
  if (probe.outcome !== before.outcome || probe.reason !== before.reason) {
    return [`${name} has another outcome: ${probe.outcome} (${probe.reason}): ${probe.why.text}`]
  }
  const redirect = probe.redirects[0]
  if (redirect !== undefined && before.redirects.length === 0) {
    return [`${name} makes ${redirect.from} send a redirect: for ${requestTarget(probe)} the better next hop is ${redirect.gateway}`]
  }
  const path = pathOf(probe)
  return path === pathOf(before) ? [] : [`${name} travels ${path}`]
}

function requestTarget(probe: ProbeTrace): string {
  return probe.hops[0]?.packet.split(' → ')[1] ?? 'it'
}

/** The nodes that the probe and its answer cross; a redirect on its way back to the sender is another packet. */
function pathOf(probe: ProbeTrace): string {
  const nodes = probe.hops.filter((hop) => !hop.packet.startsWith('ICMP redirect')).map((hop) => hop.node)
  return nodes.filter((node, index) => node !== nodes[index - 1]).join(' → ')
}
