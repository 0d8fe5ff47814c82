/** Values of a column as ovs-vsctl(8) writes them: `10`, `[1,2]`, `{key=value}` (lib/ovsdb-data.c). */
import type { OvsAtom, OvsColumn } from './ovs-schema.js'

/** A set as its elements, a map as its pairs; neither in any order. */
export type OvsDatum = { readonly kind: 'set'; readonly values: readonly string[] } | { readonly kind: 'map'; readonly pairs: OvsPairs }
type OvsPairs = readonly (readonly [key: string, value: string])[]

export const EMPTY_SET: OvsDatum = { kind: 'set', values: [] }

type Fault = { readonly error: string }

/** `keysOnly`: a map's keys without values, as `remove` takes them. */
export function parseDatum(column: OvsColumn, text: string, keysOnly = false): OvsDatum | Fault {
  const isMap = column.value !== undefined
  const read = readItems(column, text, isMap && !keysOnly)
  if ('error' in read) return read
  const keys = new Set(read.items.map(([key]) => key))
  if (keys.size < read.items.length) return { error: `${text}: ${isMap ? 'map contains duplicate key' : 'set contains duplicate value'}` }
  return isMap && !keysOnly ? { kind: 'map', pairs: read.items } : { kind: 'set', values: read.items.map(([key]) => key) }
}

/** How many a column may hold, which `set` checks and `add` does not. */
export function countFault(column: OvsColumn, datum: OvsDatum, text: string): string | undefined {
  const count = datum.kind === 'map' ? datum.pairs.length : datum.values.length
  const what = column.value === undefined ? 'value(s)' : 'pair(s)'
  if (count < column.least) return `${text}: ${count} ${what} specified but the minimum number is ${column.least}`
  return count > column.most ? `${text}: ${count} ${what} specified but the maximum number is ${column.most}` : undefined
}

type Item = readonly [key: string, value: string]

function readItems(column: OvsColumn, text: string, pairs: boolean): { readonly items: readonly Item[] } | Fault {
  const isMap = column.value !== undefined
  let at = skipSpaces(text, 0)
  if (at === text.length) return { error: isMap ? 'use "{}" to specify the empty map' : 'use "[]" to specify the empty set' }
  const closing = text[at] === (isMap ? '{' : '[') ? (isMap ? '}' : ']') : ''
  if (closing !== '') at = skipSpaces(text, at + 1)
  const items: Item[] = []
  while (at < text.length && text[at] !== closing) {
    if (isDelimiter(text[at])) return { error: `${text}: unexpected "${text[at]}" parsing ${englishOf(column)}` }
    const item = readItem(column, text, at, pairs)
    if ('error' in item) return item
    items.push(...item.items)
    at = skipSpaces(text, item.end)
    if (text[at] === ',') at = skipSpaces(text, at + 1)
  }
  if (closing === '') return { items }
  if (at >= text.length) return { error: `${text}: missing "${closing}" at end of data` }
  return skipSpaces(text, at + 1) < text.length ? { error: `${text}: trailing garbage after "${closing}"` } : { items }
}

function readItem(
  column: OvsColumn,
  text: string,
  start: number,
  pairs: boolean,
): { readonly items: readonly Item[]; readonly end: number } | Fault {
  const token = readToken(text, start)
  if ('error' in token) return token
  const keys = column.value === undefined ? rangeOf(column.key, token.text) : parseAtom(column.key, token.text)
  if (typeof keys === 'object' && 'error' in keys) return keys
  const list = typeof keys === 'string' ? [keys] : keys
  if (!pairs || column.value === undefined) return { items: list.map((key) => [key, '']), end: token.end }
  const equals = skipSpaces(text, token.end)
  if (text[equals] !== '=')
    return { error: `${text.slice(start)}: syntax error at "${text[equals] ?? '\u0000'}" expecting "="`.split('\u0000')[0] ?? '' }
  const second = readToken(text, skipSpaces(text, equals + 1))
  if ('error' in second) return second
  const value = parseAtom(column.value, second.text)
  return typeof value === 'string' ? { items: list.map((key) => [key, value]), end: second.end } : value
}

/** `1-4` is four integers, as in newer releases; at most as many as a set of VLANs can hold. */
function rangeOf(atom: OvsAtom, text: string): readonly string[] | Fault {
  const range = atom.type === 'integer' ? /^(-?\d{1,15})-(-?\d{1,15})$/.exec(text) : null
  const [first, last] = [Number(range?.[1]), Number(range?.[2])]
  if (range === null || last - first >= 4096) return listOf(parseAtom(atom, text))
  if (last < first) return { error: `"${text}" is not a valid range. Range end cannot be before start.` }
  const all = Array.from({ length: last - first + 1 }, (_, index) => parseAtom(atom, String(first + index)))
  return (all.find((one) => typeof one !== 'string') as Fault | undefined) ?? (all as readonly string[])
}

