/** YAML text as tokens. It follows libyaml, with which netplan reads, in what it takes and what it refuses. */
import { type Cursor, charAt, columnOf, type Fault, isBlank, isBreakOrEnd, isDocumentMark, isSpace, takeBreak } from './cursor.js'
import { scanDirective } from './directive.js'
import { type ScalarText, scanBlock, scanPlain, scanQuoted } from './scalar-text.js'
import { scanName, scanTag } from './tag.js'

type PlainKind =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'flow-list'
  | 'flow-map'
  | 'flow-list-end'
  | 'flow-map-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value'
  | 'failed'

export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: PlainKind }
  | { readonly kind: 'alias' | 'anchor'; readonly name: string }
  | { readonly kind: 'tag' | 'tag-directive'; readonly handle: string }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'scalar'; readonly scalar: ScalarText }
)

/** What may turn out to be a key once a `:` follows on its line. */
type SimpleKey = { readonly number: number; readonly isRequired: boolean; readonly at: number; readonly lineStart: number }

/** YAML 1.1 lets a key without `?` be this long. */
const LONGEST_KEY = 1024

const FLOW_STARTS: Readonly<Record<string, 'flow-list' | 'flow-map'>> = { '[': 'flow-list', '{': 'flow-map' }
const FLOW_ENDS: Readonly<Record<string, 'flow-list-end' | 'flow-map-end'>> = { ']': 'flow-list-end', '}': 'flow-map-end' }

export class Scanner {
  readonly #cursor: Cursor
  #tokens: Token[] = []
  /** Tokens handed out already. */
  #taken = 0
  #indent = -1
  readonly #indents: number[] = []
  /** One for each open flow collection, and one for the blocks. */
  readonly #keys: (SimpleKey | undefined)[] = [undefined]
  #mayBeKey = true
  fault: Fault | undefined

  constructor(text: string) {
    const start = text.startsWith('\ufeff') ? 1 : 0
    this.#cursor = { text, at: start, lineStart: start }
  }

  get length(): number {
    return this.#cursor.text.length
  }

