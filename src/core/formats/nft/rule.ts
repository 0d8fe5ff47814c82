/** One rule: statements up to the end of the line. */
import type { NftRule, NftStatement } from '../../model/index.js'
import type { Cursor } from './cursor.js'
import { readStatement } from './statement.js'

export function readRule(cursor: Cursor): NftRule {
  const start = cursor.position
  const statements: NftStatement[] = []
  let comment: string | undefined
  while (!cursor.atEnd) {
    const before = cursor.position
    if (cursor.is('comment')) comment = cursor.peek(1).text
    const statement = readStatement(cursor)
    if (statement === undefined) {
      cursor.skipStatement()
      break
    }
    statements.push(statement)
    if (cursor.position === before) cursor.next()
  }
  const text = cursor.textFrom(start)
  return { statements, text, origin: cursor.originFrom(start), ...(comment === undefined ? {} : { comment }) }
}
