/** Directives of YAML: `%YAML 1.1` and `%TAG`. */
import { type Cursor, charAt, type Fault, isBlank, isBreakOrEnd, isSpace, isWordChar, skipToLineEnd, takeBreak } from './cursor.js'
import type { Token } from './scanner.js'
import { takeHandle, takeUri } from './tag.js'

export function scanDirective(cursor: Cursor): Token | Fault {
  const start = cursor.at
  cursor.at += 1
  const from = cursor.at
  while (isWordChar(charAt(cursor))) cursor.at += 1
  const name = cursor.text.slice(from, cursor.at)
  if (!isSpace(charAt(cursor))) return { cause: 'found unexpected character in a directive', start, end: cursor.at + 1 }
  const token = name === 'YAML' ? version(cursor, start) : name === 'TAG' ? tagDirective(cursor, start) : undefined
  if (token === undefined) return { cause: 'found unknown directive name', start, end: cursor.at }
  if ('cause' in token) return token
  skipToLineEnd(cursor)
  if (!isBreakOrEnd(charAt(cursor))) return { cause: 'did not find expected comment or line break', start, end: cursor.at + 1 }
  takeBreak(cursor)
  return token
}

function version(cursor: Cursor, start: number): Token | Fault {
  while (isBlank(charAt(cursor))) cursor.at += 1
  const found = /^\d{1,9}\.\d{1,9}(?!\d)/.exec(cursor.text.slice(cursor.at, cursor.at + 20))
  if (found === null) return { cause: 'did not find expected version number', start, end: cursor.at }
  cursor.at += found[0].length
  return { kind: 'version', version: found[0], start, end: cursor.at }
}

function tagDirective(cursor: Cursor, start: number): Token | Fault {
  while (isBlank(charAt(cursor))) cursor.at += 1
  const handle = charAt(cursor) === '!' ? takeHandle(cursor) : ''
  if (!handle.endsWith('!') || !isBlank(charAt(cursor))) return { cause: "did not find expected '!' in a directive", start, end: cursor.at }
  while (isBlank(charAt(cursor))) cursor.at += 1
  const fault = takeUri(cursor, { start, mayBeEmpty: false, hasFlowMarks: true })
  if (fault !== undefined) return fault
  if (!isSpace(charAt(cursor))) return { cause: 'did not find expected whitespace in a directive', start, end: cursor.at }
  return { kind: 'tag-directive', handle, start, end: cursor.at }
}
