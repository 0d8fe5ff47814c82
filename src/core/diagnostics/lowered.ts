/** What a document, or a part of it, says about the network, and what in it could not be used. */
import type { Diagnostic } from './diagnostic.js'

export type Lowered<Facts> = { readonly facts: Facts; readonly diagnostics: readonly Diagnostic[] }
