/** Questions to the stanzas of one file, or of several files put together. */
import type { Origin } from '../../diagnostics/origin.js'
import type { IfaceStanza, InterfacesDocument, Option, Phrase, Stanza } from './document.js'

type Stanzas = Pick<InterfacesDocument, 'stanzas'>

/** The stanzas of a logical interface, in file order. `ifup` applies all of them. */
export function ifaceStanzas(document: Stanzas, name: string): readonly IfaceStanza[] {
  return document.stanzas.filter((stanza) => stanza.kind === 'iface').filter((stanza) => stanza.name.text === name)
}

/** A word behind `auto`: `eth0`, `eth0=home`, or a pattern such as `/eth*` or `mac/52:54:*=lan`. */
export type AutoName = {
  /** The interface, or the pattern that the interfaces' names are matched against. */
  readonly name: string
  /** The logical name to begin with: what stands behind `=`, else the interface's own. */
  readonly logical?: string
  readonly isPattern: boolean
  readonly origin: Origin
}

/** What `ifup -a` brings up, in its order. A name listed again keeps its first place. */
export function autoNames(document: Stanzas): readonly AutoName[] {
  return uniqueNames(document.stanzas.filter((stanza) => stanza.kind === 'auto').flatMap((stanza) => stanza.names))
}

/** What `ifup --allow=CLASS` may bring up, e.g. what udev does for `hotplug`. */
export function allowedNames(document: Stanzas, allowClass: string): readonly AutoName[] {
  if (allowClass === 'auto') return autoNames(document)
  return uniqueNames(document.stanzas.flatMap((stanza) => (isAllowed(stanza, allowClass) ? stanza.names : [])))
}

function isAllowed(stanza: Stanza, allowClass: string): stanza is Stanza & { kind: 'allow' } {
  return stanza.kind === 'allow' && stanza.allowClass === allowClass
}

function uniqueNames(names: readonly Phrase[]): readonly AutoName[] {
  const first = new Map<string, Phrase>()
  for (const name of names) if (!first.has(name.text)) first.set(name.text, name)
  return [...first.values()].map(autoName)
}

function autoName({ text, origin }: Phrase): AutoName {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const isPattern = name.includes('/')
  return { name, ...(equals < 0 ? {} : { logical: text.slice(equals + 1) }), isPattern, origin }
}

/** The options of that name, whichever of `-` and `_` is written, in file order. */
export function optionsOf(stanza: { readonly options: readonly Option[] }, name: string): readonly Option[] {
  const key = name.replaceAll('_', '-')
  return stanza.options.filter((option) => option.key === key)
}
