/** Changes of an XML text that leave every other character as it is. */
import type { Splice } from '../../../std/splice.js'
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from '../xml/document.js'
import { escapeAttribute, escapeText, type Manner, type NewElement, writeElement } from './new-element.js'

/** Writes the value between the quotes that are there, or adds the attribute behind the others. */
export function setAttribute(element: XmlElement, name: string, value: string): readonly Splice[] {
  const found = element.attributes.find((attribute) => attribute.name === name)
  if (found !== undefined) {
    const { start, end } = found.valueOrigin
    return found.value === value ? [] : [{ start, end, text: escapeAttribute(value, quoteOf(element, found)) }]
  }
  const last = element.attributes.at(-1)
  const quote = last === undefined ? "'" : quoteOf(element, last)
  const at = last?.origin.end ?? element.nameOrigin.end
  return [{ start: at, end: at, text: ` ${name}=${quote}${escapeAttribute(value, quote)}${quote}` }]
}

/** With the space before it. */
export function removeAttribute(element: XmlElement, name: string): readonly Splice[] {
  const found = element.attributes.find((attribute) => attribute.name === name)
  if (found === undefined) return []
  const before = element.startTag.slice(0, found.origin.start - element.origin.start)
  const space = before.length - before.trimEnd().length
  return [{ start: found.origin.start - space, end: found.origin.end, text: '' }]
}

function quoteOf(element: XmlElement, { valueOrigin }: XmlAttribute): Manner['quote'] {
  return element.startTag[valueOrigin.start - 1 - element.origin.start] === '"' ? '"' : "'"
}

/** Puts the text in the place of what is there, inside the white space and beside the comments that are there. */
export function setText(element: XmlElement, text: string): readonly Splice[] {
  const written = escapeText(text)
  if (isEmptyTag(element)) return [openTag(element, `${written}</${element.name}>`)]
  const [first, ...more] = element.children.flatMap((child) =>
    (child.kind === 'text' || child.kind === 'cdata') && child.raw.trim() !== '' ? [child] : [],
  )
  const end = element.origin.end - element.endTag.length
  if (first === undefined) return [{ start: end, end, text: written }]
  const others = more.map(({ origin }) => ({ start: origin.start, end: origin.end, text: '' }))
  return [{ ...trimmed(first), text: written }, ...others]
}

function trimmed({ raw, origin }: { readonly raw: string; readonly origin: XmlNode['origin'] }): {
  readonly start: number
  readonly end: number
} {
  const start = origin.start + (raw.length - raw.trimStart().length)
  return { start, end: Math.max(start, origin.end - (raw.length - raw.trimEnd().length)) }
}

/** `<a/>` and nothing else; a tag that is never closed is not one. */
function isEmptyTag(element: XmlElement): boolean {
  return element.endTag === '' && element.startTag.endsWith('/>')
}

/** `<a/>` becomes `<a>…`. */
function openTag(element: XmlElement, behind: string): Splice {
  const { start } = element.origin
  const kept = element.startTag.slice(0, -2).trimEnd().length
  return { start: start + kept, end: start + element.startTag.length, text: `>${behind}` }
}

export type Place = {
  /** Behind this child. Absent: behind the last of the same name, or behind the last of all. */
  readonly after?: XmlElement
}

