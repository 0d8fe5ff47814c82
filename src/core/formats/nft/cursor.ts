/** A walk over the tokens of an nft text, with the findings on the way. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import type { Token } from './tokens.js'

const MOST_FINDINGS = 100

/** What stands before the word that was probably meant, and the help where none is near. */
type Guess = { readonly before?: string; readonly otherwise?: string }

export class Cursor {
  readonly capture: string
  readonly text: string
  readonly diagnostics: Diagnostic[] = []
  private readonly tokens: readonly Token[]
  private at = 0
  private readonly last: Token

  constructor(text: string, capture: string, tokens: readonly Token[]) {
    this.text = text
    this.capture = capture
    this.tokens = tokens.filter((token) => token.kind !== 'space')
    this.last = { kind: 'end', text: '', origin: { capture, start: text.length, end: text.length } }
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.last
  }

  next(): Token {
    const token = this.peek()
    this.at += 1
    return token
  }

  /** Text left? */
  get done(): boolean {
    return this.at >= this.tokens.length
  }

  get position(): number {
    return this.at
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return (token.kind === 'word' || token.kind === 'symbol') && token.text === text
  }

  /** Takes the token if it is this one. */
  take(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined
  }

  takeAny(words: ReadonlySet<string>): Token | undefined {
    const token = this.peek()
    return token.kind === 'word' && words.has(token.text) ? this.next() : undefined
  }

  /** The end of a statement: a line feed, `;`, a closing brace (left alone) or the end of the text. */
  get atEnd(): boolean {
    return this.done || this.peek().kind === 'end' || this.is('}')
  }

  skipEnds(): void {
    while (!this.done && this.peek().kind === 'end') this.next()
  }

  /** Line feeds inside braces and brackets mean nothing. */
  skipLines(): void {
    while (!this.done && this.peek().kind === 'end' && this.peek().text === '\n') this.next()
  }

  /** From a token to the one before the present. */
  originFrom(start: number): Origin {
    const first = this.tokens[start] ?? this.last
    const previous = this.tokens[Math.max(start, this.at - 1)] ?? this.last
    return { capture: this.capture, start: first.origin.start, end: Math.max(first.origin.start, previous.origin.end) }
  }

  textFrom(start: number): string {
    const { start: from, end } = this.originFrom(start)
    return this.at > start ? this.text.slice(from, end).replace(/\s+/g, ' ') : ''
  }

  /** To the end of the statement; whole blocks in braces are passed over. */
  skipStatement(): void {
    for (let depth = 0; !this.done; this.next()) {
      if (depth === 0 && this.atEnd) return
      if (this.is('{')) depth += 1
      if (this.is('}')) depth -= 1
    }
  }

  /** Syntax that nft stops at: nothing of the file is loaded then. */
  refuse(message: string, token: Token = this.peek(), help?: string): void {
    if (this.isFull) return
    this.diagnostics.push({
      code: 'nft/syntax',
      severity: 'error',
      message,
      at: token.origin,
      because: 'nft loads a file whole or not at all',
      ...(help === undefined ? {} : { help }),
    })
  }

  /** A word that is none of those that may stand there. */
  refuseWord(message: string, token: Token, known: Iterable<string>, { before = '', otherwise }: Guess = {}): void {
    // Looking for what was meant takes long, and is for nothing when no more is told.
    if (this.isFull) return
    const guess = nearest(token.text, [...known])
    this.refuse(message, token, guess === undefined ? otherwise : `did you mean ${before}${guess}?`)
  }

  /** No more is told. */
  get isFull(): boolean {
    return this.diagnostics.length >= MOST_FINDINGS
  }
}

/** A token as it may stand in a message. */
export function shown(token: Token): string {
  if (token.kind === 'end') return token.text === ';' ? '";"' : 'the end of the line'
  const text = token.text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return `"${text.length > 40 ? `${text.slice(0, 37)}...` : text}"`
}
