/** Names the cause behind the place where a packet ended: a private source that nobody translated. */
import { whyAlso } from '../diagnostics/why.js'
import type { Network } from '../model/index.js'
import { type Answer, askOnce } from '../trace/index.js'
import { masqueradeCandidates } from './candidates.js'
import { withChange } from './change.js'

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

/** When the host masquerading the flow would make it work, the missing translation is the cause; where it ended is kept in the why. */
export function diagnose(network: Network, answer: Answer): Answer {
  if (answer.verdict !== 'unreachable' || !SUSPICIOUS.includes(answer.reason)) return answer
  if (!endedBeyondTheHost(network, answer)) return answer
  for (const change of masqueradeCandidates(network, answer)) {
    const changed = withChange(network, change)
    if (changed === undefined || askOnce(changed, answer.question).outcome !== 'reply') continue
    const text = `${change.node} forwards ${answer.lost?.role === 'reply' ? answer.lost.destination : answer.lost?.source} without translating it, and outside nobody serves that private address`
    return { ...answer, reason: 'nat/no-masquerade', why: whyAlso(text, answer.why) }
  }
  return answer
}

function endedBeyondTheHost(network: Network, answer: Answer): boolean {
  return answer.lost !== undefined && network.nodes[answer.lost.node]?.kind === 'outside'
}
