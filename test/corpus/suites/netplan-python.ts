/** As much of Python as netplan's generator tests use: string literals, `%`, and calls with plain arguments. */

export type PythonValue = string | number | boolean | null | readonly PythonValue[] | { readonly [key: string]: PythonValue }

export type Names = ReadonlyMap<string, PythonValue>

/** `self.NAME(…)` with what could be read of its arguments. Undefined: they hold something else. */
export type Call = {
  readonly name: string
  readonly arguments: readonly PythonValue[]
  readonly keywords: { readonly [name: string]: PythonValue }
}

type Cursor = { readonly text: string; at: number; readonly names: Names }

/** What is not understood. */
const UNKNOWN = Symbol('unknown')
type Read<Value> = Value | typeof UNKNOWN

function skipSpace(cursor: Cursor): void {
  cursor.at += /^(\s|#[^\n]*|\\\n)*/.exec(cursor.text.slice(cursor.at, cursor.at + 2000))?.[0].length ?? 0
}

function take(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor)
  if (!cursor.text.startsWith(mark, cursor.at)) return false
  cursor.at += mark.length
  return true
}

/** Values joined by `+`, each formatted by what follows a `%`. */
function readExpression(cursor: Cursor): Read<PythonValue> {
  let value = readFormatted(cursor)
  while (value !== UNKNOWN && take(cursor, '+')) {
    const next = readFormatted(cursor)
    value = typeof value === 'string' && typeof next === 'string' ? value + next : UNKNOWN
  }
  return value
}

function readFormatted(cursor: Cursor): Read<PythonValue> {
  let value = readPrimary(cursor)
  while (value !== UNKNOWN && take(cursor, '%')) {
    const parameters = readPrimary(cursor)
    value = typeof value === 'string' && parameters !== UNKNOWN ? format(value, parameters) : UNKNOWN
  }
  return value
}

function format(pattern: string, parameters: PythonValue): Read<string> {
  const list = Array.isArray(parameters) ? [...(parameters as readonly PythonValue[])] : [parameters]
  let isFine = true
  const text = pattern.replace(/%(?:\((\w+)\))?([sdiu%])/g, (_, name: string | undefined, kind: string) => {
    if (kind === '%') return '%'
    const value = name === undefined ? list.shift() : (parameters as { readonly [key: string]: PythonValue })[name]
    if (value === undefined) isFine = false
    return String(value)
  })
  return isFine ? text : UNKNOWN
}

function readPrimary(cursor: Cursor): Read<PythonValue> {
  skipSpace(cursor)
  const char = cursor.text.charAt(cursor.at)
  if (char === '{') return readDictionary(cursor)
  if (char === '(' || char === '[') return readSequence(cursor)
  const number = /^-?\d+/.exec(cursor.text.slice(cursor.at, cursor.at + 20))
  if (number !== null) {
    cursor.at += number[0].length
    return Number(number[0])
  }
  const literal = readStrings(cursor)
  return literal === undefined ? readName(cursor) : literal
}

