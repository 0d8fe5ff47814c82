/** Lines as systemd's config parser sees them (src/shared/conf-parser.c): continued lines joined, every character's place remembered. */
import type { Origin } from '../../diagnostics/origin.js'

export type LogicalLine = {
  /** The text as it stands in the file, with its line ends. */
  readonly raw: string
  readonly kind: 'blank' | 'comment' | 'header' | 'assignment' | 'stray'
  /** Without the white space around it. Empty for blank lines and comments. */
  readonly content: string
  /** From which offset of `content` on, characters stand at which place of the file. */
  readonly pieces: readonly Piece[]
}

type Piece = { readonly from: number; readonly at: number }

export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = []
  const mark = text.startsWith('\ufeff') ? 1 : 0
  for (let from = 0; from < text.length; from += lines.at(-1)?.raw.length ?? 1) lines.push(readLine(text, from, from === 0 ? mark : from))
  return lines
}

/** From `from` on; what the line says begins at `start`. */
function readLine(text: string, from: number, start: number): LogicalLine {
  const close = closeOf(text, start)
  const first = firstSpeaking(text, start, close)
  const end = behindEnd(text, close)
  if (first === close) return { raw: text.slice(from, end), kind: 'blank', content: '', pieces: [] }
  if (isComment(text[first])) return { raw: text.slice(from, end), kind: 'comment', content: '', pieces: [] }
  if (isContinued(text, start, close)) return readContinued(text, from, start)
  const content = text.slice(first, lastSpeaking(text, first, close))
  return { raw: text.slice(from, end), kind: kindOf(content), content, pieces: [{ from: 0, at: first }] }
}

/** The line and those that its backslash calls for. A comment between them is left out and ends nothing. */
function readContinued(text: string, from: number, start: number): LogicalLine {
  const parts: string[] = []
  const pieces: Piece[] = []
  let length = 0
  let at = start
  for (let isOpen = true; isOpen && at < text.length; ) {
    const close = closeOf(text, at)
    if (parts.length === 0 || !isComment(text[firstSpeaking(text, at, close)])) {
      isOpen = isContinued(text, at, close)
      const part = isOpen ? `${text.slice(at, close - 1)} ` : text.slice(at, close)
      pieces.push({ from: length, at })
      parts.push(part)
      length += part.length
    }
    at = behindEnd(text, close)
  }
  const joined = parts.join('')
  const first = firstSpeaking(joined, 0, joined.length)
  const content = joined.slice(first, lastSpeaking(joined, first, joined.length))
  if (content === '') return { raw: text.slice(from, at), kind: 'blank', content, pieces: [] }
  return {
    raw: text.slice(from, at),
    kind: kindOf(content),
    content,
    pieces: pieces.map((piece) => ({ ...piece, from: piece.from - first })),
  }
}

function kindOf(content: string): LogicalLine['kind'] {
  if (content.startsWith('[')) return 'header'
  return content.indexOf('=') > 0 ? 'assignment' : 'stray'
}

/** WHITESPACE of systemd's string-util.h. */
function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

function isComment(character: string | undefined): boolean {
  return character === '#' || character === ';'
}

/** Newline, carriage return or NUL (src/basic/fileio.c: read_line_full). */
function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r' || character === '\u0000'
}

/** An odd number of backslashes at the end: the last of them is not itself escaped. */
function isContinued(text: string, start: number, close: number): boolean {
  let count = 0
  while (close - count > start && text[close - 1 - count] === '\\') count += 1
  return count % 2 === 1
}

function closeOf(text: string, start: number): number {
  let at = start
  while (at < text.length && !isLineEnd(text[at])) at += 1
  return at
}

/** Different line ends beside each other are one, as in CR LF. */
function behindEnd(text: string, close: number): number {
  let at = close
  while (isLineEnd(text[at]) && !text.slice(close, at).includes(text[at] ?? '')) at += 1
  return at
}

function firstSpeaking(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isSpace(text[at])) at += 1
  return at
}

function lastSpeaking(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(text[at - 1])) at -= 1
  return at
}

/** The place of `content.slice(from, to)` in the file. */
export function originIn(capture: string, line: LogicalLine, from: number, to: number): Origin {
  const start = placeOf(line, from)
  return { capture, start, end: to > from ? placeOf(line, to - 1) + 1 : start }
}

function placeOf({ pieces }: LogicalLine, offset: number): number {
  let low = 0
  for (let high = pieces.length; high - low > 1; ) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.from ?? 0) <= offset) low = middle
    else high = middle
  }
  const piece = pieces[low]
  return piece === undefined ? offset : piece.at + offset - piece.from
}
