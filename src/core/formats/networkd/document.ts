/** systemd's unit syntax (systemd.syntax(7)) as networkd, resolved and udev read it: sections of assignments, every character kept. */
import type { Origin } from '../../diagnostics/origin.js'
import type { LogicalLine } from './lines.js'
import type { UnitKind } from './unit-kind.js'

/** A piece of the text with its place. */
export type Phrase = { readonly text: string; readonly origin: Origin }

export type Assignment = {
  readonly key: Phrase
  /** Without the white space around it; a continued line's backslash is a space. Empty: takes back what the key got so far. */
  readonly value: Phrase
  /** Key and value. */
  readonly origin: Origin
}

export type Section = {
  readonly name: Phrase
  /** The header with its brackets. */
  readonly origin: Origin
  readonly assignments: readonly Assignment[]
}

export type UnitDocument = {
  readonly capture: string
  readonly kind: UnitKind
  /** Every character of the text, logical line by logical line. */
  readonly lines: readonly LogicalLine[]
  /** In file order; those of one name are not merged, for two [Route] sections are two routes. */
  readonly sections: readonly Section[]
  /** Where the program gives up on this file, of which nothing counts then. */
  readonly refused?: Origin
}
