/** Statements of libnftables-json(5). */
import type { NftStatement } from '../../model/index.js'
import { expressionFromJson, operandFromJson, verdictFromJson } from './json-expression.js'
import { fieldOf, type Json, listOf, onlyField, textOf } from './json-value.js'
import { expressionText } from './print.js'

export function statementFromJson(value: Json): NftStatement {
  const verdict = verdictFromJson(value)
  if (verdict !== undefined) return verdict
  const [key = '', body = null] = onlyField(value) ?? []
  switch (key) {
    case 'match':
      return match(body)
    case 'vmap':
      return { kind: 'vmap', key: expressionFromJson(fieldOf(body, 'key')), data: operandFromJson(fieldOf(body, 'data')) }
    case 'reject':
      return reject(body)
    case 'snat':
    case 'dnat':
    case 'masquerade':
    case 'redirect':
    case 'tproxy':
      return nat(key, body)
    case 'mangle':
      return { kind: 'mangle', target: expressionFromJson(fieldOf(body, 'key')), value: operandFromJson(fieldOf(body, 'value')) }
    case 'notrack':
      return { kind: 'notrack' }
    case 'counter':
    case 'log':
    case 'last':
      return { kind: 'harmless', text: `${key} ${JSON.stringify(body)}` }
    case 'limit':
    case 'quota':
    case 'ct count':
    case 'meter':
      return { kind: 'counted', text: `${key} ${JSON.stringify(body)}` }
    case 'set':
      return {
        kind: 'set-update',
        operation: textOf(fieldOf(body, 'op')),
        set: textOf(fieldOf(body, 'set')).replace(/^@/, ''),
        text: JSON.stringify(body),
      }
    default:
      return { kind: 'other', text: JSON.stringify(value) }
  }
}

type Match = Extract<NftStatement, { kind: 'match' }>

function match(body: Json): NftStatement {
  const operator = textOf(fieldOf(body, 'op'))
  const known = ['==', '!=', '<', '>', '<=', '>=', '!'].includes(operator)
  return {
    kind: 'match',
    operator: known ? (operator as Match['operator']) : 'implicit',
    left: expressionFromJson(fieldOf(body, 'left')),
    right: operandFromJson(fieldOf(body, 'right')),
  }
}

function reject(body: Json): NftStatement {
  const type = fieldOf(body, 'type')
  if (type === undefined) return { kind: 'reject' }
  return { kind: 'reject', with: [textOf(type), textOf(fieldOf(body, 'expr'))].filter((word) => word !== '').join(' ') }
}

function nat(kind: Extract<NftStatement, { kind: 'nat' }>['nat'], body: Json): NftStatement {
  const [family, address, port] = ['family', 'addr', 'port'].map((key) => fieldOf(body, key))
  return {
    kind: 'nat',
    nat: kind,
    flags: listOf(fieldOf(body, 'flags')).map(textOf),
    ...(family === 'ip' || family === 'ip6' ? { family } : {}),
    ...(address === undefined ? {} : { address: operandFromJson(address) }),
    ...(port === undefined ? {} : { port: operandFromJson(port) }),
  }
}

/** In the words of nft, as far as they were understood. */
export function statementText(statement: NftStatement): string {
  switch (statement.kind) {
    case 'verdict':
      return statement.chain === undefined ? statement.verdict : `${statement.verdict} ${statement.chain}`
    case 'match': {
      const operator = statement.operator === '==' || statement.operator === 'implicit' ? '' : `${statement.operator} `
      return `${expressionText(statement.left)} ${operator}${expressionText(statement.right)}`
    }
    case 'vmap':
      return `${expressionText(statement.key)} vmap ${expressionText(statement.data)}`
    case 'reject':
      return statement.with === undefined ? 'reject' : `reject with ${statement.with}`
    case 'nat':
      return natText(statement)
    case 'mangle':
      return `${expressionText(statement.target)} set ${expressionText(statement.value)}`
    case 'notrack':
      return 'notrack'
    default:
      return statement.text
  }
}

function natText({ nat: kind, family, address, port, flags }: Extract<NftStatement, { kind: 'nat' }>): string {
  const target = `${address === undefined ? '' : expressionText(address)}${port === undefined ? '' : `:${expressionText(port)}`}`
  return [kind, family, target === '' ? undefined : `to ${target}`, flags.length === 0 ? undefined : flags.join(',')]
    .filter((word) => word !== undefined)
    .join(' ')
}
