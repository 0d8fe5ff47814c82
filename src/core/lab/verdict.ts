/** Whether a measured probe agrees with the prediction, and what can't be concluded. */
import type { Answer, Protocol, Redirect } from '../trace/answer.js'
import type { Outcome } from '../trace/outcome.js'
import type { Measured } from './measured.js'

export type LabVerdict =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'disagrees'; readonly why: string }
  | { readonly kind: 'proves-nothing'; readonly why: string }

export type Judging = {
  /** Addresses of the node that asked: what its own kernel says, ping shows as said by one of them. */
  readonly own: readonly string[]
  /** Nodes whose boot could not be replayed faithfully, with the reason. */
  readonly unfaithful: ReadonlyMap<string, string>
}

export function judge(answer: Answer, measured: Measured, judging: Judging): LabVerdict {
  if (measured.unusable !== undefined) return { kind: 'proves-nothing', why: measured.unusable }
  if (answer.verdict === 'undetermined')
    return { kind: 'proves-nothing', why: `nothing was predicted: ${answer.missing.join('; ') || answer.why.text}` }
  if (answer.verdict === 'ambiguous') return { kind: 'proves-nothing', why: `more than one outcome was predicted: ${answer.why.text}` }
  const unfaithful = unfaithfulNode(answer, judging)
  if (unfaithful !== undefined) return { kind: 'proves-nothing', why: unfaithful }
  const differences = compare(answer, measured, judging.own)
  if (answer.otherwise?.some((other) => compare(other, measured, judging.own).length === 0) === true) return { kind: 'agrees' }
  return differences.length === 0 ? { kind: 'agrees' } : { kind: 'disagrees', why: differences.join('; ') }
}

function unfaithfulNode(answer: Answer, judging: Judging): string | undefined {
  const crossed = new Set([answer.question.from, ...answer.probes.flatMap((probe) => probe.hops.map((hop) => hop.node))])
  for (const [node, reason] of judging.unfaithful) if (crossed.has(node)) return `${node} could not be rebuilt: ${reason}`
  return undefined
}

function compare(answer: Answer, measured: Measured, own: readonly string[]): readonly string[] {
  const protocol = answer.question.protocol
  if (!sameOutcome(protocol, answer.outcome, measured.outcome)) return [`outcome ${measured.outcome}, predicted ${answer.outcome}`]
  if (protocol.kind !== 'icmp') return []
  const differences: string[] = []
  if (answer.saidBy !== undefined && measured.saidBy !== undefined && !sameSpeaker(answer.saidBy, measured.saidBy, own)) {
    differences.push(`said by ${measured.saidBy}, predicted ${answer.saidBy}`)
  }
  if (answer.ttl !== undefined && measured.ttl !== undefined && answer.ttl !== measured.ttl)
    differences.push(`ttl ${measured.ttl}, predicted ${answer.ttl}`)
  if (answer.replies !== measured.replies) differences.push(`${measured.replies} replies, predicted ${answer.replies}`)
  const [predicted, seen] = [redirectText(answer.redirects), redirectText(measured.redirects)]
  if (predicted !== seen) differences.push(`redirects ${seen}, predicted ${predicted}`)
  return differences
}

/** What connect() cannot tell apart: each list is one errno. */
const SAME_TO_CONNECT: readonly (readonly Outcome[])[] = [
  ['refused', 'port-unreachable'],
  ['no-route', 'net-unreachable', 'no-address'],
  ['host-unreachable', 'prohibited'],
]

/** ping's words for both are the same: a sender without any address has no route either. */
const SAME_TO_PING: readonly (readonly Outcome[])[] = [['no-route', 'no-address']]

function sameOutcome(protocol: Protocol, predicted: Outcome, measured: Outcome): boolean {
  if (predicted === measured) return true
  const classes = protocol.kind === 'icmp' ? SAME_TO_PING : SAME_TO_CONNECT
  return classes.some((members) => members.includes(predicted) && members.includes(measured))
}

function sameSpeaker(predicted: string, measured: string, own: readonly string[]): boolean {
  const local = (who: string) => who === 'local' || own.includes(who)
  return predicted === measured || (predicted === 'local' && local(measured)) || (measured === 'local' && local(predicted))
}

export function redirectText(redirects: readonly Redirect[]): string {
  if (redirects.length === 0) return 'none'
  return [...new Set(redirects.map((one) => `${one.from} to ${one.gateway}`))].sort().join(', ')
}
