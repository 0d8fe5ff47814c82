/** A set's or a map's block. */
import type { NftElement, NftSet } from '../../model/index.js'
import type { Cursor } from './cursor.js'
import { readExpression } from './expression.js'

export function readSetBlock(cursor: Cursor, kind: NftSet['kind'], name: string, start: number): NftSet {
  const reading = { type: '', flags: [] as string[], elements: [] as NftElement[] }
  if (cursor.take('{') !== undefined) {
    for (cursor.skipEnds(); !cursor.is('}'); cursor.skipEnds()) {
      if (cursor.done) {
        cursor.refuse('the block of the set is never closed', undefined, 'close it with }')
        break
      }
      readSetting(cursor, reading)
    }
    cursor.take('}')
  }
  if (reading.type === '' && cursor.position > start) cursor.refuse(`the ${kind} ${name} has no type`, cursor.peek(), 'give type or typeof')
  return { name, kind, ...reading, origin: cursor.originFrom(start) }
}

type Reading = { type: string; flags: string[]; elements: NftElement[] }

function readSetting(cursor: Cursor, reading: Reading): void {
  const word = cursor.next()
  if (word.text === 'type' || word.text === 'typeof') {
    const start = cursor.position
    cursor.skipStatement()
    reading.type = word.text === 'type' ? cursor.textFrom(start) : `typeof ${cursor.textFrom(start)}`
  } else if (word.text === 'flags') {
    while (!cursor.atEnd) {
      reading.flags.push(cursor.next().text)
      cursor.take(',')
    }
  } else if (word.text === 'elements') {
    cursor.take('=')
    const set = readExpression(cursor)
    if (set?.kind === 'set') reading.elements.push(...set.elements)
    else if (set?.kind === 'variable') reading.elements.push({ key: set })
    else cursor.skipStatement()
  } else cursor.skipStatement()
}
