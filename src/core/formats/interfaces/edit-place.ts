/** Where in the text something stands that an edit is about. */
import type { Origin } from '../../diagnostics/origin.js'
import type { IfaceStanza, InterfacesDocument } from './document.js'

/** A logical interface; without a family all of its stanzas count as one, and what is new goes to the last. */
export type StanzaPlace = { readonly name: string; readonly family?: string }

export type LineRange = {
  readonly start: number
  /** Behind the newline, if there is one. */
  readonly end: number
  readonly indent: string
  readonly endsWithNewline: boolean
}

export function stanzasAt({ stanzas }: InterfacesDocument, { name, family }: StanzaPlace): readonly IfaceStanza[] {
  return stanzas
    .filter((stanza) => stanza.kind === 'iface')
    .filter((stanza) => stanza.name.text === name && (family === undefined || stanza.family?.text === family))
}

/** The whole line, with what continues it, in which the place stands. */
export function lineAt({ lines }: InterfacesDocument, { start: offset }: Pick<Origin, 'start'>): LineRange {
  let start = 0
  for (const { raw } of lines) {
    const end = start + raw.length
    if (offset < end) return { start, end, indent: /^[ \t]*/.exec(raw)?.[0] ?? '', endsWithNewline: raw.endsWith('\n') }
    start = end
  }
  return { start, end: start, indent: '', endsWithNewline: start === 0 || (lines.at(-1)?.raw.endsWith('\n') ?? false) }
}

/** The last line of the stanza that says something: an option, else its first line. */
export function lastLineOf(document: InterfacesDocument, stanza: IfaceStanza): LineRange {
  return lineAt(document, stanza.options.at(-1)?.origin ?? stanza.origin)
}

/** A line put in behind another one, which may be the last of a text that does not end with a newline. */
export function insertedBehind(line: LineRange, text: string): { readonly start: number; readonly end: number; readonly text: string } {
  return { start: line.end, end: line.end, text: line.endsWithNewline ? `${text}\n` : `\n${text}` }
}
