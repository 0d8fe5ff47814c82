/** Reads interfaces(5). Whatever the text, a document results. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { firstUnprintable } from '../../std/printable.js'
import { type Dialect, type DialectReading, dialectNote, dialectOf } from './dialect.js'
import type { InterfacesDocument, Remark } from './document.js'
import type { Finding, StanzaReading } from './finding.js'
import { type LogicalLine, logicalLines, physicalLines } from './lines.js'
import { type CutLine, cutLine } from './phrases.js'
import { readIface, readTemplate } from './read-iface.js'
import { readMapping, readNames, readSource, readStray } from './read-stanza.js'
import { isForeignHeader, isHeader, isListKeyword } from './stanza-keyword.js'
import { withoutTemplates } from './template-lines.js'

/** A stanza's first line and the lines that belong to it. */
type Block = { readonly head: CutLine; readonly body: readonly CutLine[] }

/** `dialect`: the program that reads the file, where it is known. Otherwise what stands in the file tells. */
export function parse(text: string, capture: string, dialect?: Dialect): Parsed<InterfacesDocument> {
  const lines = logicalLines(text)
  const unreadable = notText(text, capture)
  if (unreadable?.at !== undefined) {
    const document = { capture, lines, stanzas: [], refused: unreadable.at, dialect: { name: dialect ?? 'ifupdown' }, remarks: [] } as const
    return { document, diagnostics: [unreadable] }
  }
  const cut = cutLines(lines, capture)
  const reading: DialectReading = dialect === undefined ? dialectOf(cut) : { name: dialect }
  const { kept, templates } = reading.name === 'ifupdown2' ? withoutTemplates(cut) : { kept: cut, templates: [] }
  const readings = [...templates, ...blocksOf(kept, reading.name).flatMap((block) => readBlock(block, reading.name))]
  const findings = readings.flatMap((one) => one.findings).filter((finding) => reading.name === 'ifupdown' || !finding.lenient)
  const inOrder = [...findings].sort((a, b) => (a.diagnostic.at?.start ?? 0) - (b.diagnostic.at?.start ?? 0))
  const refused = reading.name === 'ifupdown' ? inOrder.find((finding) => finding.fatal)?.diagnostic.at : undefined
  const stanzas = readings.map((one) => one.stanza).sort((a, b) => a.origin.start - b.origin.start)
  const document = {
    capture,
    lines,
    stanzas,
    ...(refused === undefined ? {} : { refused }),
    dialect: reading,
    remarks: remarksOf(inOrder, kept),
  }
  return { document, diagnostics: [...dialectNote(reading), ...firstOf(findings.map((finding) => finding.diagnostic))] }
}

function cutLines(lines: readonly LogicalLine[], capture: string): readonly CutLine[] {
  const cut: CutLine[] = []
  let number = 0
  for (const line of lines) {
    number += physicalLines(line)
    if (line.kind === 'content') cut.push(cutLine(capture, line, number))
  }
  return cut
}

/** Nothing is said behind the first mistake that ends the reading. */
function remarksOf(findings: readonly Finding[], lines: readonly CutLine[]): readonly Remark[] {
  const remarks: Remark[] = []
  let index = 0
  for (const { diagnostic, says, fatal } of findings) {
    const { at } = diagnostic
    if (at === undefined || says === undefined) continue
    while (index < lines.length && (lines[index]?.all.origin.end ?? 0) < at.end) index++
    remarks.push({ says, at, line: lines[index]?.number ?? 0 })
    if (fatal) break
  }
  return remarks
}

/** Who reads a hundred findings about one file has given it the wrong file. */
const MOST_FINDINGS = 100
const SOME = 1000

function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = diagnostics[MOST_FINDINGS]
  if (next === undefined) return diagnostics
  const more: Diagnostic = {
    code: 'interfaces/more-findings',
    severity: 'note',
    message: `${diagnostics.length > SOME ? 'many' : diagnostics.length - MOST_FINDINGS} more findings in this file are left out`,
    ...(next.at === undefined ? {} : { at: next.at }),
    help: 'check that this is a file for ifupdown',
  }
  return [...diagnostics.slice(0, MOST_FINDINGS), more]
}

/** Bytes that are no text: a NUL, or more than one unprintable character in ten. A stray one in a comment does no harm. */
function notText(text: string, capture: string): Diagnostic | undefined {
  const first = firstUnprintable(text)
  if (first === undefined) return undefined
  const odd = [...text.slice(0, 10_000)].filter((char) => firstUnprintable(char) !== undefined).length
  if (!text.includes('\u0000') && odd * 10 <= Math.min(text.length, 10_000)) return undefined
  return {
    code: 'interfaces/not-text',
    severity: 'error',
    message: `${capture} is not a text file`,
    at: { capture, start: first, end: first + 1 },
    because: 'interfaces(5) is plain text; this holds binary data, so nothing of it was read',
    help: 'put the configuration here as a plain text file',
  }
}

function blocksOf(lines: readonly CutLine[], dialect: Dialect): readonly Block[] {
  const blocks: { head: CutLine; body: CutLine[] }[] = []
  for (const line of lines) {
    const open = blocks.at(-1)
    if (open !== undefined && belongsTo(open.head, line, dialect)) open.body.push(line)
    else blocks.push({ head: line, body: [] })
  }
  return blocks
}

/** Lines that begin no stanza go to the open one; after a one-line stanza, and at the start of the file, they are strays. */
function belongsTo(head: CutLine, line: CutLine, dialect: Dialect): boolean {
  const word = line.keyword.text
  const inIface = head.keyword.text === 'iface'
  if (isHeader(word)) return inIface && isListKeyword(word) && line.words.length === 0
  if (isForeignHeader(word, dialect)) return inIface && dialect === 'ifupdown'
  return inIface || head.keyword.text === 'mapping' || isForeignHeader(head.keyword.text, dialect) || !isHeader(head.keyword.text)
}

/** The one place that knows every keyword. */
function readBlock({ head, body }: Block, dialect: Dialect): readonly StanzaReading[] {
  const keyword = head.keyword.text
  if (keyword === 'iface') return readIface(head, body, dialect)
  if (keyword === 'mapping') return [readMapping(head, body)]
  if (isForeignHeader(keyword, dialect)) return [readTemplate(head, body)]
  if (keyword === 'source' || keyword.startsWith('source-dir')) return [readSource(head)]
  if (isHeader(keyword)) return [readNames(head, head.words)]
  return [readStray(head, body)]
}