/** A new child, laid out as its neighbours are. */
export function addElement(xml: XmlDocument, parent: XmlElement, added: NewElement, place: Place = {}): readonly Splice[] {
  const manner = mannerOf(xml, parent)
  const outer = indentOf(xml, parent)
  const children = elementsIn(parent)
  const sibling = place.after ?? children.findLast((child) => child.name === added.name) ?? children.at(-1)
  const indent = sibling === undefined ? `${outer}${manner.unit}` : indentOf(xml, sibling)
  const line = `${manner.lineBreak}${manner.lineBreak === '' ? '' : indent}${writeElement(added, indent, manner)}`
  if (isEmptyTag(parent)) return [openTag(parent, `${line}${manner.lineBreak}${manner.lineBreak === '' ? '' : outer}</${parent.name}>`)]
  if (sibling !== undefined) return [{ start: sibling.origin.end, end: sibling.origin.end, text: line }]
  const end = parent.origin.end - parent.endTag.length
  const blank = parent.children.at(-1)
  const isBlank = blank?.kind === 'text' && blank.raw.trim() === ''
  const close = `${manner.lineBreak}${manner.lineBreak === '' ? '' : outer}`
  return [{ start: isBlank ? blank.origin.start : end, end, text: `${line}${close}` }]
}

/** With its line, if it has one for itself. */
export function removeElement(xml: XmlDocument, element: XmlElement): readonly Splice[] {
  const before = nodeBefore(xml, element)
  const blank = before?.kind === 'text' ? lineStart(before.raw) : 0
  return [{ start: element.origin.start - blank, end: element.origin.end, text: '' }]
}

/** How many characters at the end are a line break and the blanks behind it. */
function lineStart(raw: string): number {
  let at = raw.length
  while (raw[at - 1] === ' ' || raw[at - 1] === '\t') at -= 1
  if (raw[at - 1] === '\n') at -= 1
  if (raw[at - 1] === '\r') at -= 1
  return raw.length - at
}

function elementsIn(parent: XmlElement): readonly XmlElement[] {
  return parent.children.flatMap((child) => (child.kind === 'element' ? [child] : []))
}

/** The elements from the outermost one to the one that holds the offset. */
function pathTo(xml: XmlDocument, offset: number): readonly XmlElement[] {
  const path: XmlElement[] = []
  let nodes: readonly XmlNode[] = xml.nodes
  for (;;) {
    const next = nodes.find((node) => node.kind === 'element' && node.origin.start <= offset && offset < node.origin.end)
    if (next?.kind !== 'element') return path
    path.push(next)
    nodes = next.children
  }
}

function nodeBefore(xml: XmlDocument, element: XmlElement): XmlNode | undefined {
  const path = pathTo(xml, element.origin.start)
  const parent = path[path.findIndex((one) => one.origin.start === element.origin.start) - 1]
  const siblings = parent?.children ?? xml.nodes
  return siblings[siblings.findIndex((node) => node.origin.start === element.origin.start) - 1]
}

/** The blanks before it on its line. */
function indentOf(xml: XmlDocument, element: XmlElement): string {
  const before = nodeBefore(xml, element)
  if (before?.kind !== 'text') return ''
  return /[\r\n]([ \t]*)$/.exec(before.raw)?.[1] ?? ''
}

/** As the parent's children are laid out; without children, as the text is. */
function mannerOf(xml: XmlDocument, parent: XmlElement): Manner {
  const [child] = elementsIn(parent)
  const own = child === undefined ? undefined : nodeBefore(xml, child)
  const root = xml.root
  const [top] = root === undefined ? [] : elementsIn(root)
  const first = top === undefined ? undefined : nodeBefore(xml, top)
  const gap = own ?? first
  const found = gap?.kind === 'text' ? /\r\n|\r|\n/.exec(gap.raw)?.[0] : undefined
  const lineBreak = gap === undefined ? (top === undefined && child === undefined ? '\n' : '') : (found ?? '')
  const unit = top === undefined ? '  ' : indentOf(xml, top)
  return { quote: quoteIn(parent) ?? (root === undefined ? "'" : (quoteIn(root) ?? "'")), lineBreak, unit: unit === '' ? '  ' : unit }
}

/** Of the first attribute in it or below. */
function quoteIn(element: XmlElement): Manner['quote'] | undefined {
  const todo: XmlElement[] = [element]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [attribute] = next.attributes
    if (attribute !== undefined) return quoteOf(next, attribute)
    todo.push(...elementsIn(next).toReversed())
  }
  return undefined
}
