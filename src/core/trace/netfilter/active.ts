/** Whether a node tracks connections at all: conntrack hooks in only while some rule asks for it (nf_ct_netns_get). */
import type { Match, NftExpression, NftStatement, Node, Rule, Target } from '../../model/index.js'

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
  const asks = node.chains.some((chain) => chain.family === 'ip' && chain.rules.some(asksForConntrack)) || nftTracks(node)
  known.set(node, asks)
  return asks
}

function asksForConntrack(rule: Rule): boolean {
  return ASKING_TARGETS.includes(rule.target.kind) || rule.matches.some((match) => ASKING_MATCHES.includes(match.kind))
}

/** Also in tables that sleep and chains that nobody calls: what matters is that the rule is there. */
function nftTracks(node: Node): boolean {
  const tables = node.nftables.filter(({ family }) => family === 'ip' || family === 'inet' || family === 'bridge')
  return tables.some(({ chains, objects }) => {
    if (objects.some(({ kind }) => kind.startsWith('ct ') || kind === 'synproxy')) return true
    return chains.some(({ rules }) => rules.some(({ statements }) => statements.some(asksInNft)))
  })
}

/** `notrack` alone does not (nft_notrack_ops has no init). */
function asksInNft(statement: NftStatement): boolean {
  switch (statement.kind) {
    case 'match':
      return asks(statement.left) || asks(statement.right)
    case 'vmap':
      return asks(statement.key)
    case 'mangle':
      return asks(statement.target) || asks(statement.value)
    case 'nat':
      return statement.nat !== 'tproxy'
    case 'counted':
      return statement.text.startsWith('ct ')
    case 'set-update':
      return /\bct\b/.test(statement.text)
    case 'other':
      return /^(ct|synproxy|flow)\b/.test(statement.text)
    case 'verdict':
    case 'reject':
    case 'notrack':
    case 'harmless':
      return false
  }
}

function asks(expression: NftExpression): boolean {
  switch (expression.kind) {
    case 'ct':
      return true
    case 'concatenation':
      return expression.parts.some(asks)
    case 'binary':
      return asks(expression.left) || asks(expression.right)
    case 'map':
      return asks(expression.key)
    default:
      return false
  }
}
