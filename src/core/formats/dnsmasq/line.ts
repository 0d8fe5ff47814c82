/** Cuts one line as dnsmasq's read_file() does: quotes, comments, name, value. */
import type { Origin } from '../../diagnostics/origin.js'
import type { DnsmasqLine, Field } from './document.js'

/** A character as dnsmasq sees it. One out of quotes has a meaning of its own no more. */
type Character = { readonly text: string; readonly at: number; readonly end: number; readonly quoted: boolean }

type Cut = { readonly characters: readonly Character[]; readonly comment: boolean; readonly unclosed?: number }

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', t: '\t', n: '\n', e: '\u001b', b: '\b', r: '\r', '\\': '\\' }

export type ReadLine = { readonly line: DnsmasqLine; readonly unclosedQuote?: Origin }

/** The line that starts at this offset. */
export function readLine(text: string, capture: string, start: number): ReadLine {
  const newline = text.indexOf('\n', start)
  const end = newline < 0 ? text.length : newline + 1
  const raw = text.slice(start, end)
  const { characters, comment, unclosed } = cut(raw, start)
  const whole = { capture, start, end: start + raw.trimEnd().length }
  if (unclosed !== undefined)
    return { line: { kind: 'broken', raw, origin: whole }, unclosedQuote: { capture, start: unclosed, end: unclosed + 1 } }
  const content = trim(characters)
  if (content.length === 0) return { line: { kind: comment ? 'comment' : 'blank', raw, origin: whole } }
  const equals = content.findIndex((character) => character.text === '=')
  const nowhere = { capture, start, end: start }
  const field = (piece: readonly Character[], empty: Origin): Field => fieldOf(trim(piece), capture, empty)
  const all = fieldOf(content, capture, nowhere)
  if (equals < 0) return { line: { kind: 'option', name: all, fields: [], raw, origin: all.origin } }
  const behind = { capture, start: content[equals]?.end ?? start, end: content[equals]?.end ?? start }
  const name = field(content.slice(0, equals), all.origin)
  const value = content.slice(equals + 1)
  const fields = splitAtCommas(value).map((piece) => field(piece, behind))
  return { line: { kind: 'option', name, value: field(value, behind), fields, raw, origin: all.origin } }
}

/** A `#` begins a comment at the start of a line and behind white space. */
function cut(raw: string, start: number): Cut {
  const characters: Character[] = []
  let white = true
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '"') {
      const close = readQuoted(raw, at, start, characters)
      if (close === undefined) return { characters: [], comment: false, unclosed: start + at }
      at = close
      white = false
    } else if (/[ \t\n\v\f\r]/.test(raw[at] ?? '')) {
      characters.push({ text: ' ', at: start + at, end: start + at + 1, quoted: false })
      white = true
    } else if (white && raw[at] === '#') {
      return { characters, comment: true }
    } else {
      characters.push({ text: raw[at] ?? '', at: start + at, end: start + at + 1, quoted: false })
      white = false
    }
  }
  return { characters, comment: false }
}

/** Adds what stands in quotes; gives the place of the closing one. */
function readQuoted(raw: string, open: number, start: number, characters: Character[]): number | undefined {
  for (let at = open + 1; at < raw.length; at++) {
    if (raw[at] === '"') return at
    const escaped = raw[at] === '\\' ? ESCAPES[raw[at + 1] ?? ''] : undefined
    const length = escaped === undefined ? 1 : 2
    characters.push({ text: escaped ?? raw[at] ?? '', at: start + at, end: start + at + length, quoted: true })
    at += length - 1
  }
  return undefined
}

function trim(characters: readonly Character[]): readonly Character[] {
  const isSpace = (character: Character | undefined): boolean => character !== undefined && character.text === ' ' && !character.quoted
  let [from, to] = [0, characters.length]
  while (from < to && isSpace(characters[from])) from++
  while (to > from && isSpace(characters[to - 1])) to--
  return characters.slice(from, to)
}

function splitAtCommas(characters: readonly Character[]): readonly (readonly Character[])[] {
  const pieces: Character[][] = [[]]
  for (const character of characters) {
    if (character.text === ',' && !character.quoted) pieces.push([])
    else pieces.at(-1)?.push(character)
  }
  return pieces
}

function fieldOf(characters: readonly Character[], capture: string, empty: Origin): Field {
  const [first, last] = [characters[0], characters.at(-1)]
  if (first === undefined || last === undefined) return { text: '', origin: empty }
  return { text: characters.map((character) => character.text).join(''), origin: { capture, start: first.at, end: last.end } }
}
