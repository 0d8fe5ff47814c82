/** Why something is as it is: one sentence, and the texts that caused it. */
import type { Origin } from './origin.js'

export type Why = { readonly text: string; readonly because: readonly Origin[] }

export function why(text: string, ...because: readonly (Origin | undefined)[]): Why {
  return { text, because: because.filter((origin) => origin !== undefined) }
}
