/** snat, dnat, masquerade, redirect and tproxy. */
import type { NftExpression, NftStatement } from '../../model/index.js'
import type { Cursor } from './cursor.js'
import { readExpression } from './expression.js'

const FLAGS = new Set(['random', 'fully-random', 'persistent'])

export function readNat(cursor: Cursor, nat: Extract<NftStatement, { kind: 'nat' }>['nat']): NftStatement | undefined {
  cursor.next()
  const family = cursor.takeAny(new Set(['ip', 'ip6']))
  cursor.takeAny(new Set(['prefix', 'addr', 'interval']))
  const addressed = cursor.take('to') !== undefined || (!cursor.atEnd && !FLAGS.has(cursor.peek().text) && startsTarget(cursor, nat))
  const target = addressed ? readTarget(cursor) : {}
  if (target === undefined) return undefined
  const flags: string[] = []
  while (FLAGS.has(cursor.peek().text)) {
    flags.push(cursor.next().text)
    cursor.take(',')
  }
  return { kind: 'nat', nat, flags, ...(family === undefined ? {} : { family: family.text as 'ip' | 'ip6' }), ...target }
}

/** Old rules leave `to` out: `snat 10.0.0.1`, `masquerade :1024-65535`. */
function startsTarget(cursor: Cursor, nat: string): boolean {
  if (cursor.is(':') || cursor.is('[')) return true
  return nat === 'snat' || nat === 'dnat' ? cursor.peek().kind === 'word' && /^[\dA-Fa-f:.]+$/.test(cursor.peek().text) : false
}

type Target = { readonly address?: NftExpression; readonly port?: NftExpression }

function readTarget(cursor: Cursor): Target | undefined {
  if (cursor.take(':') !== undefined) return portOnly(cursor)
  const bracketed = cursor.take('[') !== undefined
  const address = readExpression(cursor)
  if (address === undefined) return undefined
  if (bracketed && cursor.take(']') === undefined) {
    cursor.refuse('an IPv6 address with a port stands in brackets: [address]:port')
    return undefined
  }
  if (cursor.take(':') === undefined) return { address }
  const port = portOnly(cursor)
  return port === undefined ? undefined : { address, ...port }
}

function portOnly(cursor: Cursor): Target | undefined {
  const port = readExpression(cursor)
  return port === undefined ? undefined : { port }
}
