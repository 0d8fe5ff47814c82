/** Lines as ifupdown reads them: continued lines joined, white space around them removed, every character's place remembered. */
import type { Origin } from '../../diagnostics/origin.js'

export type LogicalLine = {
  /** The text as it stands in the file, with its newlines. */
  readonly raw: string
  readonly kind: 'blank' | 'comment' | 'content'
  /** What ifupdown sees. Empty for blank lines and comments. */
  readonly content: string
  /** Where in the file `content` begins. */
  readonly at: number
  /** Of a continued line: from which offset of `content` on, characters stand at which place of the file. */
  readonly pieces: readonly Piece[]
}

type Piece = { readonly from: number; readonly at: number }

const WHOLE: readonly Piece[] = []

/** isspace(3) in the C locale. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = []
  for (let start = 0; start < text.length; ) {
    const line = readLine(text, start)
    lines.push(line)
    start += line.raw.length
  }
  return lines
}

/** Only a line's own start decides whether it is a comment: a `#` on a continued line is content, and a comment is never continued. */
function readLine(text: string, start: number): LogicalLine {
  let end = endOfLine(text, start)
  let from = start
  while (from < end && isSpace(text.charCodeAt(from))) from++
  const first = withoutNewline(text.slice(from, end))
  if (first.startsWith('#')) return { raw: text.slice(start, end), kind: 'comment', content: '', at: from, pieces: WHOLE }
  if (!first.endsWith('\\')) return lineOf(text.slice(start, end), first, { at: from, pieces: WHOLE })
  const pieces: Piece[] = []
  /** None of them is empty. */
  const parts = [first]
  let length = first.length
  for (let last = parts.pop(); last !== undefined; last = parts.pop()) {
    if (!last.endsWith('\\')) {
      parts.push(last)
      break
    }
    length -= 1
    pieces.push({ from: length, at: end })
    const next = endOfLine(text, end)
    const added = withoutNewline(text.slice(end, next))
    parts.push(...[last.slice(0, -1), added].filter((part) => part !== ''))
    length += added.length
    end = next
  }
  return lineOf(text.slice(start, end), parts.join(''), { at: from, pieces })
}

function lineOf(raw: string, joined: string, { at, pieces }: Pick<LogicalLine, 'at' | 'pieces'>): LogicalLine {
  const content = withoutTrailingSpace(joined)
  return { raw, kind: content === '' ? 'blank' : 'content', content, at, pieces }
}

/** The number of the line, counted from 1, at whose end the logical line with this offset ends. */
export function lineNumberAt(lines: readonly LogicalLine[], offset: number): number {
  let number = 0
  let end = 0
  for (const line of lines) {
    number += physicalLines(line)
    end += line.raw.length
    if (offset < end) break
  }
  return number
}

export function physicalLines({ raw }: LogicalLine): number {
  let count = raw.endsWith('\n') ? 0 : 1
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) count++
  return count
}

/** Offset behind the line's newline. */
function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline < 0 ? text.length : newline + 1
}

function withoutNewline(line: string): string {
  return line.endsWith('\n') ? line.slice(0, -1) : line
}

function withoutTrailingSpace(text: string): string {
  let length = text.length
  while (length > 0 && isSpace(text.charCodeAt(length - 1))) length--
  return text.slice(0, length)
}

/** The place of `content.slice(from, to)` in the file. */
export function originIn(capture: string, line: LogicalLine, from: number, to: number): Origin {
  const start = placeOf(line, from)
  return { capture, start, end: to > from ? placeOf(line, to - 1) + 1 : start }
}

function placeOf({ at, pieces }: LogicalLine, offset: number): number {
  let low = -1
  for (let high = pieces.length; high - low > 1; ) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.from ?? 0) <= offset) low = middle
    else high = middle
  }
  const piece = pieces[low]
  return piece === undefined ? at + offset : piece.at + offset - piece.from
}
