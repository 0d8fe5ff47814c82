/** The smallest expressions: header fields, meta and conntrack keys, values. */
import type { NftExpression } from '../../model/index.js'
import { type Cursor, shown } from './cursor.js'
import { BARE_META, CT, EXTENSIONS, HEADERS, META } from './vocabulary.js'

export function readPrimary(cursor: Cursor): NftExpression | undefined {
  const token = cursor.peek()
  if (token.kind === 'string') {
    cursor.next()
    return { kind: 'value', text: token.text }
  }
  if (cursor.take('$') !== undefined) return { kind: 'variable', name: cursor.next().text }
  if (cursor.take('@') !== undefined) return readAt(cursor)
  if (cursor.is('!') || cursor.is('~') || cursor.is('+')) {
    const symbol = cursor.next().text
    const inner = readPrimary(cursor)
    return inner === undefined ? undefined : { kind: 'binary', operator: symbol, left: { kind: 'value', text: '' }, right: inner }
  }
  if (token.kind !== 'word') {
    cursor.refuse(`${shown(token)} is no expression`)
    return undefined
  }
  return readNamed(cursor, token.text)
}

function readNamed(cursor: Cursor, word: string): NftExpression | undefined {
  if (word === 'meta') return readMeta(cursor)
  if (word === 'ct') return readCt(cursor)
  if (word === 'fib') return readFib(cursor)
  if (Object.hasOwn(HEADERS, word) && isHeaderHere(cursor, word)) return readHeader(cursor, word)
  if (EXTENSIONS.has(word) && cursor.peek(1).kind === 'word') return readWords(cursor, 2)
  if (word === 'rt') return readWords(cursor, 2)
  if (word === 'socket' || word === 'osf') return readSocket(cursor)
  if (word === 'numgen') return readUntilOffset(cursor)
  if (word === 'jhash' || word === 'symhash') return readUntilOffset(cursor)
  if (word === 'ipsec') return readIpsec(cursor)
  if (RESERVED.has(word)) {
    cursor.refuse(`"${word}" stands where a value is expected`)
    return undefined
  }
  cursor.next()
  return BARE_META.has(word) && isKeyHere(cursor) ? { kind: 'meta', key: word } : { kind: 'value', text: word }
}

/** Words of the language that are never a value. */
const RESERVED = new Set(['accept', 'drop', 'continue', 'jump', 'goto', 'counter', 'reject', 'masquerade', 'vmap'])

/** `mark` alone is a key, but in `meta mark set mark` and as a value it is one as well; a name such as `cpu` in a set is a value. */
function isKeyHere(cursor: Cursor): boolean {
  return !cursor.is('}') && !cursor.is(':')
}

/** A protocol's name may also be a value: `ip protocol tcp`, `meta l4proto { tcp, udp }`. */
function isHeaderHere(cursor: Cursor, word: string): boolean {
  const after = cursor.peek(1)
  return after.kind === 'word' && HEADERS[word]?.has(after.text) === true
}

/** Where a match begins, a protocol's name needs a field of it; what is wrong has been said then. */
export function startsWell(cursor: Cursor): boolean {
  const word = cursor.peek().text
  const isHeader = cursor.peek().kind === 'word' && Object.hasOwn(HEADERS, word) && cursor.peek(1).kind === 'word'
  return !isHeader || isHeaderHere(cursor, word) || readHeader(cursor, word) !== undefined
}

function readHeader(cursor: Cursor, protocol: string): NftExpression | undefined {
  cursor.next()
  const field = cursor.next()
  const known = HEADERS[protocol]
  if (known?.has(field.text) !== true) {
    const fields = [...(known ?? [])]
    const guess = { before: `${protocol} `, otherwise: `fields: ${fields.join(', ')}` }
    cursor.refuseWord(`${protocol} has no field ${shown(field)}`, field, fields, guess)
    return undefined
  }
  if (field.text === 'option' || field.text === 'chunk') return readOption(cursor, `${protocol} ${field.text}`)
  if ((protocol === 'arp' && (field.text === 'saddr' || field.text === 'daddr')) || (protocol === 'vxlan' && field.text !== 'vni'))
    return { kind: 'payload', protocol, field: `${field.text} ${cursor.next().text}` }
  return { kind: 'payload', protocol, field: field.text }
}

