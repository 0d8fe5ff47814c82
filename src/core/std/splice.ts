/** Changes of a text that leave everything else as it is. */

/** Put `text` in the place of the characters from `start` to before `end` (UTF-16 offsets of the old text). */
export type Splice = { readonly start: number; readonly end: number; readonly text: string }

/** The splices must not overlap; their order does not matter, but that of two at one place is kept. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, index) => ({ splice, index })).sort((a, b) => a.splice.start - b.splice.start || a.index - b.index)
  let result = ''
  let done = 0
  for (const { splice } of sorted) {
    result += text.slice(done, splice.start) + splice.text
    done = Math.max(done, splice.end)
  }
  return result + text.slice(done)
}
