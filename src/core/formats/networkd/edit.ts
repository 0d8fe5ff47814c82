/** Changes of a unit file that leave every other character as it is. */
import type { Splice } from '../../std/splice.js'
import type { Assignment, Section, UnitDocument } from './document.js'

/** A section by name; of several with the name the one with this number, from 0. */
export type SectionPlace = { readonly name: string; readonly number?: number }

export type Setting = { readonly key: string; readonly value: string }

/** The key has this value and no other in that section, which is made if it is not there. */
export function setKey(document: UnitDocument, place: SectionPlace, setting: Setting): readonly Splice[] {
  const section = sectionAt(document, place)
  if (section === undefined) return addSection(document, place.name, [setting])
  const [last, ...others] = section.assignments.filter(({ key }) => key.text === setting.key).reverse()
  if (last === undefined) return [insertion(document, endOf(document, section), lineOf(setting))]
  return [...others.flatMap((other) => removal(document, other)), replacement(last, setting.value)]
}

/** One more line, behind those that the key has. */
export function addKey(document: UnitDocument, place: SectionPlace, setting: Setting): readonly Splice[] {
  const section = sectionAt(document, place)
  if (section === undefined) return addSection(document, place.name, [setting])
  const last = section.assignments.filter(({ key }) => key.text === setting.key).at(-1)
  const at = last === undefined ? endOf(document, section) : lineEnd(document, last.origin.start)
  return [insertion(document, at, lineOf(setting))]
}

/** All lines of the key in that section, or only those with this value. */
export function removeKey(
  document: UnitDocument,
  place: SectionPlace,
  { key, value }: { readonly key: string; readonly value?: string },
): readonly Splice[] {
  const section = sectionAt(document, place)
  const gone = (section?.assignments ?? []).filter((one) => one.key.text === key && (value === undefined || one.value.text === value))
  return gone.flatMap((one) => removal(document, one))
}

/** At the end of the file, behind an empty line. */
export function addSection(document: UnitDocument, name: string, settings: readonly Setting[]): readonly Splice[] {
  const at = textOf(document).length
  const newline = newlineOf(document)
  const gap = document.sections.length === 0 && document.lines.every(({ content }) => content === '') ? '' : newline
  const lines = [`[${name}]`, ...settings.map(lineOf)].map((line) => `${line}${newline}`).join('')
  return [{ start: at, end: at, text: `${breakBefore(document, at)}${gap}${lines}` }]
}

/** From its header to the next, with the comments in between. */
export function removeSection(document: UnitDocument, place: SectionPlace): readonly Splice[] {
  const section = sectionAt(document, place)
  if (section === undefined) return []
  const next = document.sections[document.sections.indexOf(section) + 1]
  const end = next === undefined ? textOf(document).length : lineStart(document, next.origin.start)
  return [{ start: lineStart(document, section.origin.start), end, text: '' }]
}

function sectionAt({ sections }: UnitDocument, { name, number = 0 }: SectionPlace): Section | undefined {
  return sections.filter((section) => section.name.text === name)[number]
}

/** A value is one line, and goes on in no other. */
function plain(text: string): string {
  return text
    .replace(/[\r\n\0]+/g, ' ')
    .replace(/\\+$/, '')
    .trim()
}

function lineOf({ key, value }: Setting): string {
  return `${key}=${plain(value)}`
}

function replacement({ value }: Assignment, text: string): Splice {
  return { start: value.origin.start, end: value.origin.end, text: plain(text) }
}

function removal(document: UnitDocument, { origin }: Assignment): readonly Splice[] {
  return [{ start: lineStart(document, origin.start), end: lineEnd(document, origin.start), text: '' }]
}

/** `at` is the start of a line, or the end of a text whose last line is not ended. */
function insertion(document: UnitDocument, at: number, line: string): Splice {
  const newline = newlineOf(document)
  const before = breakBefore(document, at)
  return { start: at, end: at, text: before === '' ? `${line}${newline}` : `${before}${line}` }
}

/** What ends the last line where nothing does. A line that asks to be continued is ended by an empty one. */
function breakBefore(document: UnitDocument, at: number): string {
  const text = textOf(document)
  const newline = newlineOf(document)
  const last = document.lines.at(-1)?.raw ?? ''
  const asksForMore = at === text.length && /\\[\n\r\0]|\\$/.test(last)
  const isOpen = at > 0 && !/[\n\r\0]/.test(text[at - 1] ?? '')
  return `${isOpen ? newline : ''}${asksForMore ? newline : ''}`
}

/** Behind the last line of a section that says something. */
function endOf(document: UnitDocument, section: Section): number {
  return lineEnd(document, section.assignments.at(-1)?.origin.start ?? section.origin.start)
}

function textOf(document: UnitDocument): string {
  return document.lines.map(({ raw }) => raw).join('')
}

function newlineOf(document: UnitDocument): string {
  return document.lines.some(({ raw }) => raw.endsWith('\r\n')) ? '\r\n' : '\n'
}

function lineStart(document: UnitDocument, place: number): number {
  return lineAround(document, place).start
}

function lineEnd(document: UnitDocument, place: number): number {
  return lineAround(document, place).end
}

/** The logical line that holds the place. */
function lineAround({ lines }: UnitDocument, place: number): { readonly start: number; readonly end: number } {
  let start = 0
  for (const { raw } of lines) {
    const end = start + raw.length
    if (place < end) return { start, end }
    start = end
  }
  return { start, end: start }
}