/** `tcp option maxseg size`, `ip option lsrr ptr`, `sctp chunk data flags`. */
function readOption(cursor: Cursor, start: string): NftExpression {
  const parts = [start]
  if (cursor.take('@') !== undefined) return { kind: 'other', text: `${start} @${readCommaWords(cursor)}` }
  parts.push(cursor.next().text)
  const OPTION_FIELDS = new Set([
    'kind',
    'length',
    'size',
    'count',
    'left',
    'right',
    'tsval',
    'tsecr',
    'type',
    'ptr',
    'addr',
    'value',
    'flags',
    'tsn',
    'stream',
    'ssn',
    'ppid',
  ])
  if (cursor.peek().kind === 'word' && OPTION_FIELDS.has(cursor.peek().text)) parts.push(cursor.next().text)
  return { kind: 'other', text: parts.join(' ') }
}

function readMeta(cursor: Cursor): NftExpression | undefined {
  cursor.next()
  const key = cursor.next()
  if (META.has(key.text)) return { kind: 'meta', key: key.text }
  cursor.refuseWord(`meta has no key ${shown(key)}`, key, META, { before: 'meta ' })
  return undefined
}

function readCt(cursor: Cursor): NftExpression | undefined {
  cursor.next()
  const direction = cursor.takeAny(new Set(['original', 'reply']))
  const family = cursor.takeAny(new Set(['ip', 'ip6']))
  const key = cursor.next()
  if (!CT.has(key.text)) {
    cursor.refuseWord(`ct has no key ${shown(key)}`, key, CT, { before: 'ct ' })
    return undefined
  }
  return {
    kind: 'ct',
    key: key.text,
    ...(direction === undefined ? {} : { direction: direction.text as 'original' | 'reply' }),
    ...(family === undefined ? {} : { family: family.text as 'ip' | 'ip6' }),
  }
}

const FIB_RESULTS = new Set(['oif', 'oifname', 'type', 'check'])

function readFib(cursor: Cursor): NftExpression | undefined {
  cursor.next()
  const flags = [cursor.next().text]
  while (cursor.take('.') !== undefined) flags.push(cursor.next().text)
  const result = cursor.next()
  if (FIB_RESULTS.has(result.text)) return { kind: 'fib', flags, result: result.text }
  cursor.refuse(`fib gives oif, oifname or type, not ${shown(result)}`, result)
  return undefined
}

/** `@set`, or `@th,16,16`. */
function readAt(cursor: Cursor): NftExpression | undefined {
  const name = cursor.next()
  if (name.kind !== 'word' && name.kind !== 'string') {
    cursor.refuse(`@ needs the name of a set, not ${shown(name)}`, name)
    return undefined
  }
  if (!cursor.is(',') || !['ll', 'nh', 'th', 'ih'].includes(name.text)) return { kind: 'set-name', name: name.text }
  const [offset = '', length = ''] = readCommaWords(cursor).split(',').slice(1)
  return { kind: 'raw-payload', base: name.text, offset: Number(offset), length: Number(length) }
}

function readCommaWords(cursor: Cursor): string {
  let text = ''
  while (cursor.take(',') !== undefined) text += `,${cursor.next().text}`
  return text
}

function readWords(cursor: Cursor, count: number): NftExpression {
  const parts = [cursor.next().text]
  if (cursor.is('ip') || cursor.is('ip6')) parts.push(cursor.next().text)
  while (parts.length < count) parts.push(cursor.next().text)
  return { kind: 'other', text: parts.join(' ') }
}

/** `socket transparent`, `socket cgroupv2 level 2`, `osf ttl skip name`. */
function readSocket(cursor: Cursor): NftExpression {
  const start = cursor.position
  cursor.next()
  if (cursor.take('ttl') !== undefined) cursor.next()
  cursor.next()
  if (cursor.take('level') !== undefined) cursor.next()
  return { kind: 'other', text: cursor.textFrom(start) }
}

/** `numgen inc mod 2 offset 3`, `jhash ip saddr . tcp sport mod 4 seed 0x1`. */
function readUntilOffset(cursor: Cursor): NftExpression {
  const start = cursor.position
  while (!cursor.atEnd && !cursor.is('mod') && !cursor.is('}') && !cursor.is(',')) cursor.next()
  for (const word of ['mod', 'seed', 'offset']) if (cursor.take(word) !== undefined) cursor.next()
  return { kind: 'other', text: cursor.textFrom(start) }
}

/** `ipsec in spnum 0 ip saddr`, `ipsec out reqid`. */
function readIpsec(cursor: Cursor): NftExpression {
  const start = cursor.position
  cursor.next()
  cursor.next()
  if (cursor.take('spnum') !== undefined) cursor.next()
  if (cursor.is('ip') || cursor.is('ip6')) cursor.next()
  cursor.next()
  return { kind: 'other', text: cursor.textFrom(start) }
}
