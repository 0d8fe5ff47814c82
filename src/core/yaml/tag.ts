/** Anchors, aliases and tags of YAML. What a tag says means nothing to netplan, but a wrong one is refused. */
import { type Cursor, charAt, type Fault, isSpace, isWordChar } from './cursor.js'
import type { Token } from './scanner.js'

/** `&name` and `*name`. */
export function scanName(cursor: Cursor): Token | Fault {
  const start = cursor.at
  const kind = charAt(cursor) === '&' ? 'anchor' : 'alias'
  cursor.at += 1
  while (isWordChar(charAt(cursor))) cursor.at += 1
  const next = charAt(cursor)
  if (cursor.at === start + 1 || !(isSpace(next) || '?:,]}%@`'.includes(next))) {
    return { cause: `did not find expected letter or digit in an ${kind}`, start, end: cursor.at }
  }
  return { kind, name: cursor.text.slice(start + 1, cursor.at), start, end: cursor.at }
}

export function scanTag(cursor: Cursor, inFlow: boolean): Token | Fault {
  const start = cursor.at
  const handle = charAt(cursor, 1) === '<' ? verbatim(cursor) : shorthand(cursor)
  if (typeof handle !== 'string') return handle
  const next = charAt(cursor)
  if (!isSpace(next) && !(inFlow && next === ',')) return { cause: 'did not find expected whitespace behind a tag', start, end: cursor.at }
  return { kind: 'tag', handle, start, end: cursor.at }
}

/** `!<uri>` has no handle. */
function verbatim(cursor: Cursor): string | Fault {
  const start = cursor.at
  cursor.at += 2
  const fault = takeUri(cursor, { start, mayBeEmpty: false, hasFlowMarks: true })
  if (fault !== undefined) return fault
  if (charAt(cursor) !== '>') return { cause: "did not find the expected '>' of a tag", start, end: cursor.at }
  cursor.at += 1
  return ''
}

function shorthand(cursor: Cursor): string | Fault {
  const start = cursor.at
  const handle = takeHandle(cursor)
  const isNamed = handle.length > 1 && handle.endsWith('!')
  // A lone `!` is a whole tag.
  const fault = takeUri(cursor, { start, mayBeEmpty: !isNamed, hasFlowMarks: false })
  if (fault !== undefined) return fault
  if (isNamed) return handle
  return cursor.at === start + 1 ? '' : '!'
}

/** `!`, `!!` or `!name!`; of `!name` it is the beginning of the tag. */
export function takeHandle(cursor: Cursor): string {
  const start = cursor.at
  cursor.at += 1
  while (isWordChar(charAt(cursor))) cursor.at += 1
  if (charAt(cursor) === '!') cursor.at += 1
  return cursor.text.slice(start, cursor.at)
}

type Uri = { readonly start: number; readonly mayBeEmpty: boolean; readonly hasFlowMarks: boolean }

export function takeUri(cursor: Cursor, { start, mayBeEmpty, hasFlowMarks }: Uri): Fault | undefined {
  const from = cursor.at
  while (isWordChar(charAt(cursor)) || isUriMark(charAt(cursor), hasFlowMarks)) {
    if (charAt(cursor) === '%') {
      if (!/^%[0-9A-Fa-f]{2}$/.test(cursor.text.slice(cursor.at, cursor.at + 3))) {
        return { cause: 'did not find URI escaped octet', start: cursor.at, end: cursor.at + 1 }
      }
      cursor.at += 2
    }
    cursor.at += 1
  }
  return cursor.at > from || mayBeEmpty ? undefined : { cause: 'did not find expected tag URI', start, end: cursor.at }
}

function isUriMark(char: string, hasFlowMarks: boolean): boolean {
  return char !== '' && (";/?:@&=+$.%!~*'()".includes(char) || (hasFlowMarks && ',[]'.includes(char)))
}
