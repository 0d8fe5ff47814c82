/** Scalars of YAML: plain, quoted, and blocks, as libyaml reads them. */
import {
  type Cursor,
  charAt,
  columnOf,
  type Fault,
  isBlank,
  isBreak,
  isBreakOrEnd,
  isDocumentMark,
  isSpace,
  skipToLineEnd,
  takeBreak,
} from './cursor.js'

export type ScalarText = {
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'block'
  readonly start: number
  readonly end: number
  /** A plain one that ends with its line: a key may follow. */
  readonly endsLine?: boolean
}

/** White space between two words of a scalar: kept within a line, folded across lines. */
function takeGap(cursor: Cursor, indent: number): { readonly text: string; readonly hasBreak: boolean } | Fault {
  let blanks = ''
  const breaks: string[] = []
  const start = cursor.at
  while (isBlank(charAt(cursor)) || isBreak(charAt(cursor))) {
    const char = charAt(cursor)
    if (isBreak(char)) {
      breaks.push(takeBreak(cursor))
      continue
    }
    if (breaks.length > 0 && columnOf(cursor) < indent && char === '\t') {
      return { cause: 'found a tab character that violates indentation', start: cursor.at, end: cursor.at + 1 }
    }
    if (breaks.length === 0) blanks += char
    cursor.at += 1
  }
  return breaks.length === 0 ? { text: blanks, hasBreak: false } : { text: folded(breaks), hasBreak: cursor.at > start }
}

/** One line break is a space; of several the first one goes. */
function folded(breaks: readonly string[]): string {
  const [first = '', ...others] = breaks
  if (first !== '\n') return breaks.join('')
  return others.length === 0 ? ' ' : others.join('')
}

type Context = { readonly inFlow: boolean /** Of the block collection around. */; readonly indent: number }

export function scanPlain(cursor: Cursor, { inFlow, indent }: Context): ScalarText | Fault {
  const start = cursor.at
  let text = ''
  let end = start
  let gap = { text: '', hasBreak: false }
  while (!isDocumentMark(cursor) && charAt(cursor) !== '#') {
    const run = plainRun(cursor, inFlow)
    if (typeof run !== 'string') return run
    if (run !== '') {
      text += gap.text + run
      end = cursor.at
      gap = { text: '', hasBreak: false }
    }
    if (!isBlank(charAt(cursor)) && !isBreak(charAt(cursor))) break
    const next = takeGap(cursor, indent + 1)
    if ('cause' in next) return next
    gap = next
    if (!inFlow && columnOf(cursor) < indent + 1) break
  }
  return { text, style: 'plain', start, end, endsLine: gap.hasBreak }
}

/** Up to white space, or what ends a plain scalar. */
function plainRun(cursor: Cursor, inFlow: boolean): string | Fault {
  const { text, at } = cursor
  let end = at
  for (let char = text.charAt(end); !isSpace(char); char = text.charAt(end)) {
    const next = text.charAt(end + 1)
    if (inFlow && char === ':' && next !== '' && ',?[]{}'.includes(next)) return { cause: "found unexpected ':'", start: end, end: end + 1 }
    if ((char === ':' && isSpace(next)) || (inFlow && ',[]{}'.includes(char))) break
    end += 1
  }
  cursor.at = end
  return text.slice(at, end)
}

export function scanQuoted(cursor: Cursor, quote: '"' | "'"): ScalarText | Fault {
  const start = cursor.at
  cursor.at += 1
  let text = ''
  while (true) {
    if (isDocumentMark(cursor)) return { cause: 'found unexpected document indicator', start, end: cursor.at }
    if (charAt(cursor) === '') return { cause: 'the quote is never closed', start, end: start + 1 }
    const run = quotedRun(cursor, quote)
    if ('cause' in run) return run
    text += run.text
    if (charAt(cursor) === quote) break
    const gap = takeGap(cursor, 0)
    if ('cause' in gap) return gap
    text += run.isContinued ? continued(gap.text, cursor.text.slice(run.end, cursor.at)) : gap.text
  }
  cursor.at += 1
  return { text, style: 'quoted', start, end: cursor.at }
}

/** Behind an escaped line break only further breaks count. */
function continued(gap: string, raw: string): string {
  const breaks = [...raw.replace(/\r\n/g, '\n')].filter(isBreak)
  return breaks.length === 0 ? '' : breaks.map((char) => (char === '\u2028' || char === '\u2029' ? char : '\n')).join('') || gap
}

type Run = { readonly text: string; readonly isContinued: boolean; readonly end: number }

