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
  const { content } = line
  const phrase = (from: number, to: number): Phrase => ({ text: content.slice(from, to), origin: originIn(capture, line, from, to) })
  const all = phrase(0, content.length)
  const end = content.search(SPACE)
  if (end < 0) return { keyword: all, rest: phrase(content.length, content.length), words: [], all, number }
  const restAt = end + content.slice(end).search(WORD)
  return {
    keyword: phrase(0, end),
    rest: phrase(restAt, content.length),
    // Few lines are looked at word by word.
    get words() {
      return [...content.slice(restAt).matchAll(WORDS)].map(({ index, 0: word }) => phrase(restAt + index, restAt + index + word.length))
    },
    all,
    number,
  }
}

const SPACE = /[ \t\n\v\f\r]/
const WORD = /[^ \t\n\v\f\r]/
const WORDS = /[^ \t\n\v\f\r]+/g
