/** Expressions of libnftables-json(5). */
import type { NftElement, NftExpression, NftVerdict } from '../../model/index.js'
import { fieldOf, type Json, listOf, numberOf, onlyField, textOf } from './json-value.js'

const BINARY = new Set(['&', '|', '^', '<<', '>>'])
const DEEPEST = 60

export function expressionFromJson(value: Json | undefined, depth = 0): NftExpression {
  if (depth > DEEPEST) return { kind: 'other', text: 'nested too deeply' }
  if (typeof value !== 'object' || value === null) return { kind: 'value', text: textOf(value) }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => expressionFromJson(item, depth + 1)) }
  const [key = '', body = null] = onlyField(value) ?? []
  const inner = (part: Json | undefined) => expressionFromJson(part, depth + 1)
  if (BINARY.has(key)) {
    const [left, ...right] = listOf(body).map(inner)
    return right.reduce<NftExpression>(
      (sum, part) => ({ kind: 'binary', operator: key, left: sum, right: part }),
      left ?? { kind: 'value', text: '' },
    )
  }
  switch (key) {
    case 'payload':
      return payload(body)
    case 'meta':
      return { kind: 'meta', key: textOf(fieldOf(body, 'key')) }
    case 'ct':
      return conntrack(body)
    case 'fib':
      return { kind: 'fib', flags: listOf(fieldOf(body, 'flags')).map(textOf), result: textOf(fieldOf(body, 'result')) }
    case 'prefix':
      return { kind: 'prefix', address: inner(fieldOf(body, 'addr')), length: numberOf(fieldOf(body, 'len')) ?? 0 }
    case 'range': {
      const [from, to] = listOf(body)
      return { kind: 'range', from: inner(from), to: inner(to) }
    }
    case 'concat':
      return { kind: 'concatenation', parts: listOf(body).map(inner) }
    case 'set':
      return { kind: 'set', elements: elementsFromJson(body, depth + 1) }
    case 'map':
      return { kind: 'map', key: inner(fieldOf(body, 'key')), data: named(fieldOf(body, 'data'), depth) }
    case 'elem':
      return inner(fieldOf(body, 'val'))
    default:
      return { kind: 'other', text: JSON.stringify(value) }
  }
}

/** `"@name"` is a named set. */
function named(value: Json | undefined, depth: number): NftExpression {
  if (typeof value === 'string' && value.startsWith('@')) return { kind: 'set-name', name: value.slice(1) }
  return expressionFromJson(value, depth + 1)
}

/** The right side of a match, where `@name` is a set. */
export function operandFromJson(value: Json | undefined): NftExpression {
  return named(value, 0)
}

function payload(body: Json): NftExpression {
  const base = fieldOf(body, 'base')
  if (base !== undefined)
    return {
      kind: 'raw-payload',
      base: textOf(base),
      offset: numberOf(fieldOf(body, 'offset')) ?? 0,
      length: numberOf(fieldOf(body, 'len')) ?? 0,
    }
  return { kind: 'payload', protocol: textOf(fieldOf(body, 'protocol')), field: textOf(fieldOf(body, 'field')) }
}

function conntrack(body: Json): NftExpression {
  const direction = fieldOf(body, 'dir')
  const words = textOf(fieldOf(body, 'key')).split(' ')
  const family = words.length > 1 ? words[0] : undefined
  return {
    kind: 'ct',
    key: words.at(-1) ?? '',
    ...(direction === undefined ? {} : { direction: textOf(direction) as 'original' | 'reply' }),
    ...(family === 'ip' || family === 'ip6' ? { family } : {}),
  }
}

/** A set's elements: values, pairs of key and data, or objects with options. */
export function elementsFromJson(value: Json, depth = 0): readonly NftElement[] {
  return listOf(value).map((item) => element(item, depth))
}

function element(item: Json, depth: number): NftElement {
  if (Array.isArray(item) && item.length === 2) {
    const [key, data] = item
    return { ...element(key as Json, depth + 1), data: verdictFromJson(data as Json) ?? expressionFromJson(data as Json, depth + 1) }
  }
  const elem = fieldOf(item, 'elem')
  if (elem === undefined) return { key: expressionFromJson(item, depth + 1) }
  const options = Object.entries(elem as { readonly [key: string]: Json }).filter(([key]) => key !== 'val')
  return {
    key: expressionFromJson(fieldOf(elem, 'val'), depth + 1),
    ...(options.length === 0 ? {} : { options: options.map(([key, option]) => `${key} ${textOf(option)}`).join(' ') }),
  }
}

const PLAIN = new Set(['accept', 'drop', 'continue', 'return'])

export function verdictFromJson(value: Json | undefined): NftVerdict | undefined {
  const [key = '', body = null] = onlyField(value) ?? []
  if (PLAIN.has(key)) return { kind: 'verdict', verdict: key as NftVerdict['verdict'] }
  if (key === 'queue') return { kind: 'verdict', verdict: 'queue' }
  return key === 'jump' || key === 'goto' ? { kind: 'verdict', verdict: key, chain: textOf(fieldOf(body, 'target')) } : undefined
}
