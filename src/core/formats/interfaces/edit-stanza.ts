/** Whole stanzas and the lists of interfaces: added and removed as splices. */
import type { Splice } from '../../std/splice.js'
import type { InterfacesDocument, Stanza } from './document.js'
import { type OptionChange, onOneLine } from './edit-option.js'
import { insertedBehind, lastLineOf, lineAt, type StanzaPlace, stanzasAt } from './edit-place.js'

export type NewStanza = {
  readonly name: string
  readonly family: string
  readonly method: string
  readonly options: readonly OptionChange[]
  /** Give it an `auto` line too. */
  readonly auto?: true
}

/** At the end of the text, behind an empty line. */
export function addStanza(document: InterfacesDocument, { name, family, method, options, auto }: NewStanza): readonly Splice[] {
  const end = document.lines.reduce((length, line) => length + line.raw.length, 0)
  const last = document.lines.at(-1)?.raw ?? '\n'
  const before = `${last.endsWith('\n') ? '' : '\n'}${end === 0 || last.trim() === '' ? '' : '\n'}`
  const body = options.map(({ option, value }) => `    ${option} ${onOneLine(value)}\n`).join('')
  const listed = auto && !isListed(document, name) ? `auto ${name}\n` : ''
  return [{ start: end, end, text: `${before}${listed}iface ${name} ${family} ${method}\n${body}` }]
}

/** The stanza's lines, from its first to its last option; of two empty lines that would meet, one. Lists that name it stay. */
export function removeStanza(document: InterfacesDocument, place: StanzaPlace): readonly Splice[] {
  return stanzasAt(document, place).map((stanza) => {
    const { start } = lineAt(document, stanza.origin)
    const { end } = lastLineOf(document, stanza)
    const before = start === 0 ? undefined : lineAt(document, { start: start - 1 })
    const behind = lineAt(document, { start: end })
    const meet = isBlank(document, behind.start) && (before === undefined || isBlank(document, before.start))
    return { start, end: meet && behind.end > end ? behind.end : end, text: '' }
  })
}

function isBlank({ lines }: InterfacesDocument, offset: number): boolean {
  let start = 0
  for (const line of lines) {
    if (offset < start + line.raw.length) return line.kind === 'blank'
    start += line.raw.length
  }
  return false
}

/** `auto NAME` above the interface's first stanza, or at the end. Nothing if it is listed already. */
export function addAuto(document: InterfacesDocument, name: string): readonly Splice[] {
  if (isListed(document, name)) return []
  const [first] = stanzasAt(document, { name })
  if (first === undefined) return [insertedBehind(lineAt(document, { start: Number.POSITIVE_INFINITY }), `auto ${name}`)]
  const { start, indent } = lineAt(document, first.origin)
  return [{ start, end: start, text: `${indent}auto ${name}\n` }]
}

/** Takes the name out of every `auto`; a line that then names nobody goes too. */
export function removeAuto(document: InterfacesDocument, name: string): readonly Splice[] {
  return document.stanzas.filter((stanza) => stanza.kind === 'auto').flatMap((stanza) => withoutName(document, stanza, name))
}

function withoutName(document: InterfacesDocument, stanza: Extract<Stanza, { kind: 'auto' }>, name: string): readonly Splice[] {
  const mine = stanza.names.filter((word) => word.text === name)
  if (mine.length === 0) return []
  const { start, end } = lineAt(document, stanza.origin)
  if (mine.length === stanza.names.length) return [{ start, end, text: '' }]
  return mine.map(({ origin }) => {
    const before = stanza.names.filter((word) => word.origin.end <= origin.start).at(-1) ?? stanza.keyword
    return { start: before.origin.end, end: origin.end, text: '' }
  })
}

function isListed({ stanzas }: InterfacesDocument, name: string): boolean {
  return stanzas.some((stanza) => stanza.kind === 'auto' && stanza.names.some((word) => word.text === name))
}
