/** Repeatable randomness: the same seed gives the same inputs (mulberry32). */

export type Dice = {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number
  readonly pick: <Item>(items: readonly Item[]) => Item | undefined
}

/** One of several. */
export type Choice = <T>(...of: readonly T[]) => T

/** Whole numbers of 32 bits. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** From 0 to below 1. */
export function randomFrom(seed: number): () => number {
  const next = numbersFrom(seed)
  return () => next() / 2 ** 32
}

export function diceOf(seed: number): Dice {
  const next = numbersFrom(seed)
  const below = (limit: number): number => next() % Math.max(1, limit)
  return { below, pick: (items) => items[below(items.length)] }
}

export function choiceFrom(seed: number): Choice {
  const random = randomFrom(seed)
  return (...of) => of[Math.floor(random() * of.length)] as never
}
