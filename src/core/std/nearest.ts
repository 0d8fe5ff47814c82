/** The known name that a mistyped one probably meant. */

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn one text into the other; Damerau-Levenshtein, optimal string alignment.
 * Where there are more than `most`, it says only that: some number above.
 */
export function editDistance(from: string, to: string, most = Number.POSITIVE_INFINITY): number {
  let [before, last, line] = [0, 0, 0].map(() => new Array<number>(to.length + 1).fill(0)) as [number[], number[], number[]]
  for (let column = 0; column <= to.length; column++) last[column] = column
  for (let row = 1; row <= from.length; row++) {
    line[0] = row
    let fewest = row
    for (let column = 1; column <= to.length; column++) {
      const same = from.charCodeAt(row - 1) === to.charCodeAt(column - 1) ? 0 : 1
      let edits = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same)
      const swapped =
        row > 1 &&
        column > 1 &&
        from.charCodeAt(row - 1) === to.charCodeAt(column - 2) &&
        from.charCodeAt(row - 2) === to.charCodeAt(column - 1)
      if (swapped) edits = Math.min(edits, (before[column - 2] ?? 0) + 1)
      line[column] = edits
      fewest = Math.min(fewest, edits)
    }
    // No later row has less, but by a swap, which costs one.
    if (fewest > most + 1) return fewest
    const spare = before
    before = last
    last = line
    line = spare
  }
  return last[to.length] ?? 0
}

/** The known name with the fewest edits, if a third of the letters or less (at least one) differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const short = name.slice(0, 80).toLowerCase()
  const allowed = Math.max(1, Math.floor(short.length / 3))
  let best: string | undefined
  let fewest = allowed + 1
  for (const candidate of known) {
    // Each letter more or less is an edit by itself.
    if (Math.abs(candidate.length - short.length) >= fewest) continue
    const edits = editDistance(short, candidate.toLowerCase(), fewest - 1)
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}
