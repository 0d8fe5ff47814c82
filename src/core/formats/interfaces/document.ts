/** interfaces(5) in its own words: the stanzas of one file in file order, each with the text that it was read from. */
import type { Origin } from '../../diagnostics/origin.js'
import type { DialectReading } from './dialect.js'
import type { LogicalLine } from './lines.js'

/** A piece of the text with its place. Usable wherever a `Word` is asked for. */
export type Phrase = { readonly text: string; readonly origin: Origin }

export type Option = {
  /** The name with `_` written as `-`: `bridge_ports` and `bridge-ports` are one option. */
  readonly key: string
  readonly name: Phrase
  readonly value: Phrase
  /** Name and value. */
  readonly origin: Origin
}

type StanzaBase = {
  /** The first word of the line. */
  readonly keyword: Phrase
  /** The stanza's first line, without the white space around it. */
  readonly origin: Origin
}

/** One line with a list of interfaces. Inside an iface stanza the list may be left out; then it holds that stanza's name. */
type NameList = StanzaBase & { readonly names: readonly Phrase[] }
export type AutoStanza = NameList & { readonly kind: 'auto' }
/** `allow-CLASS`. `allow-auto` is read as `auto`. */
export type AllowStanza = NameList & { readonly kind: 'allow'; readonly allowClass: string }
export type NoAutoDownStanza = NameList & { readonly kind: 'no-auto-down' }
export type NoScriptsStanza = NameList & { readonly kind: 'no-scripts' }
/** Words of the form `CURRENT=NEW`. */
export type RenameStanza = NameList & { readonly kind: 'rename' }

export type IfaceStanza = StanzaBase & {
  readonly kind: 'iface'
  /** The logical name: an interface, an alias such as `eth0:1`, or anything that `inherits` or a mapping refers to. Empty if missing. */
  readonly name: Phrase
  /** As written; absent when it is missing or comes from the inherited stanza. */
  readonly family?: Phrase
  readonly method?: Phrase
  /** The method comes from the inherited stanza. */
  readonly methodInherited?: true
  readonly inherits?: Phrase
  readonly options: readonly Option[]
}

export type MappingStanza = StanzaBase & {
  readonly kind: 'mapping'
  /** Shell globs over interface names. */
  readonly patterns: readonly Phrase[]
  readonly script?: Phrase
  readonly maps: readonly Phrase[]
}

export type SourceStanza = StanzaBase & { readonly kind: 'source'; readonly path: Phrase }
export type SourceDirectoryStanza = StanzaBase & { readonly kind: 'source-directory'; readonly path: Phrase }

/** `template NAME` of ifupdown-ng, or `vlan NAME` of ifupdown2. Debian's ifupdown refuses both, or takes them for an option of the stanza above. */
export type TemplateStanza = StanzaBase & { readonly kind: 'template'; readonly name: Phrase; readonly options: readonly Option[] }

/** Lines that belong to no stanza. */
export type UnrecognisedStanza = StanzaBase & { readonly kind: 'unrecognised'; readonly lines: readonly Phrase[] }

export type Stanza =
  | AutoStanza
  | AllowStanza
  | NoAutoDownStanza
  | NoScriptsStanza
  | RenameStanza
  | IfaceStanza
  | MappingStanza
  | SourceStanza
  | SourceDirectoryStanza
  | TemplateStanza
  | UnrecognisedStanza

export type InterfacesDocument = {
  readonly capture: string
  /** Every character of the text, line by line. */
  readonly lines: readonly LogicalLine[]
  readonly stanzas: readonly Stanza[]
  /**
   * Where ifupdown gives up on this file. In /etc/network/interfaces itself nothing is brought up then; in a sourced file
   * only what stands before this place counts, and the sourcing file is read on.
   */
  readonly refused?: Origin
  /** The program that the file is read for. */
  readonly dialect: DialectReading
  /** What ifupdown itself says of this file, in its own words, in the order of the file. */
  readonly remarks: readonly Remark[]
}

/** `line` counts from 1, and is the last of a line that is continued. */
export type Remark = { readonly says: string; readonly line: number; readonly at: Origin }
