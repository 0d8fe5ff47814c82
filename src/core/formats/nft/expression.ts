/** Expressions of nft(8): from `tcp dport` to `{ 10.0.0.0/8, 192.168.0.1-192.168.0.9 : jump x }`. */
import type { NftElement, NftExpression, NftVerdict } from '../../model/index.js'
import { type Cursor, shown } from './cursor.js'
import { readPrimary } from './primary.js'
import { readVerdict } from './verdict.js'

/** Deeper nesting is no rule but an attack on the reader. */
const DEEPEST = 40

/** Whatever can stand on either side of an operator. Undefined after saying what is wrong. */
export function readExpression(cursor: Cursor, depth = 0): NftExpression | undefined {
  if (depth > DEEPEST) {
    cursor.refuse('this is nested too deeply')
    cursor.skipStatement()
    return undefined
  }
  const first = readConcatenation(cursor, depth)
  if (first === undefined || !cursor.is('map')) return first
  cursor.next()
  const data = readConcatenation(cursor, depth + 1)
  return data === undefined ? undefined : { kind: 'map', key: first, data }
}

/** The right side of a match: also `a, b` without braces. */
export function readList(cursor: Cursor): NftExpression | undefined {
  const first = readExpression(cursor)
  if (first === undefined || !cursor.is(',')) return first
  const items = [first]
  while (cursor.take(',') !== undefined) {
    const item = readExpression(cursor)
    if (item === undefined) return undefined
    items.push(item)
  }
  return { kind: 'list', items }
}

function readConcatenation(cursor: Cursor, depth: number): NftExpression | undefined {
  const first = readRange(cursor, depth)
  if (first === undefined || !cursor.is('.')) return first
  const parts = [first]
  while (cursor.take('.') !== undefined) {
    const part = readRange(cursor, depth)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return { kind: 'concatenation', parts }
}

function readRange(cursor: Cursor, depth: number): NftExpression | undefined {
  const from = readBinary(cursor, depth)
  if (from === undefined || !cursor.is('-')) return from
  cursor.next()
  const to = readBinary(cursor, depth)
  return to === undefined ? undefined : { kind: 'range', from, to }
}

const OPERATORS: Readonly<Record<string, string>> = {
  ...{ '&': '&', '|': '|', '^': '^', '<<': '<<', '>>': '>>' },
  ...{ and: '&', or: '|', xor: '^', lshift: '<<', rshift: '>>' },
}

function readBinary(cursor: Cursor, depth: number): NftExpression | undefined {
  let left = readPrefix(cursor, depth)
  while (left !== undefined) {
    const word = cursor.peek().text
    const operator = cursor.is(word) && Object.hasOwn(OPERATORS, word) ? OPERATORS[word] : undefined
    if (operator === undefined) return left
    cursor.next()
    const right = readPrefix(cursor, depth)
    left = right === undefined ? undefined : { kind: 'binary', operator, left, right }
  }
  return left
}

function readPrefix(cursor: Cursor, depth: number): NftExpression | undefined {
  const address = readUnary(cursor, depth)
  if (address === undefined || !cursor.is('/')) return address
  cursor.next()
  const length = cursor.peek()
  if (length.kind === 'word' && /^\d{1,3}$/.test(length.text) && Number(length.text) <= 128) {
    cursor.next()
    return { kind: 'prefix', address, length: Number(length.text) }
  }
  const mask = readMask(cursor, depth)
  return mask === undefined ? undefined : { kind: 'binary', operator: '/', left: address, right: mask }
}

/** `fin,syn,rst,ack` */
function readMask(cursor: Cursor, depth: number): NftExpression | undefined {
  const items: NftExpression[] = []
  do {
    const item = readUnary(cursor, depth)
    if (item === undefined) return undefined
    items.push(item)
  } while (cursor.take(',') !== undefined)
  return items.length === 1 ? items[0] : { kind: 'list', items }
}

function readUnary(cursor: Cursor, depth: number): NftExpression | undefined {
  if (cursor.is('{')) return readSet(cursor, depth)
  if (cursor.take('(') !== undefined) {
    const inner = readExpression(cursor, depth + 1)
    if (inner !== undefined && cursor.take(')') === undefined) return missing(cursor, ')')
    return inner
  }
  return readPrimary(cursor)
}

function missing(cursor: Cursor, what: string): undefined {
  cursor.refuse(`${shown(cursor.peek())} stands where "${what}" is expected`)
  return undefined
}

function readSet(cursor: Cursor, depth: number): NftExpression | undefined {
  cursor.next()
  const elements: NftElement[] = []
  for (;;) {
    cursor.skipLines()
    if (cursor.take('}') !== undefined) return { kind: 'set', elements }
    const element = readElement(cursor, depth)
    if (element === undefined) return undefined
    elements.push(element)
    cursor.skipLines()
    if (cursor.is('}')) continue
    if (cursor.take(',') === undefined) return missing(cursor, ',')
  }
}

/** Words that an element may carry behind its key. */
const ELEMENT_OPTIONS = new Set([
  'timeout',
  'expires',
  'comment',
  'counter',
  'limit',
  'quota',
  'last',
  'packets',
  'bytes',
  'used',
  'over',
  'burst',
  'never',
])

function readElement(cursor: Cursor, depth: number): NftElement | undefined {
  const key = cursor.is('*') ? wildcard(cursor) : readExpression(cursor, depth + 1)
  if (key === undefined) return undefined
  const start = cursor.position
  while (cursor.peek().kind === 'word' && ELEMENT_OPTIONS.has(cursor.peek().text)) skipOption(cursor)
  const options = cursor.textFrom(start)
  const own = options === '' ? {} : { options }
  cursor.skipLines()
  if (cursor.take(':') === undefined) return { key, ...own }
  cursor.skipLines()
  const data: NftExpression | NftVerdict | undefined = readVerdict(cursor) ?? readExpression(cursor, depth + 1)
  if (data === undefined) return undefined
  const behind = cursor.position
  while (cursor.peek().kind === 'word' && ELEMENT_OPTIONS.has(cursor.peek().text)) skipOption(cursor)
  const more = [options, cursor.textFrom(behind)].filter((text) => text !== '').join(' ')
  return { key, data, ...(more === '' ? {} : { options: more }) }
}

function wildcard(cursor: Cursor): NftExpression {
  cursor.next()
  return { kind: 'value', text: '*' }
}

/** A word and its value: `timeout 1h`, `counter packets 0 bytes 0`, `comment "x"`, `limit rate 1/second`. */
function skipOption(cursor: Cursor): void {
  cursor.next()
  while (!cursor.done && !cursor.is(',') && !cursor.is('}') && !cursor.is(':') && cursor.peek().kind !== 'end') {
    if (cursor.peek().kind === 'word' && ELEMENT_OPTIONS.has(cursor.peek().text)) return
    cursor.next()
  }
}
