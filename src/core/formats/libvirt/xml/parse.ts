/** Reads XML: never fails, keeps every character, and says what is not well-formed. */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import type { Origin } from '../../../diagnostics/origin.js'
import { nearest } from '../../../std/nearest.js'
import { firstUnprintable } from '../../../std/printable.js'
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './document.js'
import { decodeText } from './entities.js'
import { complain, matchAt, originOf, type Scan } from './scan.js'
import { readStartTag } from './start-tag.js'

/** An element whose end tag has not come yet. */
type Open = {
  readonly name: string
  readonly nameOrigin: Origin
  readonly attributes: readonly XmlAttribute[]
  readonly startTag: string
  readonly start: number
  readonly children: XmlNode[]
}

type Tree = { readonly scan: Scan; readonly nodes: XmlNode[]; readonly open: Open[]; readonly openNames: Map<string, number> }

const SECTIONS = [
  { start: '<!--', end: '-->', kind: 'comment' },
  { start: '<![CDATA[', end: ']]>', kind: 'cdata' },
  { start: '<?', end: '?>', kind: 'instruction' },
  { start: '<!', end: '>', kind: 'doctype' },
] as const

export function parseXml(text: string, capture: string): Parsed<XmlDocument> {
  const scan: Scan = { text, capture, diagnostics: [], at: 0 }
  const binary = firstUnprintable(text)
  if (binary !== undefined) {
    const at = originOf(scan, binary, binary + 1)
    complain(scan, { code: 'not-text', message: 'This is not a text: it holds characters that XML forbids', at })
    return {
      document: { capture, nodes: [{ kind: 'broken', raw: text, origin: originOf(scan, 0, text.length) }] },
      diagnostics: scan.diagnostics,
    }
  }
  const tree: Tree = { scan, nodes: [], open: [], openNames: new Map() }
  while (scan.at < text.length) readNext(tree)
  while (tree.open.length > 0) closeUnclosed(tree)
  const root = checkTop(scan, tree.nodes)
  return { document: { capture, nodes: tree.nodes, ...(root === undefined ? {} : { root }) }, diagnostics: scan.diagnostics }
}

function readNext(tree: Tree): void {
  const { text, at } = tree.scan
  if (text[at] !== '<') readText(tree)
  else if (text.startsWith('</', at)) readEndTag(tree)
  else if (!readSection(tree)) readElement(tree)
}

function add(tree: Tree, node: XmlNode): void {
  const siblings = tree.open.at(-1)?.children ?? tree.nodes
  siblings.push(node)
  tree.scan.at = node.origin.end
}

function readText({ scan, ...tree }: Tree): void {
  const next = scan.text.indexOf('<', scan.at)
  const end = next < 0 ? scan.text.length : next
  const value = decodeText(scan, scan.at, end).replace(/\r\n?/g, '\n')
  add({ scan, ...tree }, { kind: 'text', value, raw: scan.text.slice(scan.at, end), origin: originOf(scan, scan.at, end) })
}

/** A comment and its like at this place; false if there is none. */
function readSection(tree: Tree): boolean {
  const { scan } = tree
  const { text, at } = scan
  const section = SECTIONS.find(({ start }) => text.startsWith(start, at))
  if (section === undefined) return false
  const found = section.kind === 'doctype' ? endOfDoctype(text, at) : text.indexOf(section.end, at + section.start.length)
  const end = found < 0 ? text.length : found + section.end.length
  const origin = originOf(scan, at, end)
  if (found < 0) {
    const message = `This ${section.kind === 'cdata' ? 'CDATA section' : section.kind} is never closed by ${section.end}`
    complain(scan, { code: 'unclosed-section', message, at: originOf(scan, at, at + section.start.length) })
  }
  const raw = text.slice(at, end)
  if (section.kind !== 'cdata') add(tree, { kind: section.kind, raw, origin })
  else add(tree, { kind: 'cdata', value: text.slice(at + section.start.length, found < 0 ? end : found), raw, origin })
  return true
}

/** The `>` that ends a DOCTYPE stands behind its internal subset, if it has one. */
function endOfDoctype(text: string, at: number): number {
  const close = text.indexOf('>', at)
  const subset = text.indexOf('[', at)
  if (subset < 0 || close < subset) return close
  const end = text.indexOf(']', subset)
  return end < 0 ? -1 : text.indexOf('>', end)
}

