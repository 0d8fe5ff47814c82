/** Reads values out of XML elements and remembers what was wrong with them. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Located } from './located.js'
import type { ValueKind } from './value.js'
import type { XmlAttribute, XmlElement } from './xml/document.js'

/** Lives inside the reading of one text. */
export type Reading = { readonly diagnostics: Diagnostic[] }

type Complaint = Omit<Diagnostic, 'severity' | 'at'> & { readonly at: Origin }

/** libvirt refuses the file for this. */
export function complain(reading: Reading, complaint: Complaint): void {
  reading.diagnostics.push({ ...complaint, severity: 'error', code: `libvirt/${complaint.code}` })
}

export function attributeOf(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name)
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.kind === 'element').filter((child) => child.name === name)
}

/** The first child of a name: libvirt reads no further ones. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element === undefined ? undefined : childrenOf(element, name)[0]
}

/** The attribute as text; an empty one counts as absent. */
export function textAttribute(element: XmlElement | undefined, name: string): Located<string> | undefined {
  const found = element === undefined ? undefined : attributeOf(element, name)
  return found === undefined || found.value === '' ? undefined : { value: found.value, origin: found.valueOrigin }
}

/** The attribute as a value of its kind; what cannot be read is a complaint, and undefined. */
export function readAttribute<Value>(
  reading: Reading,
  element: XmlElement | undefined,
  name: string,
  kind: ValueKind<Value>,
): Located<Value> | undefined {
  const found = element === undefined ? undefined : attributeOf(element, name)
  if (element === undefined || found === undefined) return undefined
  const value = kind.parse(found.value.trim())
  if (value !== undefined) return { value, origin: found.valueOrigin }
  const message = `${name}='${shorten(found.value)}' of <${element.name}> is not ${kind.what}`
  complain(reading, { code: kind.code, message, at: found.valueOrigin })
  return undefined
}

/** What an element holds as text, without the white space around it; undefined if that is nothing. */
export function textOf(element: XmlElement | undefined): Located<string> | undefined {
  const texts = (element?.children ?? []).flatMap((child) => (child.kind === 'text' || child.kind === 'cdata' ? [child] : []))
  const value = texts
    .map((text) => text.value)
    .join('')
    .trim()
  const [first, last] = [texts[0], texts.at(-1)]
  if (value === '' || first === undefined || last === undefined) return undefined
  const before = /^\s*/.exec(first.raw)?.[0].length ?? 0
  const behind = /\s*$/.exec(last.raw)?.[0].length ?? 0
  const start = Math.min(first.origin.start + before, last.origin.end)
  return { value, origin: { capture: first.origin.capture, start, end: Math.max(start, last.origin.end - behind) } }
}

/** One line, short enough for a message. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

/** Leaves out what is undefined, as exactOptionalPropertyTypes asks. */
export function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
}
