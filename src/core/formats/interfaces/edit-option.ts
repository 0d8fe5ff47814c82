/** Changes of single options of an iface stanza, as splices: every other character of the text stays. */
import type { Splice } from '../../std/splice.js'
import type { IfaceStanza, InterfacesDocument, Option } from './document.js'
import { insertedBehind, lastLineOf, lineAt, type StanzaPlace, stanzasAt } from './edit-place.js'
import { COMMAND_OPTIONS } from './keywords.js'

export type OptionChange = { readonly option: string; readonly value: string }

/**
 * Gives the option this value: the last one of that name is changed, or one is added. Of a command such as `up` there may be many,
 * so it is added unless the very same is there. Undefined: there is no such stanza.
 */
export function setOption(document: InterfacesDocument, place: StanzaPlace, change: OptionChange): readonly Splice[] | undefined {
  const stanzas = stanzasAt(document, place)
  const last = stanzas.at(-1)
  if (last === undefined) return undefined
  const same = stanzas.flatMap((stanza) => optionsNamed(stanza, change.option))
  const present = same.at(-1)
  if (isCommandName(change.option))
    return same.some((option) => option.value.text === change.value) ? [] : addOption(document, last, change)
  if (present === undefined) return addOption(document, last, change)
  return present.value.text === change.value ? [] : [replaced(present, change.value)]
}

/** Removes the option, all of that name or only those with this value. Undefined: there is no such stanza. */
export function removeOption(
  document: InterfacesDocument,
  place: StanzaPlace,
  { option, value }: { readonly option: string; readonly value?: string },
): readonly Splice[] | undefined {
  const stanzas = stanzasAt(document, place)
  if (stanzas.length === 0) return undefined
  return stanzas
    .flatMap((stanza) => optionsNamed(stanza, option))
    .filter((found) => value === undefined || found.value.text === value)
    .map((found) => lineAt(document, found.origin))
    .map(({ start, end }) => ({ start, end, text: '' }))
}

/** Adds a line behind the stanza's last option, indented like it. */
export function addOption(document: InterfacesDocument, stanza: IfaceStanza, { option, value }: OptionChange): readonly Splice[] {
  return [insertedBehind(lastLineOf(document, stanza), `${indentFor(document, stanza)}${option} ${onOneLine(value)}`)]
}

/** Changes the method on the stanza's first line. Undefined: there is no such stanza, or its method is inherited. */
export function setMethod(document: InterfacesDocument, place: StanzaPlace, method: string): readonly Splice[] | undefined {
  const written = stanzasAt(document, place).flatMap((stanza) => (stanza.method === undefined ? [] : [stanza.method]))
  if (written.length === 0) return undefined
  return written.filter(({ text }) => text !== method).map(({ origin: { start, end } }) => ({ start, end, text: method }))
}

/** A neighbour's indentation: this stanza's options, else those of another, else four more than the first line's. */
function indentFor(document: InterfacesDocument, stanza: IfaceStanza): string {
  const own = stanza.options.at(-1)
  if (own !== undefined) return lineAt(document, own.origin).indent
  const other = document.stanzas.find((one) => one.kind === 'iface' && one.options.length > 0)
  const example = other?.kind === 'iface' ? other.options[0] : undefined
  return example === undefined ? `${lineAt(document, stanza.origin).indent}    ` : lineAt(document, example.origin).indent
}

function optionsNamed(stanza: IfaceStanza, name: string): readonly Option[] {
  const key = name.replaceAll('_', '-')
  return stanza.options.filter((option) => option.key === key)
}

export function isCommandName(name: string): boolean {
  return COMMAND_OPTIONS.includes(name)
}

function replaced({ value }: Option, text: string): Splice {
  return { start: value.origin.start, end: value.origin.end, text: onOneLine(text) }
}

/** A newline would end the option, and a backslash at its end would swallow the next line. */
export function onOneLine(value: string): string {
  return value
    .replace(/[\n\r\v\f]+/g, ' ')
    .replace(/\\+$/, '')
    .trim()
}
