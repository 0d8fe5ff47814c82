/** nft's text cut into tokens, every character kept (src/scanner.l of nftables). */
import type { Origin } from '../../diagnostics/origin.js'

/** `space` holds white space, continued lines and comments; `end` is a line feed or `;`. */
export type TokenKind = 'space' | 'end' | 'word' | 'string' | 'symbol' | 'broken'

export type Token = { readonly kind: TokenKind /** Of a string without its quotes. */; readonly text: string; readonly origin: Origin }

const HEX = '[0-9A-Fa-f]'
/** The longest match wins: addresses before numbers, numbers before names. */
const WORD = new RegExp(
  [
    `(?:${HEX}{1,2}:){5}${HEX}{1,2}(?!${HEX}|:)`,
    `(?:(?:${HEX}{1,4}:){1,7}:|::)(?:${HEX}{1,4}(?::${HEX}{1,4})*)?(?:(?<=:)\\d{1,3}(?:\\.\\d{1,3}){3})?`,
    `(?:${HEX}{1,4}:){7}${HEX}{1,4}`,
    '\\d{1,3}(?:\\.\\d{1,3}){3}',
    '0x[0-9A-Fa-f]+',
    '(?:\\d+(?:d|h|m|s|ms))+(?![\\w])',
    '\\d+(?:\\.\\d+)*[A-Za-z_]*',
    '(?:[A-Za-z_\\u0080-\\uffff]|\\\\.)(?:[\\w./\\-\\u0080-\\uffff]|\\\\.)*\\*?',
  ].join('|'),
  'y',
)
const SPACE = /(?:[ \t\r\f\v]|\\\r?\n|#[^\n]*)+/y
const STRING = /"[^"\n]*"/y
const SYMBOL = /==|!=|<=|>=|<<|>>|&&|\|\||[{}()[\],:.*/\-=<>!&|^~@$+]/y

const PATTERNS = [
  ['space', SPACE],
  ['string', STRING],
  ['word', WORD],
  ['symbol', SYMBOL],
] as const

export function tokenize(text: string, capture: string): readonly Token[] {
  const tokens: Token[] = []
  for (let start = 0; start < text.length; ) {
    const token = tokenAt(text, capture, start)
    tokens.push(token)
    start = token.origin.end
  }
  return tokens
}

function tokenAt(text: string, capture: string, start: number): Token {
  const make = (kind: TokenKind, end: number, shown = text.slice(start, end)): Token => ({
    kind,
    text: shown,
    origin: { capture, start, end },
  })
  const char = text[start]
  if (char === '\n' || char === ';') return make('end', start + 1)
  if (char === '{' || char === '}') return make('symbol', start + 1)
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start
    const end = pattern.test(text) ? pattern.lastIndex : start
    if (end > start) return make(kind, end, kind === 'string' ? text.slice(start + 1, end - 1) : text.slice(start, end))
  }
  return make('broken', start + 1)
}