function readElement(tree: Tree): void {
  const { scan } = tree
  const start = scan.at
  const tag = readStartTag(scan, start)
  if (tag === undefined) {
    const origin = originOf(scan, start, start + 1)
    complain(scan, { code: 'bad-tag', message: 'A bare < stands in the text', at: origin, help: 'write &lt; for the character <' })
    add(tree, { kind: 'broken', raw: '<', origin })
    return
  }
  const nameOrigin = originOf(scan, start + 1, tag.nameEnd)
  const startTag = scan.text.slice(start, tag.end)
  const { name, attributes } = tag
  scan.at = tag.end
  if (tag.empty) {
    add(tree, { kind: 'element', name, attributes, children: [], origin: originOf(scan, start, tag.end), nameOrigin, startTag, endTag: '' })
    return
  }
  tree.open.push({ name, nameOrigin, attributes, startTag, start, children: [] })
  tree.openNames.set(name, (tree.openNames.get(name) ?? 0) + 1)
}

const END_TAG = /<\/([^ \t\r\n<>]*)([^<>]*)(>?)/y

function readEndTag(tree: Tree): void {
  const { scan } = tree
  const found = matchAt(END_TAG, scan.text, scan.at)
  const raw = found?.[0] ?? '</'
  const name = found?.[1] ?? ''
  const at = originOf(scan, scan.at, scan.at + raw.length)
  if (found?.[3] !== '>' || found[2]?.trim() !== '') {
    complain(scan, { code: 'unclosed-tag', message: `The end tag </${name.slice(0, 60)}> is not closed properly`, at })
  }
  if ((tree.openNames.get(name) ?? 0) > 0) {
    while (tree.open.at(-1)?.name !== name) closeUnclosed(tree)
    close(tree, raw)
    return
  }
  const inner = tree.open.at(-1)
  const misspelt = inner !== undefined && inner.name.length < 60 && nearest(name, [inner.name]) !== undefined
  complain(scan, {
    code: misspelt ? 'mismatched-tag' : 'unexpected-end-tag',
    message: misspelt ? `</${name.slice(0, 60)}> does not close <${inner.name.slice(0, 60)}>` : `</${name.slice(0, 60)}> closes nothing`,
    at,
    ...(inner === undefined
      ? {}
      : { help: `</${inner.name.slice(0, 60)}> is what is missing here`, related: [{ message: 'opened here', at: inner.nameOrigin }] }),
  })
  if (misspelt) close(tree, raw)
  else add(tree, { kind: 'broken', raw, origin: at })
}

/** Closes the innermost element with this end tag. */
function close(tree: Tree, endTag: string): void {
  const { scan } = tree
  const inner = tree.open.pop()
  if (inner === undefined) return
  const { start, ...rest } = inner
  tree.openNames.set(inner.name, (tree.openNames.get(inner.name) ?? 1) - 1)
  add(tree, { kind: 'element', ...rest, origin: originOf(scan, start, scan.at + endTag.length), endTag })
}

function closeUnclosed(tree: Tree): void {
  const inner = tree.open.at(-1)
  if (inner !== undefined) {
    const name = inner.name.slice(0, 60)
    complain(tree.scan, { code: 'unclosed-element', message: `<${name}> is never closed`, at: inner.nameOrigin, help: `add </${name}>` })
  }
  close(tree, '')
}

/** A document has one element, and around it only comments and their like. */
function checkTop(scan: Scan, nodes: readonly XmlNode[]): XmlElement | undefined {
  const [root, second] = nodes.filter((node) => node.kind === 'element')
  const stray = nodes.flatMap((node) => (node.kind === 'cdata' || (node.kind === 'text' && node.raw.trim() !== '') ? [node] : []))[0]
  if (root === undefined) {
    complain(scan, { code: 'no-root', message: 'There is no element in this text', at: originOf(scan, 0, Math.min(scan.text.length, 1)) })
  } else if (stray !== undefined) {
    const { start, end } = stray.origin
    const [from, to] = [start + stray.raw.search(/\S/), end - (/\s*$/.exec(stray.raw)?.[0].length ?? 0)]
    complain(scan, {
      code: 'text-outside-root',
      message: `Text stands outside of <${root.name.slice(0, 60)}>`,
      at: originOf(scan, from, to),
    })
  }
  if (root !== undefined && second !== undefined) {
    const related = [{ message: 'the first one', at: root.nameOrigin }]
    complain(scan, { code: 'second-root', message: 'A second element stands beside the first', at: second.nameOrigin, related })
  }
  return root
}
