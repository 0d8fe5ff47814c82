/** A place in YAML text, and the kinds of characters as libyaml tells them apart. */

export type Cursor = {
  readonly text: string
  at: number
  /** Where the line begins: column and line follow from it. */
  lineStart: number
}

/** What is wrong, and where it began. */
export type Fault = { readonly cause: string; readonly start: number; readonly end: number }

export function columnOf(cursor: Cursor): number {
  return cursor.at - cursor.lineStart
}

export function charAt({ text, at }: Cursor, ahead = 0): string {
  return text.charAt(at + ahead)
}

export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t'
}

/** YAML 1.1 breaks lines at NEL and the Unicode separators too. */
export function isBreak(char: string): boolean {
  return char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029'
}

export function isBreakOrEnd(char: string): boolean {
  return char === '' || isBreak(char)
}

/** Blank, line break or the end of the text. */
export function isSpace(char: string): boolean {
  return isBlank(char) || isBreakOrEnd(char)
}

/** Letters, digits, `_` and `-`. */
export function isWordChar(char: string): boolean {
  return /^[0-9A-Za-z_-]$/.test(char)
}

/** Goes behind the line break, which is given as it counts in a scalar; an empty text where there is none. */
export function takeBreak(cursor: Cursor): string {
  const char = charAt(cursor)
  if (!isBreak(char)) return ''
  cursor.at += char === '\r' && charAt(cursor, 1) === '\n' ? 2 : 1
  cursor.lineStart = cursor.at
  return char === '\u2028' || char === '\u2029' ? char : '\n'
}

/** `---` or `...` alone at the beginning of a line. */
export function isDocumentMark(cursor: Cursor, mark?: '---' | '...'): boolean {
  if (columnOf(cursor) !== 0 || !isSpace(charAt(cursor, 3))) return false
  return (mark === undefined ? ['---', '...'] : [mark]).some((wanted) => cursor.text.startsWith(wanted, cursor.at))
}

/** Behind blanks, and a comment if one follows. */
export function skipToLineEnd(cursor: Cursor): void {
  while (isBlank(charAt(cursor))) cursor.at += 1
  if (charAt(cursor) === '#') while (!isBreakOrEnd(charAt(cursor))) cursor.at += 1
}
