/** Patterns that describe a whole text. Matching takes steps in proportion to pattern times text, whatever somebody wrote. */

type Piece = {
  readonly accepts: (character: string) => boolean
  /** May stand for nothing. */
  readonly optional: boolean
  readonly repeats: boolean
}

export type Wildcard = readonly Piece[]

const once = (accepts: Piece['accepts']): Piece => ({ accepts, optional: false, repeats: false })
const literally = (wanted: string): Piece => once((character) => character === wanted)

/** A shell pattern: `*`, `?`, `[a-z]`, `[!a-z]` and `\` before what is meant literally. None of them stands for an `apart` character. */
export function parseGlob(text: string, apart = ''): Wildcard {
  const any = (character: string) => character !== apart
  const pieces: Piece[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const brackets = character === '[' ? readBrackets(text, at, '!^') : undefined
    if (character === '*') pieces.push({ accepts: any, optional: true, repeats: true })
    else if (character === '?') pieces.push(once(any))
    else if (character === '\\' && at + 1 < text.length) pieces.push(literally(text[++at] ?? ''))
    else if (brackets !== undefined) {
      pieces.push(once((one) => any(one) && brackets.accepts(one)))
      at = brackets.last
    } else pieces.push(literally(character))
  }
  return pieces
}

/** An extended regular expression (regex(7)) for a whole text. Undefined for one with groups, alternatives, counts or anchors. */
export function parseSimpleRegex(text: string): Wildcard | undefined {
  const pieces: Piece[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const brackets = character === '[' ? readBrackets(text, at, '^') : undefined
    if (brackets !== undefined) at = brackets.last
    else if ('[](){}|^$*+?'.includes(character)) return undefined
    const escaped = character === '\\' ? text[++at] : undefined
    if (character === '\\' && (escaped === undefined || /[A-Za-z0-9<>`']/.test(escaped))) return undefined
    const accepts = brackets?.accepts ?? (character === '.' ? () => true : literally(escaped ?? character).accepts)
    const mark = text[at + 1] ?? ''
    const isMarked = mark !== '' && '*+?'.includes(mark)
    if (isMarked) at++
    pieces.push({ accepts, optional: isMarked && mark !== '+', repeats: isMarked && mark !== '?' })
  }
  return pieces
}

type Brackets = { readonly accepts: Piece['accepts'] /** Index of the closing bracket. */; readonly last: number }

/** `[…]` from its opening bracket on. Undefined when nothing closes it. A `]` that comes first is one of the characters. */
function readBrackets(text: string, start: number, negations: string): Brackets | undefined {
  const negation = text[start + 1] ?? ''
  const isNegated = negation !== '' && negations.includes(negation)
  const first = start + (isNegated ? 2 : 1)
  const last = text.indexOf(']', first + 1)
  if (last < 0) return undefined
  const ranges: (readonly [string, string])[] = []
  for (let at = first; at < last; at++) {
    const isRange = text[at + 1] === '-' && at + 2 < last
    ranges.push([text[at] ?? '', text[isRange ? at + 2 : at] ?? ''])
    if (isRange) at += 2
  }
  return { accepts: (character) => ranges.some(([low, high]) => low <= character && character <= high) !== isNegated, last }
}

/** Follows all ways through the pattern at once, character by character. */
export function matchesWildcard(wildcard: Wildcard, text: string): boolean {
  let reached = withOptional(wildcard, new Set([0]))
  for (let at = 0; at < text.length; at++) {
    const next = new Set<number>()
    for (const index of reached) {
      const piece = wildcard[index]
      if (piece === undefined || !piece.accepts(text[at] ?? '')) continue
      next.add(index + 1)
      if (piece.repeats) next.add(index)
    }
    reached = withOptional(wildcard, next)
  }
  return reached.has(wildcard.length)
}

/** A piece that may stand for nothing, or that has just stood for something and may again, can be left behind. */
function withOptional(wildcard: Wildcard, reached: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(reached)
  for (const index of all) if (wildcard[index]?.optional === true) all.add(index + 1)
  return all
}