  peek(): Token {
    while (this.fault === undefined && this.#needsMore()) if (!this.#fetch()) break
    const end = this.#cursor.at
    return this.fault === undefined ? (this.#tokens[0] ?? { kind: 'stream-end', start: end, end }) : { kind: 'failed', start: end, end }
  }

  skip(): void {
    this.#tokens.shift()
    this.#taken += 1
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1
  }

  #fail(cause: string, start = this.#cursor.at, end = start + 1): false {
    this.fault ??= { cause, start, end }
    return false
  }

  /** The first token is not certain while it may begin a key. */
  #needsMore(): boolean {
    if (this.#tokens.length === 0) return true
    if (!this.#dropStaleKeys()) return false
    return this.#keys.some((key) => key?.number === this.#taken)
  }

  #dropStaleKeys(): boolean {
    const { at, lineStart } = this.#cursor
    for (let index = this.#keys.length - 1; index >= 0; index -= 1) {
      const key = this.#keys[index]
      if (key === undefined || (key.lineStart === lineStart && key.at + LONGEST_KEY >= at)) continue
      if (key.isRequired) return this.#fail("could not find expected ':'", key.at, key.at + 1)
      this.#keys[index] = undefined
    }
    return true
  }

  #fetch(): boolean {
    this.#skipSpace()
    if (!this.#dropStaleKeys()) return false
    this.#unroll(columnOf(this.#cursor))
    const cursor = this.#cursor
    const char = charAt(cursor)
    if (char === '') return this.#fetchEnd()
    if (columnOf(cursor) === 0 && char === '%') return this.#fetchDirective()
    if (isDocumentMark(cursor)) return this.#fetchDocumentMark(char === '-' ? 'document-start' : 'document-end')
    const flowStart = FLOW_STARTS[char]
    if (flowStart !== undefined) return this.#fetchFlowStart(flowStart)
    const flowEnd = FLOW_ENDS[char]
    if (flowEnd !== undefined) return this.#fetchFlowEnd(flowEnd)
    if (char === ',') return this.#forgetKey() && this.#mark('flow-entry', true)
    const isAlone = isSpace(charAt(cursor, 1))
    if (char === '-' && isAlone) return this.#fetchBlockEntry()
    if (char === '?' && (this.#inFlow || isAlone)) return this.#fetchKey()
    if (char === ':' && (this.#inFlow || isAlone)) return this.#fetchValue()
    return this.#fetchContent(char)
  }

  #fetchContent(char: string): boolean {
    const cursor = this.#cursor
    if (char === '*' || char === '&') return this.#saveKey() && this.#push(scanName(cursor), false)
    if (char === '!') return this.#saveKey() && this.#push(scanTag(cursor, this.#inFlow), false)
    if ((char === '|' || char === '>') && !this.#inFlow) return this.#forgetKey() && this.#scalar(scanBlock(cursor, this.#indent), true)
    if (char === '"' || char === "'") return this.#saveKey() && this.#scalar(scanQuoted(cursor, char), false)
    const next = charAt(cursor, 1)
    const isPlain =
      !'-?:,[]{}#&*!|>\'"%@`'.includes(char) || (char === '-' && !isBlank(next)) || (!this.#inFlow && '?:'.includes(char) && !isSpace(next))
    if (!isPlain || isSpace(char))
      return this.#fail(char === '\t' ? 'tabs are not allowed for indent' : 'found character that cannot start any token')
    return this.#saveKey() && this.#scalar(scanPlain(cursor, { inFlow: this.#inFlow, indent: this.#indent }), false)
  }

  #skipSpace(): void {
    const cursor = this.#cursor
    for (let hasBreak = true; hasBreak; ) {
      if (columnOf(cursor) === 0 && charAt(cursor) === '\ufeff') {
        cursor.at += 1
        cursor.lineStart += 1
      }
      while (charAt(cursor) === ' ' || (charAt(cursor) === '\t' && (this.#inFlow || !this.#mayBeKey))) cursor.at += 1
      if (charAt(cursor) === '#') while (!isBreakOrEnd(charAt(cursor))) cursor.at += 1
      hasBreak = takeBreak(cursor) !== ''
      if (hasBreak && !this.#inFlow) this.#mayBeKey = true
    }
  }

  /** Ends the blocks that are deeper. */
  #unroll(column: number): void {
    if (this.#inFlow) return
    while (this.#indent > column) {
      this.#tokens.push({ kind: 'block-end', start: this.#cursor.at, end: this.#cursor.at })
      this.#indent = this.#indents.pop() ?? -1
    }
  }

  /** Begins a block, in front of the token of that number. */
  #roll(kind: 'block-list' | 'block-map', column: number, before?: SimpleKey): void {
    if (this.#inFlow || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    const at = before?.at ?? this.#cursor.at
    this.#tokens.splice(before === undefined ? this.#tokens.length : before.number - this.#taken, 0, { kind, start: at, end: at })
  }

  #saveKey(): boolean {
    if (!this.#mayBeKey) return true
    const { at, lineStart } = this.#cursor
    if (!this.#forgetKey()) return false
    const isRequired = !this.#inFlow && this.#indent === at - lineStart
    this.#keys[this.#keys.length - 1] = { number: this.#taken + this.#tokens.length, isRequired, at, lineStart }
    return true
  }

  #forgetKey(): boolean {
    const key = this.#keys.at(-1)
    if (key?.isRequired === true) return this.#fail("could not find expected ':'", key.at, key.at + 1)
    this.#keys[this.#keys.length - 1] = undefined
    return true
  }

  /** A token of one character. */
  #mark(kind: PlainKind, mayBeKey: boolean): boolean {
    const start = this.#cursor.at
    this.#cursor.at += 1
    this.#tokens.push({ kind, start, end: start + 1 })
    this.#mayBeKey = mayBeKey
    return true
  }

  #push(token: Token | Fault, mayBeKey: boolean): boolean {
    if ('cause' in token) return this.#fail(token.cause, token.start, token.end)
    this.#mayBeKey = mayBeKey
    this.#tokens.push(token)
    return true
  }

  #scalar(scalar: ScalarText | Fault, mayBeKey: boolean): boolean {
    if ('cause' in scalar) return this.#fail(scalar.cause, scalar.start, scalar.end)
    return this.#push({ kind: 'scalar', scalar, start: scalar.start, end: scalar.end }, mayBeKey || scalar.endsLine === true)
  }

  #fetchEnd(): boolean {
    // As if a new line began: no key reaches beyond the end.
    this.#cursor.lineStart = this.#cursor.at
    this.#unroll(-1)
    if (!this.#forgetKey()) return false
    this.#mayBeKey = false
    this.#tokens.push({ kind: 'stream-end', start: this.#cursor.at, end: this.#cursor.at })
    return true
  }

  #fetchDirective(): boolean {
    this.#unroll(-1)
    return this.#forgetKey() && this.#push(scanDirective(this.#cursor), false)
  }

  #fetchDocumentMark(kind: 'document-start' | 'document-end'): boolean {
    this.#unroll(-1)
    if (!this.#forgetKey() || !this.#mark(kind, false)) return false
    this.#cursor.at += 2
    return true
  }

  #fetchFlowStart(kind: 'flow-list' | 'flow-map'): boolean {
    if (!this.#saveKey()) return false
    this.#keys.push(undefined)
    return this.#mark(kind, true)
  }

  #fetchFlowEnd(kind: 'flow-list-end' | 'flow-map-end'): boolean {
    if (!this.#forgetKey()) return false
    if (this.#inFlow) this.#keys.pop()
    return this.#mark(kind, false)
  }

  #fetchBlockEntry(): boolean {
    if (!this.#inFlow) {
      if (!this.#mayBeKey) return this.#fail('block sequence entries are not allowed in this context')
      this.#roll('block-list', columnOf(this.#cursor))
    }
    return this.#forgetKey() && this.#mark('block-entry', true)
  }

  #fetchKey(): boolean {
    if (!this.#inFlow) {
      if (!this.#mayBeKey) return this.#fail('mapping keys are not allowed in this context')
      this.#roll('block-map', columnOf(this.#cursor))
    }
    return this.#forgetKey() && this.#mark('key', !this.#inFlow)
  }

  #fetchValue(): boolean {
    const key = this.#keys.at(-1)
    if (key !== undefined) {
      this.#tokens.splice(key.number - this.#taken, 0, { kind: 'key', start: key.at, end: key.at })
      this.#roll('block-map', key.at - key.lineStart, key)
      this.#keys[this.#keys.length - 1] = undefined
      return this.#mark('value', false)
    }
    if (!this.#inFlow) {
      if (!this.#mayBeKey) return this.#fail('mapping values are not allowed in this context')
      this.#roll('block-map', columnOf(this.#cursor))
    }
    return this.#mark('value', !this.#inFlow)
  }
}
