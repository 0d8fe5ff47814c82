/** Commands of nft(8) outside of blocks: `add rule …`, `flush ruleset`, `table … { … }`. */
import type { NftFamily } from '../../model/index.js'
import { readChain } from './chain.js'
import { type Cursor, shown } from './cursor.js'
import type { NftCommand, TableKey } from './document.js'
import { readExpression } from './expression.js'
import { readRule } from './rule.js'
import { readSetBlock } from './set.js'
import { readName, readObjectKind, readTable } from './table.js'
import { isFamily, OBJECTS } from './vocabulary.js'

const VERBS = new Set([
  'add',
  'create',
  'insert',
  'replace',
  'delete',
  'destroy',
  'flush',
  'reset',
  'get',
  'list',
  'rename',
  'import',
  'export',
  'monitor',
  'describe',
])
const KINDS = ['table', 'chain', 'rule', 'set', 'map', 'element', 'ruleset', 'ct', ...OBJECTS]

export function readCommand(cursor: Cursor): readonly NftCommand[] {
  const start = cursor.position
  if (cursor.is('include')) return [readInclude(cursor, start)]
  if (cursor.is('define') || cursor.is('redefine') || cursor.is('undefine')) return [readDefine(cursor, start)]
  const verb = cursor.takeAny(VERBS)?.text ?? 'add'
  const word = cursor.peek()
  switch (word.text) {
    case 'table':
      cursor.next()
      return readTable(cursor, readTableKey(cursor), verb, start)
    case 'chain':
      cursor.next()
      return [chainCommand(cursor, verb, start)]
    case 'rule':
      cursor.next()
      return [ruleCommand(cursor, verb, start)]
    case 'set':
    case 'map':
      cursor.next()
      return [setCommand(cursor, verb, word.text, start)]
    case 'element':
      cursor.next()
      return [elementCommand(cursor, verb, start)]
    case 'ruleset':
      cursor.next()
      return [rulesetCommand(cursor, verb, start)]
    default:
      return OBJECTS.has(word.text) || word.text === 'ct' ? [objectCommand(cursor, verb, start)] : [otherCommand(cursor, verb, start)]
  }
}

function readInclude(cursor: Cursor, start: number): NftCommand {
  cursor.next()
  const path = cursor.next()
  if (path.kind !== 'string') cursor.refuse(`include needs a path in quotation marks, not ${shown(path)}`, path)
  cursor.skipStatement()
  return { kind: 'include', path: path.text, origin: cursor.originFrom(start) }
}

function readDefine(cursor: Cursor, start: number): NftCommand {
  cursor.next()
  const name = cursor.next().text
  cursor.take('=')
  const from = cursor.position
  cursor.skipStatement()
  return { kind: 'define', name, value: cursor.textFrom(from), origin: cursor.originFrom(start) }
}

/** The family may be left out: then it is ip. */
function readTableKey(cursor: Cursor): TableKey {
  const word = cursor.peek().text
  const next = cursor.peek(1)
  const family: NftFamily = isFamily(word) && (next.kind === 'word' || next.kind === 'string') ? word : 'ip'
  if (family === word && (next.kind === 'word' || next.kind === 'string')) cursor.next()
  if (cursor.take('handle') !== undefined) return { family, table: `handle ${cursor.next().text}` }
  return { family, table: readName(cursor, 'table') }
}

function chainCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const key = readTableKey(cursor)
  if (cursor.atEnd) {
    const origin = cursor.originFrom(start)
    return { kind: 'chain', verb, ...key, chain: { name: '', rules: [], origin }, origin }
  }
  if (cursor.take('handle') !== undefined) {
    const text = cursor.next().text
    return {
      kind: 'chain',
      verb,
      ...key,
      chain: { name: `handle ${text}`, rules: [], origin: cursor.originFrom(start) },
      origin: cursor.originFrom(start),
    }
  }
  const name = readName(cursor, 'chain')
  const chain = readChain(cursor, key.family, name, start)
  if (verb === 'rename') cursor.skipStatement()
  return { kind: 'chain', verb, ...key, chain, origin: cursor.originFrom(start) }
}

function ruleCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const key = readTableKey(cursor)
  const chain = readName(cursor, 'chain')
  let place: { readonly handle?: number; readonly index?: number } = {}
  for (const word of ['handle', 'index', 'position'])
    if (cursor.take(word) !== undefined) {
      const number = Number(cursor.next().text)
      place = word === 'index' ? { index: number } : { handle: number }
    }
  const rule = readRule(cursor)
  if (rule.statements.length === 0 && !['delete', 'destroy', 'reset', 'list', 'get'].includes(verb))
    cursor.refuse('a rule needs at least one statement')
  return { kind: 'rule', verb, ...key, chain, rule, origin: cursor.originFrom(start), ...place }
}

function setCommand(cursor: Cursor, verb: string, kind: 'set' | 'map', start: number): NftCommand {
  const key = readTableKey(cursor)
  const name = cursor.atEnd ? '' : readName(cursor, kind)
  const bare = cursor.atEnd || verb === 'delete' || verb === 'flush'
  const set = bare
    ? { name, kind, type: '', flags: [], elements: [], origin: cursor.originFrom(start) }
    : readSetBlock(cursor, kind, name, start)
  if (bare) cursor.skipStatement()
  return { kind: 'set', verb, ...key, set, origin: cursor.originFrom(start) }
}

function elementCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const key = readTableKey(cursor)
  const set = readName(cursor, 'set')
  const elements = readExpression(cursor)
  if (elements !== undefined && elements.kind !== 'set' && elements.kind !== 'variable') cursor.refuse('elements stand in braces: { … }')
  return {
    kind: 'element',
    verb,
    ...key,
    set,
    elements: elements?.kind === 'set' ? elements.elements : elements === undefined ? [] : [{ key: elements }],
    origin: cursor.originFrom(start),
  }
}

function rulesetCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const family = cursor.atEnd ? undefined : cursor.next().text
  const origin = cursor.originFrom(start)
  if (verb !== 'flush') return { kind: 'other', text: cursor.textFrom(start), origin }
  return { kind: 'flush-ruleset', ...(family !== undefined && isFamily(family) ? { family } : {}), origin }
}

function objectCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const word = cursor.next().text
  const kind = readObjectKind(cursor, word)
  const key = readTableKey(cursor)
  const name = cursor.atEnd ? '' : readName(cursor, kind)
  cursor.skipStatement()
  const origin = cursor.originFrom(start)
  return { kind: 'object', verb, ...key, object: { kind, name, text: cursor.textFrom(start), origin }, origin }
}

const SILENT = new Set(['list', 'monitor', 'describe', 'export', 'import', 'reset', 'rename', 'get'])

function otherCommand(cursor: Cursor, verb: string, start: number): NftCommand {
  const word = cursor.peek()
  if (!SILENT.has(verb) && !cursor.isFull) {
    const known = verb === 'add' ? [...KINDS, ...VERBS] : KINDS
    cursor.refuseWord(`${shown(word)} is no command of nft`, word, known, { otherwise: `after ${verb}: ${KINDS.join(', ')}` })
  }
  if (!cursor.atEnd || cursor.is('}')) cursor.next()
  cursor.skipStatement()
  return { kind: 'other', text: cursor.textFrom(start), origin: cursor.originFrom(start) }
}
