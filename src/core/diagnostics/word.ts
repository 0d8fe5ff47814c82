/** A word of a command line, and where it was written. */
import type { Origin } from './origin.js'

export type Word = { readonly text: string; readonly origin?: Origin }
