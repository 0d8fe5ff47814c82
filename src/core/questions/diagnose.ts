/** Names the cause behind the place where a packet ended: a private source that nobody translated, routers that send it in a circle. */
import type { Origin } from '../diagnostics/origin.js'
import { why, whyAlso } from '../diagnostics/why.js'
import type { Network } from '../model/index.js'
import { type Answer, askOnce } from '../trace/index.js'
import { masqueradeCandidates } from './candidates.js'
import { withChange } from './change.js'
import { stepsAt } from './setting-candidates.js'

/** Endings that a missing translation can lie behind; an answer sent the wrong way is already told as what it is. */
const SUSPICIOUS: readonly Answer['reason'][] = [
  'netfilter/policy',
  'netfilter/drop',
  'route/blackhole',
  'route/none',
  'return/no-route',
  'forward/disabled',
  'neighbour/no-answer',
]

export function diagnose(network: Network, answer: Answer): Answer {
  return answer.reason === 'ttl/expired' ? diagnoseLoop(answer) : diagnoseTranslation(network, answer)
}

/** A TTL of 64 is used up by routers that a packet passes more than once. */
function diagnoseLoop(answer: Answer): Answer {
  const steps = answer.probes[0]?.hops.flatMap((hop) => hop.steps.map((step) => ({ node: hop.node, step }))) ?? []
  const passed = steps.filter(({ step }) => step.kind === 'forward' && step.did === 'forwarded').map(({ node }) => node)
  const circle = [...new Set(passed.filter((node, index) => passed.indexOf(node) !== index))]
  if (circle.length === 0) return answer
  const sending = steps.filter(({ node, step }) => step.kind === 'route' && circle.includes(node)).flatMap(({ step }) => step.why.because)
  const text = `${circle.join(' and ')} send it in a circle, each by a route that leads to the next`
  return { ...answer, reason: 'route/loop', why: whyAlso(why(text, ...distinct(sending)), answer.why) }
}

function distinct(origins: readonly Origin[]): readonly Origin[] {
  return [...new Map(origins.map((origin) => [`${origin.capture} ${origin.start}`, origin])).values()]
}

/** When the host masquerading the flow would make it work, the missing translation is the cause; where it ended is kept in the why. */
function diagnoseTranslation(network: Network, answer: Answer): Answer {
  if (answer.verdict !== 'unreachable' || !SUSPICIOUS.includes(answer.reason)) return answer
  if (!endedBeyondTheHost(network, answer)) return answer
  for (const change of masqueradeCandidates(network, answer)) {
    const changed = withChange(network, change)
    if (changed === undefined || askOnce(changed, answer.question).outcome !== 'reply') continue
    const text = `${change.node} forwards ${answer.lost?.role === 'reply' ? answer.lost.destination : answer.lost?.source} without translating it, and outside nobody serves that private address`
    return { ...answer, reason: 'nat/no-masquerade', why: whyAlso(why(text, ...forwardedBy(answer, change.node)), answer.why) }
  }
  return answer
}

/** The texts that make the host forward the packet as it is: the rule that accepts it, and the route it takes. */
function forwardedBy(answer: Answer, node: string): readonly Origin[] {
  const steps = stepsAt(answer, node)
  const accepting = steps.filter((step) => step.kind === 'filter' && step.hook === 'forward')
  const routing = steps.filter((step) => step.kind === 'route')
  return [...accepting, ...routing].flatMap((step) => step.why.because)
}

function endedBeyondTheHost(network: Network, answer: Answer): boolean {
  return answer.lost !== undefined && network.nodes[answer.lost.node]?.kind === 'outside'
}
