/** Statements of nft(8): what a rule looks at and what it does. */
import type { NftExpression, NftStatement } from '../../model/index.js'
import { type Cursor, shown } from './cursor.js'
import { readExpression, readList } from './expression.js'
import { readNat } from './nat.js'
import { startsWell } from './primary.js'
import { readVerdict } from './verdict.js'

/** Undefined after saying what is wrong. */
export function readStatement(cursor: Cursor): NftStatement | undefined {
  const word = cursor.peek().kind === 'word' ? cursor.peek().text : ''
  const verdict = readVerdict(cursor)
  if (verdict !== undefined) return verdict
  switch (word) {
    case 'queue':
      return queue(cursor)
    case 'counter':
    case 'last':
      return harmless(cursor, new Set(['packets', 'bytes', 'name', 'used', 'never']))
    case 'log':
      return harmless(
        cursor,
        new Set([
          'prefix',
          'level',
          'group',
          'snaplen',
          'queue-threshold',
          'flags',
          'audit',
          'all',
          'tcp',
          'ip',
          'skuid',
          'ether',
          'sequence',
          'options',
        ]),
      )
    case 'comment':
      return comment(cursor)
    case 'limit':
    case 'quota':
      return counted(cursor)
    case 'reject':
      return reject(cursor)
    case 'snat':
    case 'dnat':
    case 'masquerade':
    case 'redirect':
    case 'tproxy':
      return readNat(cursor, word)
    case 'notrack':
      cursor.next()
      return { kind: 'notrack' }
    case 'dup':
    case 'fwd':
    case 'flow':
    case 'synproxy':
    case 'xt':
    case 'meter':
      return rest(cursor)
    case 'add':
    case 'update':
    case 'delete':
    case 'set':
      return setUpdate(cursor, word)
    default:
      return matching(cursor)
  }
}

function queue(cursor: Cursor): NftStatement {
  const start = cursor.position
  while (!cursor.atEnd && !cursor.is('comment')) cursor.next()
  cursor.textFrom(start)
  return { kind: 'verdict', verdict: 'queue' }
}

/** The word, and the words and values that belong to it. */
function harmless(cursor: Cursor, own: ReadonlySet<string>): NftStatement {
  const start = cursor.position
  cursor.next()
  while (!cursor.atEnd) {
    const token = cursor.peek()
    if (token.kind === 'string' && cursor.position === start + 1) cursor.next()
    else if (token.kind === 'word' && own.has(token.text)) {
      cursor.next()
      if (!['audit', 'all', 'tcp', 'ip', 'skuid', 'ether', 'flags', 'never', 'sequence', 'options'].includes(token.text)) takeValue(cursor)
      cursor.take(',')
    } else if (cursor.is(',')) cursor.next()
    else break
  }
  return { kind: 'harmless', text: cursor.textFrom(start) }
}

function takeValue(cursor: Cursor): void {
  if (cursor.take('$') !== undefined || !cursor.atEnd) cursor.next()
}

function comment(cursor: Cursor): NftStatement | undefined {
  const start = cursor.position
  cursor.next()
  const text = cursor.next()
  if (text.kind !== 'string' && text.kind !== 'word') {
    cursor.refuse(`comment needs a text in quotation marks, not ${shown(text)}`, text)
    return undefined
  }
  return { kind: 'harmless', text: cursor.textFrom(start) }
}

const LIMIT_WORDS = new Set(['rate', 'over', 'burst', 'packets', 'bytes', 'kbytes', 'mbytes', 'name', 'used', 'until'])

/** `limit rate over 10/minute burst 5 packets`, `quota over 25 mbytes used 0 bytes`. */
function counted(cursor: Cursor): NftStatement {
  const start = cursor.position
  cursor.next()
  while (!cursor.atEnd) {
    const token = cursor.peek()
    const isUnit =
      token.kind === 'word' && (LIMIT_WORDS.has(token.text) || /^\d/.test(token.text) || /^(second|minute|hour|day|week)$/.test(token.text))
    if (!isUnit && token.kind !== 'string' && !cursor.is('/')) break
    cursor.next()
  }
  return { kind: 'counted', text: cursor.textFrom(start) }
}

function reject(cursor: Cursor): NftStatement | undefined {
  cursor.next()
  if (cursor.take('with') === undefined) return { kind: 'reject' }
  const start = cursor.position
  const what = cursor.next()
  if (what.text === 'tcp') {
    if (cursor.take('reset') === undefined) return refusing(cursor, `tcp can only be rejected with "reset", not ${shown(cursor.peek())}`)
    return { kind: 'reject', with: 'tcp reset' }
  }
  if (!['icmp', 'icmpv6', 'icmpx'].includes(what.text))
    return refusing(cursor, `reject with needs icmp, icmpv6, icmpx or tcp reset, not ${shown(what)}`)
  cursor.take('type')
  const type = cursor.next()
  if (type.kind !== 'word' && type.text !== '$') return refusing(cursor, `${shown(type)} is no type of ${what.text}`)
  if (type.text === '$') cursor.next()
  return { kind: 'reject', with: cursor.textFrom(start).replace(' type ', ' ') }
}

