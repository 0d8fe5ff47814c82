/** Why something is as it is: one sentence, and the texts that caused it. */
import type { Origin } from './origin.js'

export type Why = { readonly text: string; readonly because: readonly Origin[] }

export function why(text: string, ...because: readonly (Origin | undefined)[]): Why {
  return { text, because: because.filter((origin) => origin !== undefined) }
}

/** A cause in front of what it led to, with the origins of both. */
export function whyAlso(cause: Why, effect: Why): Why {
  const first = cause.because.filter(
    (origin) => !effect.because.some((other) => other.capture === origin.capture && other.start === origin.start),
  )
  return { text: `${cause.text}: ${effect.text}`, because: [...first, ...effect.because] }
}
