/** What went wrong or deserves a look: what, where, why, and what to do. Data only: no colour, no width, no newline. */
import type { Origin } from './origin.js'

export type Severity = 'error' | 'warning' | 'note'

export type Diagnostic = {
  /** Stable, `area/kebab-case`, e.g. `interfaces/option-outside-stanza`. */
  readonly code: string
  readonly severity: Severity
  /** One line that names the object. */
  readonly message: string
  readonly at?: Origin
  /** The consequence or cause, one sentence. */
  readonly because?: string
  /** The remedy: a command or an edit. */
  readonly help?: string
  readonly related?: readonly { readonly message: string; readonly at: Origin }[]
}

/** Parsing always yields a document, however broken the text; what could not be read is a diagnostic. */
export type Parsed<Document> = { readonly document: Document; readonly diagnostics: readonly Diagnostic[] }
