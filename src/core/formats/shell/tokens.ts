/** The words, operators and redirections of a command line, after quotes and variables. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Word } from '../../diagnostics/word.js'
import { readWord } from './word.js'

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly quoted: boolean }
  | { readonly kind: 'operator'; readonly text: ';' | '&&' | '||' }
  | { readonly kind: 'redirection'; readonly direction: '<' | '>'; readonly file: Word }

export type Tokens = { readonly tokens: readonly Token[]; readonly notModelled?: string }

/** What one look at the text found, and where to go on. */
type Found = { readonly tokens: readonly Token[]; readonly next: number } | { readonly notModelled: string }

type Line = { readonly text: string; readonly origin: Origin; readonly variables: Readonly<Record<string, string>> }

export function tokenise(text: string, origin: Origin, variables: Readonly<Record<string, string>>): Tokens {
  const line: Line = { text, origin, variables }
  const tokens: Token[] = []
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    if (text[at] === '#') {
      const newline = text.indexOf('\n', at)
      at = newline < 0 ? text.length : newline
      continue
    }
    const found = readOperator(text, at) ?? readRedirection(line, at) ?? readPlainWord(line, at)
    if ('notModelled' in found) return { tokens, notModelled: found.notModelled }
    tokens.push(...found.tokens)
    at = found.next
  }
  return { tokens }
}

function skipBlanks(text: string, at: number): number {
  let next = at
  while (next < text.length && /[ \t\r\v\f]/.test(text[next] ?? '')) next++
  return next
}

const SHELL_ONLY: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  '&': 'a command in the background',
  '(': 'a subshell',
  ')': 'a subshell',
}

function readOperator(text: string, at: number): Found | undefined {
  const pair = text.slice(at, at + 2)
  if (pair === '&&' || pair === '||') return { tokens: [{ kind: 'operator', text: pair }], next: at + 2 }
  if (pair === ';;') return { notModelled: 'a case' }
  const char = text[at] ?? ''
  if (char === ';' || char === '\n') return { tokens: [{ kind: 'operator', text: ';' }], next: at + 1 }
  return Object.hasOwn(SHELL_ONLY, char) ? { notModelled: SHELL_ONLY[char] ?? char } : undefined
}

/** The number of a file descriptor, an operator, and blanks behind it. */
const LONGEST_OPERATOR = 200

/** `>f`, `>>f`, `2>f`, `2>&1`, `>&2`, `<f`. Only where standard input and output go is kept. */
function readRedirection(line: Line, at: number): Found | undefined {
  const found = /^(\d*)(>>|>\||<<|<>|>&|<&|>|<)[ \t]*/.exec(line.text.slice(at, at + LONGEST_OPERATOR))
  if (found === null) return undefined
  const [whole, descriptor = '', operator = ''] = found
  if (operator === '<<' || operator === '<>') return { notModelled: operator === '<<' ? 'a here-document' : 'a file opened both ways' }
  const target = readWord(line.text, at + whole.length, line.variables)
  if ('notModelled' in target) return target
  const [file, ...more] = target.fields
  if (file === undefined || more.length > 0) return { notModelled: 'a redirection without a file' }
  if (operator === '>&' || operator === '<&') return { tokens: [], next: target.next }
  const direction = operator === '<' ? '<' : '>'
  const standard = descriptor === '' || descriptor === (direction === '<' ? '0' : '1')
  const word = wordAt(line, file.text, { start: at + whole.length, end: target.next })
  return { tokens: standard ? [{ kind: 'redirection', direction, file: word }] : [], next: target.next }
}

/** One word of the text may become several, or none, when an unquoted variable is put in. */
function readPlainWord(line: Line, at: number): Found {
  const read = readWord(line.text, at, line.variables)
  if ('notModelled' in read) return read
  const tokens = read.fields.map((field) => {
    return { kind: 'word', word: wordAt(line, field.text, { start: at, end: read.next }), quoted: field.quoted } as const
  })
  return { tokens, next: read.next }
}

/** The exact place if the line stands in the file as it is, else that of the whole line. */
function wordAt({ text, origin }: Line, word: string, range: { readonly start: number; readonly end: number }): Word {
  const exact = origin.end - origin.start === text.length
  return { text: word, origin: exact ? { ...origin, start: origin.start + range.start, end: origin.start + range.end } : origin }
}
