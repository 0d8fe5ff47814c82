/** Cuts a line into words, as ifupdown's next_word() does. */
import type { Phrase } from './document.js'
import { type LogicalLine, originIn } from './lines.js'

/** The first word of a line and the rest of it, each with its place. The rest may be empty. */
export type CutLine = {
  readonly keyword: Phrase
  readonly rest: Phrase
  readonly words: readonly Phrase[]
  readonly all: Phrase
  /** Counted from 1; the last of a line that is continued. */
  readonly number: number
}

export function cutLine(capture: string, line: LogicalLine, number: number): CutLine {
  return new Cut(capture, line, number)
}

/** A file has a hundred thousand of them, and few are looked at word by word. */
class Cut implements CutLine {
  readonly keyword: Phrase
  readonly rest: Phrase
  readonly all: Phrase
  readonly number: number
  readonly #line: LogicalLine
  readonly #restAt: number

  constructor(capture: string, line: LogicalLine, number: number) {
    const { content } = line
    const end = content.search(SPACE)
    this.#line = line
    this.#restAt = end < 0 ? content.length : end + content.slice(end).search(WORD)
    this.all = phraseIn(capture, line, 0, content.length)
    this.keyword = end < 0 ? this.all : phraseIn(capture, line, 0, end)
    this.rest = phraseIn(capture, line, this.#restAt, content.length)
    this.number = number
  }

  get words(): readonly Phrase[] {
    const { capture } = this.all.origin
    return [...this.#line.content.slice(this.#restAt).matchAll(WORDS)].map(({ index, 0: word }) => {
      const from = this.#restAt + index
      return phraseIn(capture, this.#line, from, from + word.length)
    })
  }
}

function phraseIn(capture: string, line: LogicalLine, from: number, to: number): Phrase {
  return { text: line.content.slice(from, to), origin: originIn(capture, line, from, to) }
}

const SPACE = /[ \t\n\v\f\r]/
const WORD = /[^ \t\n\v\f\r]/
const WORDS = /[^ \t\n\v\f\r]+/g
