/** The known name that a mistyped one probably meant. */

/** Edits (insert, delete, replace, swap two neighbours) that turn one text into the other; Damerau-Levenshtein, optimal string alignment. */
export function editDistance(from: string, to: string): number {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const line = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const options = [(last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same]
      line.push(Math.min(...options, swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY))
    }
    before = last
    last = line
  }
  return last[to.length] ?? 0
}

/** The known name with the fewest edits, if a third of the letters or less (at least one) differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const short = name.slice(0, 80)
  const allowed = Math.max(1, Math.floor(short.length / 3))
  // Each letter more or less is an edit by itself.
  const likely = known.filter((candidate) => Math.abs(candidate.length - short.length) <= allowed)
  const scored = likely.map((candidate) => ({ candidate, edits: editDistance(short.toLowerCase(), candidate.toLowerCase()) }))
  const best = scored.sort((a, b) => a.edits - b.edits)[0]
  return best !== undefined && best.edits <= allowed ? best.candidate : undefined
}