function refusing(cursor: Cursor, message: string): undefined {
  cursor.refuse(message)
  return undefined
}

/** Up to the end of the rule, or its comment. */
function rest(cursor: Cursor): NftStatement {
  const start = cursor.position
  for (let depth = 0; !cursor.done; cursor.next()) {
    if (depth === 0 && (cursor.atEnd || cursor.is('comment'))) break
    if (cursor.is('{')) depth += 1
    if (cursor.is('}')) depth -= 1
  }
  return { kind: 'other', text: cursor.textFrom(start) }
}

/** `add @s { ip saddr timeout 1h }`, `set update ip saddr @s` of older versions. */
function setUpdate(cursor: Cursor, operation: string): NftStatement | undefined {
  const start = cursor.position
  cursor.next()
  if (operation === 'set') {
    const statement = rest(cursor)
    return statement
  }
  if (cursor.take('@') === undefined)
    return refusing(cursor, `${operation} in a rule needs the name of a set, as in ${operation} @name { … }`)
  const set = cursor.next().text
  for (let depth = 0; !cursor.done; ) {
    if (cursor.is('{')) depth += 1
    if (cursor.is('}')) depth -= 1
    if (depth < 0 || (depth === 0 && cursor.atEnd && !cursor.is('}'))) break
    const closed = cursor.next().text === '}' && depth === 0
    if (closed) break
  }
  return { kind: 'set-update', operation, set, text: cursor.textFrom(start) }
}

const RELATIONS = ['==', '!=', '<=', '>=', '<', '>', '!'] as const
const WORD_RELATIONS: Readonly<Record<string, (typeof RELATIONS)[number]>> = { eq: '==', ne: '!=', le: '<=', ge: '>=', lt: '<', gt: '>' }

function matching(cursor: Cursor): NftStatement | undefined {
  const start = cursor.position
  if (!startsWell(cursor)) return undefined
  const left = readExpression(cursor)
  if (left === undefined) return undefined
  if (cursor.take('vmap') !== undefined) {
    const data = readExpression(cursor)
    return data === undefined ? undefined : { kind: 'vmap', key: left, data }
  }
  if (isSettable(left) && cursor.take('set') !== undefined) {
    const value = readExpression(cursor)
    if (value !== undefined && left.kind === 'meta' && left.key === 'priority' && cursor.take(':') !== undefined) cursor.next()
    return value === undefined ? undefined : { kind: 'mangle', target: left, value }
  }
  if (left.kind === 'ct' && left.key === 'count') return connections(cursor, start)
  const operator = RELATIONS.find((symbol) => cursor.is(symbol)) ?? WORD_RELATIONS[cursor.peek().text]
  if (operator !== undefined) cursor.next()
  if (operator === undefined && cursor.atEnd) return alone(cursor, left, start)
  const right = readList(cursor)
  return right === undefined ? undefined : masked({ kind: 'match', operator: operator ?? 'implicit', left, right })
}

/** `tcp flags syn / fin,syn,rst` is the short form of `tcp flags & (fin | syn | rst) == syn`. */
function masked(match: Extract<NftStatement, { kind: 'match' }>): NftStatement {
  const { right, left, operator } = match
  if (right.kind !== 'binary' || right.operator !== '/') return match
  return {
    kind: 'match',
    operator: operator === 'implicit' ? '==' : operator,
    left: { kind: 'binary', operator: '&', left, right: right.right },
    right: right.left,
  }
}

/** `ct count over 10`: how many connections there are. */
function connections(cursor: Cursor, start: number): NftStatement {
  cursor.take('over')
  cursor.next()
  return { kind: 'counted', text: cursor.textFrom(start) }
}

/** `exthdr hbh exists` and `tcp option sack` have no operator; a bare value is nothing. */
function alone(cursor: Cursor, left: NftExpression, start: number): NftStatement | undefined {
  if (left.kind === 'value' || left.kind === 'set') return refusing(cursor, `"${cursor.textFrom(start).slice(0, 40)}" is no statement`)
  return { kind: 'other', text: cursor.textFrom(start) }
}

function isSettable(left: NftExpression): boolean {
  return ['payload', 'meta', 'ct', 'other', 'raw-payload'].includes(left.kind)
}
