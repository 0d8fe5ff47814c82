/** Reads values out of XML elements and remembers what was wrong with them. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Located } from './located.js'
import type { ValueKind } from './value.js'
import type { XmlAttribute, XmlElement } from './xml/document.js'

/** Lives inside the reading of one text. */
export type Reading = { readonly diagnostics: Diagnostic[] }

export type Complaint = Omit<Diagnostic, 'severity' | 'at'> & { readonly at: Origin }

/** libvirt refuses the file for this. */
export function complain(reading: Reading, complaint: Complaint): void {
  say(reading, complaint, 'error')
}

/** libvirt takes it, and does not do what it says. */
export function warn(reading: Reading, complaint: Complaint): void {
  say(reading, complaint, 'warning')
}

/** networkValidate: `virsh net-define` and net-edit refuse it, while a file that is there already is loaded unseen. */
export function warnOfDefine(reading: Reading, complaint: Complaint): void {
  const refused = 'virsh net-define refuses it, although libvirtd loads a file that has it'
  warn(reading, { ...complaint, because: complaint.because === undefined ? refused : `${complaint.because}; ${refused}` })
}

export function note(reading: Reading, complaint: Complaint): void {
  say(reading, complaint, 'note')
}

/** No more are kept: a text of a million mistakes is none of libvirt's. */
const MOST_KEPT = 5000

function say(reading: Reading, complaint: Complaint, severity: Diagnostic['severity']): void {
  if (reading.diagnostics.length >= MOST_KEPT && severity !== 'error') return
  reading.diagnostics.push({ ...complaint, severity, code: `libvirt/${complaint.code}` })
}

/** Who reads a hundred findings about one file has given it the wrong file. */
const MOST_FINDINGS = 100

/** In the order of the text, and no more than a person reads. */
export function findingsOf({ diagnostics }: Reading): readonly Diagnostic[] {
  const sorted = diagnostics
    .map((diagnostic, index) => ({ diagnostic, index }))
    .sort((a, b) => (a.diagnostic.at?.start ?? 0) - (b.diagnostic.at?.start ?? 0) || a.index - b.index)
    .map(({ diagnostic }) => diagnostic)
  const next = sorted[MOST_FINDINGS]
  if (next === undefined) return sorted
  const number = `${sorted.length >= MOST_KEPT ? 'at least ' : ''}${sorted.length - MOST_FINDINGS}`
  const message = `${number} more findings in this file are left out`
  const place = next.at === undefined ? {} : { at: next.at }
  // What makes libvirt refuse the file must not be among what is left out.
  const refusal = sorted.slice(0, MOST_FINDINGS).some((found) => found.severity === 'error')
    ? []
    : sorted.filter((found) => found.severity === 'error').slice(0, 1)
  return [
    ...sorted.slice(0, MOST_FINDINGS),
    ...refusal,
    { code: 'libvirt/more-findings', severity: 'note', message, ...place, help: 'check that this is a file for libvirt' },
  ]
}

export function attributeOf(element: XmlElement | undefined, name: string): XmlAttribute | undefined {
  return element?.attributes.find((attribute) => attribute.name === name)
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  if (element === undefined) return []
  return element.children.flatMap((child) => (child.kind === 'element' && child.name === name ? [child] : []))
}

/** The first child of a name: libvirt reads no further ones. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const child of element?.children ?? []) if (child.kind === 'element' && child.name === name) return child
  return undefined
}

/** The attribute as text; an empty one counts as absent. */
export function textAttribute(element: XmlElement | undefined, name: string): Located<string> | undefined {
  const found = attributeOf(element, name)
  return found === undefined || found.value === '' ? undefined : { value: found.value, origin: found.valueOrigin }
}

/** The attribute as a value of its kind; what cannot be read is undefined, and the grammar's business. */
export function valueAttribute<Value>(element: XmlElement | undefined, name: string, kind: ValueKind<Value>): Located<Value> | undefined {
  const found = attributeOf(element, name)
  const value = found === undefined ? undefined : kind.parse(found.value.trim())
  return found === undefined || value === undefined ? undefined : { value, origin: found.valueOrigin }
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
  const before = first.raw.length - first.raw.trimStart().length
  const behind = last.raw.length - last.raw.trimEnd().length
  const start = Math.min(first.origin.start + before, last.origin.end)
  return { value, origin: { capture: first.origin.capture, start, end: Math.max(start, last.origin.end - behind) } }
}

/** One line, short enough for a message. */
export function shorten(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

/** Leaves out what is undefined, as exactOptionalPropertyTypes asks. */
export function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
}
