/** A table's block: chains, sets, maps and named objects. */

import { readChain } from './chain.js'
import { type Cursor, shown } from './cursor.js'
import type { NftCommand, TableKey } from './document.js'
import { readSetBlock } from './set.js'
import { OBJECTS, RESERVED } from './vocabulary.js'

const INSIDE = ['chain', 'set', 'map', 'flags', 'comment', 'ct', ...OBJECTS]

/** Behind `table FAMILY NAME`. */
export function readTable(cursor: Cursor, key: TableKey, verb: string, start: number): readonly NftCommand[] {
  const inside: NftCommand[] = []
  const flags: string[] = []
  if (cursor.take('{') !== undefined) {
    for (cursor.skipEnds(); !cursor.is('}'); cursor.skipEnds()) {
      if (cursor.done) {
        cursor.refuse(`the block of table ${key.table} is never closed`, undefined, 'close it with }')
        break
      }
      readInside(cursor, key, { inside, flags })
    }
    cursor.take('}')
  }
  return [{ kind: 'table', verb, ...key, flags, origin: cursor.originFrom(start) }, ...inside]
}

type Reading = { readonly inside: NftCommand[]; readonly flags: string[] }

function readInside(cursor: Cursor, key: TableKey, { inside, flags }: Reading): void {
  const start = cursor.position
  const word = cursor.next()
  if (word.text === 'flags') {
    while (!cursor.atEnd) if (cursor.take(',') === undefined) flags.push(cursor.next().text)
    return
  }
  if (word.text === 'comment') return cursor.skipStatement()
  if (word.text === 'include' || word.text === 'define') {
    cursor.skipStatement()
    inside.push({ kind: 'other', text: cursor.textFrom(start), origin: cursor.originFrom(start) })
    return
  }
  if (word.text === 'chain') {
    const name = readName(cursor, 'chain')
    inside.push({ kind: 'chain', verb: 'add', ...key, chain: readChain(cursor, key.family, name, start), origin: cursor.originFrom(start) })
  } else if (word.text === 'set' || word.text === 'map') {
    const name = readName(cursor, word.text)
    inside.push({ kind: 'set', verb: 'add', ...key, set: readSetBlock(cursor, word.text, name, start), origin: cursor.originFrom(start) })
  } else if (word.text === 'ct' || OBJECTS.has(word.text)) {
    inside.push({ verb: 'add', ...key, ...readObject(cursor, word.text, start) })
  } else {
    cursor.refuseWord(`${shown(word)} cannot stand in a table`, word, INSIDE, { otherwise: `known here: ${INSIDE.join(', ')}` })
    cursor.skipStatement()
  }
}

/** `counter name { … }`, `ct helper name { … }`, `limit name rate 1/second`. */
export function readObject(cursor: Cursor, word: string, start: number) {
  const kind = readObjectKind(cursor, word)
  const name = readName(cursor, kind)
  cursor.skipStatement()
  const origin = cursor.originFrom(start)
  return { kind: 'object', object: { kind, name, text: cursor.textFrom(start), origin }, origin } as const
}

/** `ct` is followed by what of it: `ct helper`. */
export function readObjectKind(cursor: Cursor, word: string): string {
  if (word !== 'ct') return word
  const of = cursor.peek()
  if (of.kind === 'word') return `ct ${cursor.next().text}`
  cursor.refuse(`ct needs a helper, a timeout or an expectation, not ${shown(of)}`)
  return word
}

export function readName(cursor: Cursor, what: string): string {
  const name = cursor.peek()
  if (name.kind === 'string' || (name.kind === 'word' && !RESERVED.has(name.text))) return cursor.next().text
  cursor.refuse(`a ${what} needs a name, not ${shown(name)}`)
  return ''
}
