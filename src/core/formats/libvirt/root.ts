/** Opens an XML text whose outermost element must have a certain name. */
import { complain, type Reading, shorten } from './reading.js'
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

export function openRoot(text: string, capture: string, name: string): OpenedRoot {
  const { document: xml, diagnostics } = parseXml(text, capture)
  const reading: Reading = { diagnostics: [...diagnostics] }
  if (xml.root?.name === name) return { xml, root: xml.root, reading, wellFormed: diagnostics.length === 0 }
  if (xml.root !== undefined) {
    const message = `This is not a libvirt ${name}: it holds <${shorten(xml.root.name)}> instead of <${name}>`
    complain(reading, { code: `not-a-${name}`, message, at: xml.root.nameOrigin })
  }
  const nowhere = { capture, start: 0, end: 0 }
  const root: XmlElement = {
    kind: 'element',
    name,
    attributes: [],
    children: [],
    origin: nowhere,
    nameOrigin: nowhere,
    startTag: '',
    endTag: '',
  }
  return { xml, root, reading, wellFormed: false }
}