function listOf(atom: string | Fault): readonly string[] | Fault {
  return typeof atom === 'string' ? [atom] : atom
}

/** One value, in the form in which it is kept. */
export function parseAtom(atom: OvsAtom, text: string): string | Fault {
  switch (atom.type) {
    case 'integer':
      return /^[+-]?\d{1,19}$/.test(text) ? withinRange(atom, Number(text)) : { error: `"${text}" is not a valid integer or range` }
    case 'real':
      return /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text) ? text : { error: `"${text}" is not a valid real number` }
    case 'boolean':
      if (['true', 'yes', 'on', '1'].includes(text)) return 'true'
      return ['false', 'no', 'off', '0'].includes(text) ? 'false' : { error: `"${text}" is not a valid boolean (use "true" or "false")` }
    case 'uuid':
      return text.startsWith('@') || UUID.test(text) ? text : { error: `"${text}" is not a valid UUID` }
    case 'string':
      return withinChoices(atom, text)
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function withinRange({ least, most }: OvsAtom, value: number): string | Fault {
  if ((least === undefined || value >= least) && (most === undefined || value <= most)) return String(value)
  if (least === undefined) return { error: `constraint violation: ${value} is greater than maximum allowed value ${most}` }
  return {
    error:
      most === undefined
        ? `constraint violation: ${value} is less than minimum allowed value ${least}`
        : `constraint violation: ${value} is not in the valid range ${least} to ${most} (inclusive)`,
  }
}

function withinChoices({ choices }: OvsAtom, text: string): string | Fault {
  const value = unquoted(text)
  if (typeof value !== 'string' || choices === undefined || choices.includes(value)) return value
  return { error: `constraint violation: ${quoteAtom(value)} is not one of the allowed values ([${choices.join(', ')}])` }
}

function unquoted(text: string): string | Fault {
  if (text === '') return { error: 'An empty string is not valid as input; use "" to represent the empty string' }
  if (!text.startsWith('"')) return text
  if (text.length < 2 || !text.endsWith('"')) return { error: `${text}: missing quote at end of quoted string` }
  return text.slice(1, -1).replace(/\\(["\\/bfnrt]|u[0-9a-f]{4})/gi, (_, code: string) => unescaped(code))
}

function unescaped(code: string): string {
  const named: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
  return code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (named[code] ?? code)
}

/** What is meant by a word that a program printed: its quotes removed, whatever it is. */
export function unquoteAtom(text: string): string {
  const value = unquoted(text)
  return typeof value === 'string' ? value : text
}

/** A string is shown without quotes when it could not be taken for anything else (ovsdb_atom_to_string). */
export function quoteAtom(text: string): string {
  const bare = /^[a-z_][\w.-]*$/i.test(text) && !/^(true|false)$/.test(text) && !UUID.test(text)
  return bare ? text : JSON.stringify(text)
}

export type Token = { readonly text: string; readonly end: number }

/** lib/ovsdb-parser.c: ovsdb_token_parse. Quotes stay in the token, backslashes do not. */
export function readToken(text: string, start: number): Token | Fault {
  const out: string[] = []
  let quoted = false
  let at = start
  for (; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '\\') {
      at++
      if (at >= text.length) return { error: `${text.slice(start)}: backslash at end of argument` }
      out.push(quoted ? '\\' : '', text[at] ?? '')
    } else if (!quoted && isDelimiter(character)) break
    else {
      out.push(character)
      if (character === '"') quoted = !quoted
    }
  }
  return quoted ? { error: `${text.slice(start)}: quoted string extends past end of argument` } : { text: out.join(''), end: at }
}

function isDelimiter(character: string | undefined): boolean {
  return character !== undefined && ':=, []{}!<>'.includes(character)
}

function skipSpaces(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\n\v\f\r'.includes(text[at] ?? '')) at++
  return at
}

/** lib/ovsdb-types.c: ovsdb_type_to_english. */
function englishOf({ key, value, least, most }: OvsColumn): string {
  if (value === undefined && least === 1 && most === 1) return key.type
  const open = Number.isFinite(most) ? ` of up to ${most}` : ' of'
  const many = least === 0 ? open : Number.isFinite(most) ? ` of ${least} to ${most}` : ` of ${least} or more`
  return value === undefined ? `set${many} ${key.type}s` : `map${many} (${key.type}, ${value.type}) pairs`
}
