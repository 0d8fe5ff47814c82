/** Whether a node tracks connections at all: conntrack hooks in only while some rule asks for it (nf_ct_netns_get). */
import type { Match, Node, Rule, Target } from '../../model/index.js'

const ASKING_MATCHES: readonly Match['kind'][] = [
  'conntrack-state',
  'conntrack-protocol',
  'conntrack-address',
  'conntrack-port',
  'conntrack-status',
  'conntrack-direction',
  'conntrack-expire',
  'connmark',
  'unrecognised',
]
const ASKING_TARGETS: readonly Target['kind'][] = [
  'masquerade',
  'snat',
  'dnat',
  'redirect',
  'netmap',
  'notrack',
  'connmark-set',
  'connmark-save',
  'connmark-restore',
  'unrecognised',
]

const known = new WeakMap<Node, boolean>()

/** An empty nat chain alone does not: its packets belong to no connection, so nothing is translated and no redirect swallowed. */
export function tracksConnections(node: Node): boolean {
  const before = known.get(node)
  if (before !== undefined) return before
  const asks = node.chains.some((chain) => chain.family === 'ip' && chain.rules.some(asksForConntrack))
  known.set(node, asks)
  return asks
}

function asksForConntrack(rule: Rule): boolean {
  return ASKING_TARGETS.includes(rule.target.kind) || rule.matches.some((match) => ASKING_MATCHES.includes(match.kind))
}
