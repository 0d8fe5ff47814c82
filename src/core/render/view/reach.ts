/** Whether somebody outside can ping an address, asked of the model, and why in one short sentence. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Network } from '../../model/network.js'
import type { Answer, Question } from '../../trace/answer.js'
import type { Outcome, Verdict } from '../../trace/outcome.js'
import type { ReasonCode } from '../../trace/reason.js'

export type Ask = (network: Network, question: Question) => Answer

export type ReachView = {
  readonly from: string
  readonly address: string
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly reason: ReasonCode
  readonly why: string
}

/** Who asks, and on which node and interface the address is. */
export type Target = { readonly node: string; readonly interface: string; readonly address: Ipv4 }

export function viewReach(network: Network, ask: Ask, from: string, target: Target): ReachView {
  const answer = ask(network, { from, to: target.address, protocol: { kind: 'icmp' }, count: 3, interval: 500 })
  const { verdict, outcome, reason } = answer
  const why = verdict === 'reachable' ? whyReachable(answer, target) : answer.why.text
  return { from, address: target.address, verdict, outcome, reason, why }
}

/** An IPv4 address belongs to the host: any of its interfaces answers for it (the weak host model). */
function whyReachable(answer: Answer, target: Target): string {
  const door = arrivalInterface(answer, target.node)
  if (door === undefined || door === target.interface) return `${target.interface} itself answers`
  return `${door} answers for it: an IPv4 address belongs to the host, not to the interface (weak host model)`
}

/** The interface by which the request came in, before the node delivered it to itself. */
function arrivalInterface(answer: Answer, node: string): string | undefined {
  const steps = (answer.probes.at(-1)?.hops ?? []).filter((hop) => hop.node === node).flatMap((hop) => hop.steps)
  const delivered = steps.findIndex((step) => step.kind === 'deliver')
  const before = delivered < 0 ? [] : steps.slice(0, delivered)
  return before.flatMap((step) => (step.kind === 'ingress' || step.kind === 'rp-filter' ? [step.interface] : [])).at(-1)
}
