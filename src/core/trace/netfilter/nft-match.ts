/** Whether a match of an nft rule holds, and what sets and maps say. */
import type { NftElement, NftExpression, NftSet, NftStatement, NftTable, NftVerdict } from '../../model/index.js'
import type { Seen, Truth } from './match.js'
import { fieldOf, statusOf, typeOfField } from './nft-field.js'
import { isBitmask, type Known, literalOf, UNKNOWN, type Value, type ValueType } from './nft-literal.js'

export type Looking = {
  readonly seen: Seen
  readonly table: NftTable /** Sets that rules change while packets pass. */
  readonly changing: ReadonlySet<string>
}

type Match = Extract<NftStatement, { kind: 'match' }>

export function matches(looking: Looking, match: Match): Truth {
  const { left, right } = match
  if (left.kind === 'fib' && left.result !== 'check' && right.kind === 'value' && /^(exists|missing)$/.test(right.text))
    return matches(looking, { ...match, left: { ...left, result: 'check' } })
  const types = typesOf(looking, left)
  if (right.kind === 'set' || right.kind === 'set-name') return isMember(looking, match, types)
  if (types.length > 1) return concatenationHolds(looking, match, types)
  return singleHolds(looking, match, types[0] ?? 'unknown')
}

function isMember(looking: Looking, match: Match, types: readonly ValueType[]): Truth {
  const found = lookUp(looking, match.left, { types, data: match.right })
  if (found === undefined) return false
  return found.kind === 'unknown' ? 'unknown' : (found.kind === 'found') === (match.operator !== '!=')
}

function singleHolds(looking: Looking, match: Match, type: ValueType): Truth {
  const asksForAny = isBitmask(type) && (match.operator === 'implicit' || match.operator === '!') && match.left.kind !== 'binary'
  if (asksForAny) return bitsHold(looking, match, type)
  const left = evaluate(looking, match.left, type)
  if (left === undefined) return false
  return left === UNKNOWN ? 'unknown' : compare(looking, match, { left, type })
}

function bitsHold(looking: Looking, match: Match, type: ValueType): Truth {
  const wanted = constantOf(looking, match.right, type)
  if (type !== 'ct-status') return anyBit(evaluate(looking, match.left, type), wanted, match.operator)
  const status = statusOf(looking.seen)
  if (status === undefined) return false
  if (typeof wanted !== 'number') return 'unknown'
  if ((status.set & wanted) !== 0) return match.operator === 'implicit'
  return (status.unknown & wanted) !== 0 ? 'unknown' : match.operator === '!'
}

function anyBit(left: Value, wanted: Value, operator: Match['operator']): Truth {
  if (left === undefined) return false
  if (typeof left !== 'number' || typeof wanted !== 'number') return 'unknown'
  return ((left & wanted) !== 0) === (operator === 'implicit')
}

function compare(looking: Looking, { operator, right }: Match, { left, type }: { readonly left: Known; readonly type: ValueType }): Truth {
  if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
    const bound = constantOf(looking, right, type)
    if (typeof left !== 'number' || typeof bound !== 'number') return 'unknown'
    return operator === '<' ? left < bound : operator === '>' ? left > bound : operator === '<=' ? left <= bound : left >= bound
  }
  const same = fits(looking, right, { value: left, type })
  return same === 'unknown' ? 'unknown' : same === (operator !== '!=')
}

function concatenationHolds(looking: Looking, match: Match, types: readonly ValueType[]): Truth {
  const values = partsOf(match.left).map((part, index) => evaluate(looking, part, types[index] ?? 'unknown'))
  if (values.includes(undefined)) return false
  const same = partsFit(looking, match.right, { values, types })
  return same === 'unknown' ? 'unknown' : same === (match.operator !== '!=')
}

function partsOf(expression: NftExpression): readonly NftExpression[] {
  return expression.kind === 'concatenation' ? expression.parts : [expression]
}

function typesOf(looking: Looking, expression: NftExpression): readonly ValueType[] {
  switch (expression.kind) {
    case 'concatenation':
      return expression.parts.flatMap((part) => typesOf(looking, part))
    case 'binary':
      return typesOf(looking, expression.left.kind === 'value' ? expression.right : expression.left)
    case 'payload':
    case 'raw-payload':
    case 'meta':
    case 'ct':
    case 'fib':
    case 'other':
      return [typeOfField(expression)]
    default:
      return ['unknown']
  }
}

/** What an expression is for the packet; values are read as `type`. */
export function evaluate(looking: Looking, expression: NftExpression, type: ValueType): Value {
  switch (expression.kind) {
    case 'payload':
    case 'raw-payload':
    case 'meta':
    case 'ct':
    case 'fib':
    case 'other':
      return fieldOf(looking.seen, looking.table.family, expression)
    case 'value':
    case 'list':
      return constantOf(looking, expression, type)
    case 'binary':
      return calculated(looking, expression, type)
    case 'map': {
      const found = lookUp(looking, expression.key, { types: typesOf(looking, expression.key), data: expression.data })
      if (found === undefined || found.kind === 'none') return undefined
      const data = found.kind === 'found' ? found.data : undefined
      return data === undefined || data.kind === 'verdict' ? UNKNOWN : constantOf(looking, data, type)
    }
    default:
      return UNKNOWN
  }
}

