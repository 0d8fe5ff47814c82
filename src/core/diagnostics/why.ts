/** Why something is as it is: one sentence, and the texts that caused it. */
import type { Origin } from './origin.js'

export type Why = { readonly text: string; readonly because: readonly Origin[] }

export function why(text: string, ...because: readonly (Origin | undefined)[]): Why {
  return { text, because: because.filter((origin) => origin !== undefined) }
}

/** A cause in front of what it led to, with the origins of both. */
export function whyAlso(text: string, effect: Why): Why {
  return { text: `${text}: ${effect.text}`, because: effect.because }
}
