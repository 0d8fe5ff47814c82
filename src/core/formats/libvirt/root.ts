/** Opens an XML text whose outermost element must have a certain name. */
import { childOf, complain, type Reading, shorten } from './reading.js'
import type { XmlDocument, XmlElement } from './xml/document.js'
import { parseXml } from './xml/parse.js'

export type OpenedRoot = {
  readonly xml: XmlDocument
  /** An empty element stands in for one that is missing. */
  readonly root: XmlElement
  readonly reading: Reading
  /** Well-formed, and with the right element. */
  readonly wellFormed: boolean
}

export type Wanted = {
  readonly name: string
  /** With its article, for messages. */
  readonly title: string
  /** What libvirt wraps around it in its own state below /run, e.g. `networkstatus`. */
  readonly wrapper?: string
}

export function openRoot(text: string, capture: string, { name, title, wrapper }: Wanted): OpenedRoot {
  const { document: xml, diagnostics } = parseXml(text, capture)
  const reading: Reading = { diagnostics: [...diagnostics] }
  const root = xml.root?.name === wrapper ? childOf(xml.root, name) : xml.root
  if (root?.name === name) return { xml, root, reading, wellFormed: diagnostics.length === 0 }
  if (xml.root !== undefined) {
    const message = `This is not ${title} of libvirt: it holds <${shorten(xml.root.name)}> instead of <${name}>`
    complain(reading, { code: `not-a-${name}`, message, at: xml.root.nameOrigin })
  }
  return { xml, root: emptyElement(name, capture), reading, wellFormed: false }
}

function emptyElement(name: string, capture: string): XmlElement {
  const nowhere = { capture, start: 0, end: 0 }
  return { kind: 'element', name, attributes: [], children: [], origin: nowhere, nameOrigin: nowhere, startTag: '', endTag: '' }
}