function calculated(looking: Looking, { operator, left, right }: Extract<NftExpression, { kind: 'binary' }>, type: ValueType): Value {
  const [a, b] = [evaluate(looking, left, type), evaluate(looking, right, type)]
  if (a === undefined || b === undefined) return undefined
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN
  switch (operator) {
    case '&':
      return (a & b) >>> 0
    case '|':
      return (a | b) >>> 0
    case '^':
      return (a ^ b) >>> 0
    case '<<':
      return b > 31 ? UNKNOWN : (a << b) >>> 0
    case '>>':
      return b > 31 ? UNKNOWN : a >>> b
    default:
      return UNKNOWN
  }
}

/** The right side: a value, or several flags together. */
function constantOf(looking: Looking, expression: NftExpression, type: ValueType): Value {
  if (expression.kind === 'value') return literalOf(type, expression.text)
  if (expression.kind !== 'list') return evaluate(looking, expression, type)
  const parts = expression.items.map((item) => constantOf(looking, item, type))
  return parts.every((part) => typeof part === 'number') ? parts.reduce((sum, part) => sum | part, 0) : UNKNOWN
}

type Single = { readonly value: Value; readonly type: ValueType }

/** Whether a value is what is written: the same, in a range, or in a prefix. */
function fits(looking: Looking, written: NftExpression, { value, type }: Single): Truth {
  if (value === UNKNOWN || value === undefined) return written.kind === 'value' && written.text === '*' ? true : 'unknown'
  switch (written.kind) {
    case 'range':
      return between(value, constantOf(looking, written.from, type), constantOf(looking, written.to, type))
    case 'prefix': {
      const base = constantOf(looking, written.address, type)
      if (typeof base !== 'number' || typeof value !== 'number' || written.length > 32) return 'unknown'
      const span = 2 ** (32 - written.length)
      return type === 'ipv4' ? Math.floor(base / span) === Math.floor(value / span) : 'unknown'
    }
    case 'value':
      if (type === 'name') return nameFits(written.text, String(value))
      return same(value, literalOf(type, written.text))
    default:
      return same(value, constantOf(looking, written, type))
  }
}

function same(value: Known, other: Value): Truth {
  return other === UNKNOWN || other === undefined ? 'unknown' : value === other
}

function between(value: Known, from: Value, to: Value): Truth {
  if (typeof value !== 'number' || typeof from !== 'number' || typeof to !== 'number') return 'unknown'
  return value >= from && value <= to
}

/** A name ending in `*` stands for all that begin with it; `\*` is an asterisk. */
function nameFits(pattern: string, name: string): boolean {
  if (!pattern.endsWith('*')) return pattern === name
  return pattern.endsWith('\\*') ? `${pattern.slice(0, -2)}*` === name : name.startsWith(pattern.slice(0, -1))
}

type Several = { readonly values: readonly Value[]; readonly types: readonly ValueType[] }

function partsFit(looking: Looking, written: NftExpression, { values, types }: Several): Truth {
  const parts = partsOf(written)
  if (parts.length !== values.length) return 'unknown'
  const truths = parts.map((part, index) => fits(looking, part, { value: values[index], type: types[index] ?? 'unknown' }))
  if (truths.includes(false)) return false
  return truths.includes('unknown') ? 'unknown' : true
}

export type Found =
  | { readonly kind: 'found'; readonly data?: NftExpression | NftVerdict }
  | { readonly kind: 'none' }
  /** One of these, or none. */
  | { readonly kind: 'unknown'; readonly candidates: readonly NftElement[] }

type Asked = { readonly types: readonly ValueType[]; readonly data: NftExpression }

/** What a set or map has for the key. Undefined: the packet has no such key, and the rule ends. */
export function lookUp(looking: Looking, key: NftExpression, { types, data }: Asked): Found | undefined {
  const values = partsOf(key).map((part, index) => evaluate(looking, part, types[index] ?? 'unknown'))
  if (values.includes(undefined)) return undefined
  const set = data.kind === 'set-name' ? looking.table.sets.find((one) => one.name === data.name) : undefined
  const elements = data.kind === 'set' ? data.elements : set?.elements
  if (elements === undefined) return { kind: 'unknown', candidates: [] }
  return among(looking, elements, { values, types, uncertain: set !== undefined && isUncertain(looking, set) })
}

/** The types of the key of a look-up by a verdict map. */
export function lookUpVerdict(looking: Looking, key: NftExpression, data: NftExpression): Found | undefined {
  return lookUp(looking, key, { types: typesOf(looking, key), data })
}

function isUncertain(looking: Looking, set: NftSet): boolean {
  return looking.changing.has(set.name)
}

function among(looking: Looking, elements: readonly NftElement[], key: Several & { readonly uncertain: boolean }): Found {
  const isCatchall = (element: NftElement) => element.key.kind === 'value' && element.key.text === '*'
  const maybe: NftElement[] = []
  for (const element of elements) {
    if (isCatchall(element)) continue
    const truth = partsFit(looking, element.key, key)
    if (truth === true && !/\b(timeout|expires)\b/.test(element.options ?? '')) return found(element)
    if (truth !== false) maybe.push(element)
  }
  const rest = elements.find(isCatchall)
  if (maybe.length > 0 || key.uncertain) return { kind: 'unknown', candidates: rest === undefined ? maybe : [...maybe, rest] }
  return rest === undefined ? { kind: 'none' } : found(rest)
}

function found({ data }: NftElement): Found {
  return data === undefined ? { kind: 'found' } : { kind: 'found', data }
}
