/** The lines of a text that say something, each with its words and their places. */
import type { Origin } from '../../diagnostics/origin.js'

export type Piece = { readonly text: string; readonly origin: Origin }

export type WordLine = { readonly words: readonly Piece[]; readonly indented: boolean; readonly origin: Origin }

/** `comment` matches a comment up to the end of its line. Empty lines are left out. */
export function wordLines(text: string, capture: string, comment: RegExp): readonly WordLine[] {
  const lines: WordLine[] = []
  for (const found of text.matchAll(/[^\n]+/g)) {
    const content = found[0].replace(comment, '')
    const words = [...content.matchAll(/[^ \t\r\v\f]+/g)].map((word): Piece => {
      const start = found.index + word.index
      return { text: word[0], origin: { capture, start, end: start + word[0].length } }
    })
    const [first, last] = [words[0], words.at(-1)]
    if (first === undefined || last === undefined) continue
    lines.push({ words, indented: /^\s/.test(content), origin: { capture, start: first.origin.start, end: last.origin.end } })
  }
  return lines
}
