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

export function findUnrecognised(element: XmlElement, path: string, vocabulary: Vocabulary): Unrecognised {
  const found: {
    readonly what: string
    readonly name: string
    readonly origin: Origin
    readonly known: readonly string[]
    readonly in: string
  }[] = []
  const visit = (current: XmlElement, at: string): void => {
    const entry = Object.hasOwn(vocabulary, at) ? vocabulary[at] : undefined
    if (entry === undefined) return
    for (const { name, origin } of current.attributes) {
      if (entry.attributes.includes(name) || /^(xmlns|xml|xsi)(:|$)/.test(name)) continue
      found.push({ what: `attribute ${shorten(name)}`, name, origin, known: entry.attributes, in: current.name })
    }
    for (const child of current.children) {
      if (child.kind !== 'element') continue
      if (entry.children.includes(child.name)) visit(child, `${at}/${child.name}`)
      else if (!child.name.includes(':')) {
        found.push({
          what: `element <${shorten(child.name)}>`,
          name: child.name,
          origin: child.nameOrigin,
          known: entry.children,
          in: current.name,
        })
      }
    }
  }
  visit(element, path)
  return {
    unrecognised: found.map(({ what, origin }) => ({ what, origin })),
    diagnostics: found.map(({ what, name, origin, known, in: parent }): Diagnostic => {
      const meant = nearest(name, known)
      const message = `libvirt knows no ${what} in <${parent}>`
      const because = 'libvirt drops what it does not know without a word'
      if (meant === undefined) return { code: 'libvirt/unrecognised', severity: 'note', message, at: origin, because }
      return { code: 'libvirt/unrecognised', severity: 'warning', message, at: origin, because, help: `did you mean ${meant}?` }
    }),
  }
}
