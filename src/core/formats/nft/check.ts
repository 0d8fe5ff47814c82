/** What nft(8) itself refuses before the kernel is asked: protocols that contradict each other, and keys that a family has no use for. */
import type { NftCommand, NftExpression, NftFamily, NftStatement } from '../../model/index.js'

/** The words of nft about the first command that it refuses. */
export function toolError(commands: readonly NftCommand[]): string | undefined {
  for (const command of commands) {
    const error = command.kind === 'rule' ? ruleError(command.family, command.rule.statements) : undefined
    if (error !== undefined) return `Error: ${error}`
  }
  return undefined
}

type Known = { readonly family: NftFamily; network?: string; transport?: string }

function ruleError(family: NftFamily, statements: readonly NftStatement[]): string | undefined {
  const known: Known = { family, ...(family === 'ip' || family === 'ip6' ? { network: family } : {}) }
  for (const statement of statements) {
    for (const expression of expressionsOf(statement)) {
      const error = expressionError(known, expression)
      if (error !== undefined) return error
    }
    if (statement.kind === 'match') learn(known, statement)
    if (statement.kind === 'reject' && statement.with === 'tcp reset' && !['tcp', ANY].includes(known.transport ?? 'tcp'))
      return 'you cannot use tcp reset with this protocol'
    if (statement.kind === 'nat' && statement.port !== undefined && known.transport === undefined)
      return 'transport protocol mapping is only valid after transport protocol match'
  }
  return undefined
}

function expressionsOf(statement: NftStatement): readonly NftExpression[] {
  switch (statement.kind) {
    case 'match':
      return partsOf(statement.left)
    case 'vmap':
      return partsOf(statement.key)
    case 'mangle':
      return statement.value.kind === 'map' ? partsOf(statement.value.key) : partsOf(statement.value)
    case 'nat':
      return [statement.address, statement.port].flatMap((part) => (part?.kind === 'map' ? partsOf(part.key) : []))
    default:
      return []
  }
}

function partsOf(expression: NftExpression): readonly NftExpression[] {
  if (expression.kind === 'concatenation') return expression.parts.flatMap(partsOf)
  return expression.kind === 'binary' ? [...partsOf(expression.left), ...partsOf(expression.right)] : [expression]
}

const NETWORK = new Set(['ip', 'ip6', 'arp'])
const TRANSPORT = new Set(['tcp', 'udp', 'udplite', 'icmp', 'icmpv6', 'sctp', 'dccp', 'ah', 'esp', 'comp', 'igmp'])

function expressionError(known: Known, expression: NftExpression): string | undefined {
  if (expression.kind === 'meta' && expression.key === 'nfproto' && (known.family === 'ip' || known.family === 'ip6'))
    return 'meta nfproto is only useful in the inet family'
  if (expression.kind !== 'payload') return undefined
  const { protocol } = expression
  if (NETWORK.has(protocol)) return agree(known, 'network', protocol)
  return TRANSPORT.has(protocol) ? agree(known, 'transport', protocol) : undefined
}

function agree(known: Known, layer: 'network' | 'transport', protocol: string): string | undefined {
  const before = known[layer]
  if (before !== undefined && before !== protocol && before !== ANY) return `conflicting protocols specified: ${before} vs. ${protocol}`
  known[layer] = protocol
  return undefined
}

/** One of several. */
const ANY = 'any'
const NUMBERS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

/** A match with one protocol says which it is. */
function learn(known: Known, { left, right, operator }: Extract<NftStatement, { kind: 'match' }>): void {
  const isProtocol =
    (left.kind === 'meta' && left.key === 'l4proto') ||
    (left.kind === 'payload' &&
      ((left.protocol === 'ip' && left.field === 'protocol') || (left.protocol === 'ip6' && left.field === 'nexthdr')))
  if (!isProtocol) return
  const equal = operator === 'implicit' || operator === '=='
  known.transport = right.kind === 'value' && equal ? (NUMBERS[right.text] ?? right.text) : (known.transport ?? ANY)
}
