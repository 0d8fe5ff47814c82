/** Reads a .network, .netdev, .link, networkd.conf or resolved.conf. Whatever the text, a document results. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Assignment, Phrase, Section, UnitDocument } from './document.js'
import { quoted, readerOf, refusal, warning } from './finding.js'
import { type LogicalLine, logicalLines, originIn } from './lines.js'
import { unitOf } from './unit.js'
import { type UnitKind, unitFileOf } from './unit-kind.js'
import { verify } from './verify.js'
import { checkAssignment, checkSection, deviceKindOf } from './word-findings.js'

/** The kind of file is told from the name at the end of `capture`. What needs more than one file is left to who knows them all. */
export function parse(text: string, capture: string): Parsed<UnitDocument> {
  return parseAs(unitFileOf(capture).kind, text, capture)
}

/** An empty file hides others of its name and needs to say nothing. */
export function parseAs(kind: UnitKind, text: string, capture: string): Parsed<UnitDocument> {
  const { isDropIn } = unitFileOf(capture)
  const parsed = parseUnit(text, capture, kind)
  if (isDropIn || text === '') return parsed
  if (parsed.document.refused !== undefined) return parsed
  return { document: parsed.document, diagnostics: [...parsed.diagnostics, ...verify(unitOf([parsed.document])).slice(0, MOST_FINDINGS)] }
}

/** Without judging whether the file is complete: what it lacks may stand in a drop-in. */
export function parseUnit(text: string, capture: string, kind: UnitKind): Parsed<UnitDocument> {
  const lines = logicalLines(text)
  const reading: Reading = { capture, kind, sections: [], diagnostics: [], leftOut: 0 }
  let refused: Diagnostic | undefined
  for (const line of lines) {
    refused = readLine(reading, line)
    if (refused !== undefined) break
  }
  const device = kind === 'netdev' ? deviceKindOf(reading.sections) : undefined
  for (const section of reading.sections) report(reading, checkSection(kind, section, device))
  const diagnostics = [...reading.diagnostics, ...(refused === undefined ? [] : [refused]), ...leftOut(reading)]
  const at = refused?.at
  return { document: { capture, kind, lines, sections: reading.sections, ...(at === undefined ? {} : { refused: at }) }, diagnostics }
}

type OpenSection = Section & { readonly assignments: Assignment[] }

type Reading = {
  readonly capture: string
  readonly kind: UnitKind
  readonly sections: OpenSection[]
  readonly diagnostics: Diagnostic[]
  leftOut: number
}

/** Who reads a hundred findings about one file has given it the wrong file. */
const MOST_FINDINGS = 100

/** What is left out is not even worded: looking for what was meant takes its time. */
function report(reading: Reading, complaint: (() => Diagnostic) | undefined): void {
  if (complaint === undefined) return
  if (reading.diagnostics.length < MOST_FINDINGS) reading.diagnostics.push(complaint())
  else reading.leftOut += 1
}

function leftOut({ leftOut: count, capture, kind }: Reading): readonly Diagnostic[] {
  if (count === 0) return []
  return [
    {
      code: 'networkd/more-findings',
      severity: 'note',
      message: `${count} more findings in this file are left out`,
      at: { capture, start: 0, end: 0 },
      help: `check that this is a file for ${readerOf(kind)}`,
    },
  ]
}

/** The reason why the whole file is refused, if this line is one (src/shared/conf-parser.c: parse_line). */
function readLine(reading: Reading, line: LogicalLine): Diagnostic | undefined {
  if (line.kind === 'blank' || line.kind === 'comment') return undefined
  if (line.content.includes('\ufffd')) return notUtf8(reading, line)
  if (line.kind === 'header') return readHeader(reading, line)
  const whole = phrase(reading, line, 0, line.content.length)
  if (line.kind === 'stray') {
    report(reading, () => strayLine(reading.kind, whole))
    return undefined
  }
  const assignment = readAssignment(reading, line)
  const section = reading.sections.at(-1)
  if (section === undefined) {
    report(reading, () => outsideSection(reading.kind, assignment))
    return undefined
  }
  section.assignments.push(assignment)
  const { refuses, complaint } = checkAssignment(reading.kind, section.name.text, assignment)
  report(reading, complaint)
  return refuses
}

function phrase({ capture }: Reading, line: LogicalLine, from: number, to: number): Phrase {
  return { text: line.content.slice(from, to), origin: originIn(capture, line, from, to) }
}

function readHeader(reading: Reading, line: LogicalLine): Diagnostic | undefined {
  const { content } = line
  const whole = phrase(reading, line, 0, content.length)
  if (!content.endsWith(']') || content.length < 2) return badHeader(reading.kind, whole)
  const name = phrase(reading, line, 1, content.length - 1)
  // string_is_safe of src/basic/string-util.c
  if (/[\u0001-\u001f\u007f"'\\]/.test(name.text)) return badHeader(reading.kind, whole)
  reading.sections.push({ name, origin: whole.origin, assignments: [] })
  return undefined
}

function readAssignment(reading: Reading, line: LogicalLine): Assignment {
  const { content } = line
  const equals = content.indexOf('=')
  const keyEnd = content.slice(0, equals).trimEnd().length
  const rest = content.slice(equals + 1)
  const valueAt = equals + 1 + rest.length - rest.trimStart().length
  return {
    key: phrase(reading, line, 0, keyEnd),
    value: phrase(reading, line, valueAt, content.length),
    origin: originIn(reading.capture, line, 0, content.length),
  }
}

function badHeader(kind: UnitKind, line: Phrase): Diagnostic {
  const closed = /^(\[[^\]]*\])\s*[#;]/.exec(line.text)?.[1]
  return refusal('bad-section-header', line.origin, {
    message: `${quoted(line.text)} is no section header`,
    because: `${readerOf(kind)} refuses the whole file`,
    help: closed === undefined ? 'write the name of the section between brackets, alone on its line' : `leave only "${closed}" on the line`,
  })
}

function notUtf8(reading: Reading, line: LogicalLine): Diagnostic {
  const { origin } = phrase(reading, line, 0, line.content.length)
  return refusal('not-unicode', origin, {
    message: 'this line is not UTF-8',
    because: `${readerOf(reading.kind)} refuses the whole file`,
    help: 'save the file as UTF-8',
  })
}

function strayLine(kind: UnitKind, line: Phrase): Diagnostic {
  const isNameless = line.text.startsWith('=')
  return warning('no-assignment', line.origin, {
    message: isNameless ? `${quoted(line.text)} has no key` : `${quoted(line.text)} has no "="`,
    because: `${readerOf(kind)} leaves the line out`,
    help: 'write KEY=VALUE, or put # in front of a comment',
  })
}

function outsideSection(kind: UnitKind, { key, origin }: Assignment): Diagnostic {
  return warning('outside-section', origin, {
    message: `${quoted(key.text)} stands in no section`,
    because: `${readerOf(kind)} leaves the line out`,
    help: 'put it below the header of its section, such as [Match] or [Network]',
  })
}
