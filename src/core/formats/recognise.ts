/** Which format a file is in, by where it stands and what is in it. */
import type { TextFormat } from '../diagnostics/text-format.js'

/** What content alone must reach to be taken for a format whose files stand elsewhere. */
const SURE = 0.5

/** Names of programs and texts about configuration, which quote what they are about. */
const SPEAKS_FOR_ITSELF =
  /\.(md|rst|scd|adoc|html?|css|tex|[1-9]|pre|py|pl|pm|rb|lua|c|h|cc|cpp|go|rs|js|ts|sh|bash|aug|ferm|toml|at|am|ac|m4|mk|patch|diff|po|pot)$/i

/** A file in its usual place needs only a little likeness; anywhere else the content has to speak for itself. */
export function recognise(formats: readonly TextFormat[], path: string, text: string): TextFormat | undefined {
  let best: { readonly format: TextFormat; readonly score: number } | undefined
  const isOther = SPEAKS_FOR_ITSELF.test(path)
  for (const format of formats) {
    const inPlace = format.place.test(path)
    if (isOther && !inPlace) continue
    const likeness = format.likeness(text)
    if (likeness <= 0 || (!inPlace && likeness < SURE)) continue
    const score = likeness + (inPlace ? 1 : 0)
    if (best === undefined || score > best.score) best = { format, score }
  }
  return best?.format
}