function quotedRun(cursor: Cursor, quote: '"' | "'"): Run | Fault {
  let text = ''
  while (!isSpace(charAt(cursor))) {
    const char = charAt(cursor)
    if (char === quote && quote === "'" && charAt(cursor, 1) === "'") {
      text += "'"
      cursor.at += 2
    } else if (char === quote) break
    else if (char === '\\' && quote === '"') {
      if (isBreak(charAt(cursor, 1))) {
        cursor.at += 1
        takeBreak(cursor)
        return { text, isContinued: true, end: cursor.at }
      }
      const escaped = takeEscape(cursor)
      if (typeof escaped !== 'string') return escaped
      text += escaped
    } else {
      text += char
      cursor.at += 1
    }
  }
  return { text, isContinued: false, end: cursor.at }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\u0000',
  'a': '\u0007',
  'b': '\b',
  't': '\t',
  '\t': '\t',
  'n': '\n',
  'v': '\v',
  'f': '\f',
  'r': '\r',
  'e': '\u001b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  'N': '\u0085',
  '_': '\u00a0',
  'L': '\u2028',
  'P': '\u2029',
}
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function takeEscape(cursor: Cursor): string | Fault {
  const letter = charAt(cursor, 1)
  const at = { start: cursor.at, end: cursor.at + 2 }
  const plain = ESCAPES[letter]
  if (plain !== undefined) {
    cursor.at += 2
    return plain
  }
  const length = CODE_LENGTHS[letter]
  if (length === undefined) return { cause: 'found unknown escape character', ...at }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 2 + length)
  if (digits.length < length || !/^[0-9A-Fa-f]+$/.test(digits)) return { cause: 'did not find expected hexadecimal number', ...at }
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return { cause: 'found invalid Unicode character escape code', ...at }
  cursor.at += 2 + length
  return String.fromCodePoint(code)
}

/** `|` keeps lines, `>` folds them. */
export function scanBlock(cursor: Cursor, parentIndent: number): ScalarText | Fault {
  const start = cursor.at
  const isLiteral = charAt(cursor) === '|'
  cursor.at += 1
  const header = /^(?:([+-])(\d)?|(\d)([+-])?)?/.exec(cursor.text.slice(cursor.at, cursor.at + 2)) ?? ['']
  const increment = header[2] ?? header[3]
  if (increment === '0') return { cause: 'found an indentation indicator equal to 0', start, end: cursor.at }
  cursor.at += header[0].length
  skipToLineEnd(cursor)
  if (!isBreakOrEnd(charAt(cursor))) return { cause: 'did not find expected comment or line break', start, end: cursor.at }
  takeBreak(cursor)
  const fixed = increment === undefined ? undefined : Math.max(parentIndent, 0) + Number(increment)
  return scanBlockLines(cursor, { start, isLiteral, fixed, parentIndent, chomping: header[1] ?? header[4] })
}

type BlockHeader = {
  readonly start: number
  readonly isLiteral: boolean
  readonly fixed: number | undefined
  readonly parentIndent: number
  readonly chomping: string | undefined
}

function scanBlockLines(cursor: Cursor, { start, isLiteral, fixed, parentIndent, chomping }: BlockHeader): ScalarText | Fault {
  let end = cursor.at
  const first = blockBreaks(cursor, { indent: fixed, parentIndent })
  if ('cause' in first) return first
  const { indent } = first
  const parts: string[] = []
  let breaks = first.breaks
  let lineBreak = ''
  let wasBlank = false
  if (first.end !== undefined) end = first.end
  while (columnOf(cursor) === indent && charAt(cursor) !== '') {
    const isNowBlank = isBlank(charAt(cursor))
    if (!isLiteral && lineBreak === '\n' && !wasBlank && !isNowBlank) parts.push(breaks === '' ? ' ' : '')
    else parts.push(lineBreak)
    parts.push(breaks)
    wasBlank = isNowBlank
    const from = cursor.at
    while (!isBreakOrEnd(charAt(cursor))) cursor.at += 1
    parts.push(cursor.text.slice(from, cursor.at))
    end = cursor.at
    lineBreak = takeBreak(cursor)
    const next = blockBreaks(cursor, { indent, parentIndent })
    if ('cause' in next) return next
    breaks = next.breaks
  }
  if (chomping !== '-') parts.push(lineBreak)
  if (chomping === '+') parts.push(breaks)
  return { text: parts.join(''), style: 'block', start, end }
}

type Breaks = { readonly breaks: string; readonly indent: number; readonly end?: number }

/** Indentation and empty lines before a line of content; the first one of all tells the indentation. */
function blockBreaks(cursor: Cursor, known: { readonly indent: number | undefined; readonly parentIndent: number }): Breaks | Fault {
  let breaks = ''
  let widest = 0
  while (true) {
    while ((known.indent === undefined || columnOf(cursor) < known.indent) && charAt(cursor) === ' ') cursor.at += 1
    widest = Math.max(widest, columnOf(cursor))
    if ((known.indent === undefined || columnOf(cursor) < known.indent) && charAt(cursor) === '\t') {
      return { cause: 'found a tab character where an indentation space is expected', start: cursor.at, end: cursor.at + 1 }
    }
    if (!isBreak(charAt(cursor))) break
    breaks += takeBreak(cursor)
  }
  return { breaks, indent: known.indent ?? Math.max(widest, known.parentIndent + 1, 1) }
}
