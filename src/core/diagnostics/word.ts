/** A word of a command line, and where it was written. */
import type { Origin } from './origin.js'

export type Word = { readonly text: string; readonly origin?: Origin }

/** The words as one line. */
export function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ')
}

/** From the first word to the last, as far as they stand in one text. Made to be spread into what they cause. */
export function originOf(words: readonly Word[]): { readonly origin?: Origin } {
  const origins = words.flatMap((word) => (word.origin === undefined ? [] : [word.origin]))
  const [first] = origins
  if (first === undefined) return {}
  const same = origins.filter((origin) => origin.capture === first.capture)
  const start = Math.min(...same.map((origin) => origin.start))
  return { origin: { capture: first.capture, start, end: Math.max(...same.map((origin) => origin.end)) } }
}
