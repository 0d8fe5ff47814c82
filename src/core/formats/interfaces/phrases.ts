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
  const phrase = (from: number, to: number): Phrase => ({ text: line.content.slice(from, to), origin: originIn(capture, line, from, to) })
  const words = [...line.content.matchAll(/[^ \t\n\v\f\r]+/g)].map((found) => phrase(found.index, found.index + found[0].length))
  const length = line.content.length
  const keyword = words[0] ?? phrase(0, length)
  const restAt = line.content.slice(keyword.text.length).search(/[^ \t\n\v\f\r]/)
  const rest = phrase(restAt < 0 ? length : keyword.text.length + restAt, length)
  return { keyword, rest, words: words.slice(1), all: phrase(0, length), number }
}
