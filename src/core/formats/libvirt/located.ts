/** A value and the place where it is written. */
import type { Origin } from '../../diagnostics/origin.js'

export type Located<Value> = { readonly value: Value; readonly origin: Origin }
