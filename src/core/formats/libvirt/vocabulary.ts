/** Names that libvirt knows in an element, to find the ones that it would silently drop. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import { shorten } from './reading.js'
import type { XmlElement } from './xml/document.js'

/** An element or attribute that is kept in the text and means nothing. */
export type UnrecognisedXml = { readonly what: string; readonly origin: Origin }

/**
 * What may stand in an element, by its path from the top, e.g. `network/ip/dhcp`. An element without an entry of its own may
 * hold anything.
 */
export type Vocabulary = Readonly<Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>>

export type Unrecognised = { readonly unrecognised: readonly UnrecognisedXml[]; readonly diagnostics: readonly Diagnostic[] }

/** A file of nothing but unknown elements is one kind of mistake, not thousands. */
const MAX_DIAGNOSTICS = 50

type Stray = {
  readonly what: string
  readonly name: string
  readonly parent: string
  readonly known: readonly string[]
  readonly origin: Origin
}

export function findUnrecognised(element: XmlElement, path: string, vocabulary: Vocabulary): Unrecognised {
  const found: Stray[] = []
  const visit = (current: XmlElement, at: string): void => {
    const entry = Object.hasOwn(vocabulary, at) ? vocabulary[at] : undefined
    if (entry === undefined) return
    const parent = current.name
    for (const { name, origin } of current.attributes) {
      if (entry.attributes.includes(name) || /^(xmlns|xml|xsi)(:|$)/.test(name)) continue
      found.push({ what: `attribute ${shorten(name)}`, name, parent, known: entry.attributes, origin })
    }
    for (const child of current.children.filter((node) => node.kind === 'element')) {
      const { name, nameOrigin: origin } = child
      if (entry.children.includes(name)) visit(child, `${at}/${name}`)
      else if (!name.includes(':')) found.push({ what: `element <${shorten(name)}>`, name, parent, known: entry.children, origin })
    }
  }
  visit(element, path)
  const unrecognised = found.map(({ what, origin }) => ({ what, origin }))
  return { unrecognised, diagnostics: found.slice(0, MAX_DIAGNOSTICS).map(diagnose) }
}

function diagnose({ what, name, parent, known, origin }: Stray): Diagnostic {
  const meant = nearest(name, known)
  const message = `libvirt knows no ${what} in <${parent}>`
  const because = 'libvirt drops what it does not know without a word'
  if (meant === undefined) return { code: 'libvirt/unrecognised', severity: 'note', message, at: origin, because }
  return { code: 'libvirt/unrecognised', severity: 'warning', message, at: origin, because, help: `did you mean ${meant}?` }
}