function readName(cursor: Cursor): Read<PythonValue> {
  const name = /^[A-Za-z_]\w*/.exec(cursor.text.slice(cursor.at, cursor.at + 80))?.[0]
  if (name === undefined) return UNKNOWN
  cursor.at += name.length
  if (name === 'True' || name === 'False') return name === 'True'
  if (name === 'None') return null
  const isPlain = !/^\s*[.([]/.test(cursor.text.slice(cursor.at, cursor.at + 5))
  return isPlain ? (cursor.names.get(name) ?? UNKNOWN) : UNKNOWN
}

/** Literals side by side are one. An f-string is not understood. */
function readStrings(cursor: Cursor): Read<string> | undefined {
  let value: string | undefined
  while (true) {
    skipSpace(cursor)
    const opening = /^([rfRF]?)('''|"""|'|")/.exec(cursor.text.slice(cursor.at, cursor.at + 4))
    if (opening === null) return value
    if (/f/i.test(opening[1] ?? '')) return UNKNOWN
    value = (value ?? '') + readString(cursor, opening[2] ?? "'", opening[1] !== '')
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
  '0': '\u0000',
  b: '\b',
  a: '\u0007',
  f: '\f',
  v: '\v',
}

function readString(cursor: Cursor, quote: string, isRaw: boolean): string {
  cursor.at = cursor.text.indexOf(quote, cursor.at) + quote.length
  let value = ''
  while (cursor.at < cursor.text.length && !cursor.text.startsWith(quote, cursor.at)) {
    const char = cursor.text.charAt(cursor.at)
    const next = cursor.text.charAt(cursor.at + 1)
    if (char === '\\' && !isRaw) {
      const code = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(cursor.text.slice(cursor.at, cursor.at + 6))
      value +=
        code === null
          ? (ESCAPES[next] ?? (`\\'"`.includes(next) ? next : `\\${next}`))
          : String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '0', 16))
      cursor.at += code?.[0].length ?? 2
    } else {
      value += char
      cursor.at += 1
    }
  }
  cursor.at += quote.length
  return value
}

function readSequence(cursor: Cursor): Read<PythonValue> {
  const end = cursor.text.charAt(cursor.at) === '(' ? ')' : ']'
  cursor.at += 1
  const items: PythonValue[] = []
  let hasComma = false
  while (!take(cursor, end)) {
    const item = readExpression(cursor)
    if (item === UNKNOWN) return UNKNOWN
    items.push(item)
    if (take(cursor, ',')) hasComma = true
    else if (!take(cursor, end)) return UNKNOWN
    else break
  }
  return end === ')' && !hasComma && items.length === 1 ? (items[0] ?? null) : items
}

function readDictionary(cursor: Cursor): Read<PythonValue> {
  cursor.at += 1
  const found: Record<string, PythonValue> = {}
  while (!take(cursor, '}')) {
    const key = readExpression(cursor)
    if (typeof key !== 'string' || !take(cursor, ':')) return UNKNOWN
    const value = readExpression(cursor)
    if (value === UNKNOWN) return UNKNOWN
    found[key] = value
    if (!take(cursor, ',') && !cursor.text.slice(cursor.at).trimStart().startsWith('}')) return UNKNOWN
  }
  return found
}

/** `NAME = value` at the indentation, one after the other, with those known before. */
export function readAssignments(text: string, indent: string, names: Names): Names {
  const found = new Map(names)
  for (const match of text.matchAll(new RegExp(`^${indent}([A-Za-z_]\\w*) = `, 'gm'))) {
    const value = readExpression({ text, at: match.index + match[0].length, names: found })
    if (value !== UNKNOWN && match[1] !== undefined) found.set(match[1], value)
  }
  return found
}

/** The arguments of a call from behind its bracket on. */
function readArguments(cursor: Cursor): Omit<Call, 'name'> | undefined {
  const positional: PythonValue[] = []
  const keywords: Record<string, PythonValue> = {}
  while (!take(cursor, ')')) {
    skipSpace(cursor)
    const keyword = /^(\w+)\s*=(?!=)\s*/.exec(cursor.text.slice(cursor.at, cursor.at + 60))
    if (keyword !== null) cursor.at += keyword[0].length
    const value = readExpression(cursor)
    if (value === UNKNOWN) return undefined
    if (keyword?.[1] === undefined) positional.push(value)
    else keywords[keyword[1]] = value
    if (!take(cursor, ',') && !cursor.text.slice(cursor.at).trimStart().startsWith(')')) return undefined
  }
  return { arguments: positional, keywords }
}

/** Every `self.NAME(…)` of a piece of code, in order; undefined where the arguments are not understood. */
export function callsIn(text: string, names: readonly string[], known: Names): readonly { readonly name: string; readonly call?: Call }[] {
  return [...text.matchAll(new RegExp(`self\\.(${names.join('|')})\\(`, 'g'))].map((match) => {
    const name = match[1] ?? ''
    const found = readArguments({ text, at: match.index + match[0].length, names: known })
    return found === undefined ? { name } : { name, call: { name, ...found } }
  })
}

export type PythonTest = { readonly name: string; readonly body: string }

/** `def test_…(self):` with the lines that belong to it. */
export function testsIn(text: string): readonly PythonTest[] {
  return text.split(/^ {4}def /m).flatMap((part) => {
    const name = /^test_\w+(?=\(self\))/.exec(part)?.[0]
    return name === undefined
      ? []
      : [
          {
            name,
            body:
              part
                .split(/^(?=class |@|\S)/m)
                .slice(1)
                .join('') === ''
                ? part
                : part.replace(/^class [\s\S]*/m, ''),
          },
        ]
  })
}
