/** nsswitch.conf(5): which sources a database is looked up in, in order. */
import type { Origin } from '../../diagnostics/origin.js'

export type Phrase = { readonly text: string; readonly origin: Origin }

/** A source, and what comes of its answers where `[STATUS=ACTION]` behind it says otherwise. */
export type Source = Phrase & { readonly actions: readonly Phrase[] }

export type NsswitchLine = {
  /** With its newline. */
  readonly raw: string
  readonly origin: Origin
} & (
  | { readonly kind: 'blank' | 'comment' | 'unrecognised' }
  | { readonly kind: 'database'; readonly name: Phrase; readonly sources: readonly Source[] }
)

export type NsswitchDocument = { readonly capture: string; readonly lines: readonly NsswitchLine[] }

export function print({ lines }: NsswitchDocument): string {
  return lines.map(({ raw }) => raw).join('')
}
