/** Reads interfaces(5). Whatever the text, a document results. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { firstUnprintable } from '../../std/printable.js'
import type { InterfacesDocument } from './document.js'
import type { StanzaReading } from './finding.js'
import { type LogicalLine, logicalLines } from './lines.js'
import { type CutLine, cutLine } from './phrases.js'
import { readIface, readTemplate } from './read-iface.js'
import { readMapping, readNames, readSource, readStray } from './read-stanza.js'
import { isHeader, isListKeyword } from './stanza-keyword.js'

/** A stanza's first line and the lines that belong to it. */
type Block = { readonly head: CutLine; readonly body: readonly CutLine[] }

export function parse(text: string, capture: string): Parsed<InterfacesDocument> {
  const lines = logicalLines(text)
  const unreadable = notText(text, capture)
  if (unreadable?.at !== undefined) {
    return { document: { capture, lines, stanzas: [], refused: unreadable.at }, diagnostics: [unreadable] }
  }
  const readings = blocksOf(lines, capture).flatMap(readBlock)
  const findings = readings.flatMap((reading) => reading.findings)
  const refused = findings.find((finding) => finding.fatal)?.diagnostic.at
  const stanzas = readings.map((reading) => reading.stanza)
  return {
    document: { capture, lines, stanzas, ...(refused === undefined ? {} : { refused }) },
    diagnostics: firstOf(findings.map((finding) => finding.diagnostic)),
  }
}

/** Who reads a hundred findings about one file has given it the wrong file. */
const MOST_FINDINGS = 100

function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = diagnostics[MOST_FINDINGS]
  if (next === undefined) return diagnostics
  const more: Diagnostic = {
    code: 'interfaces/more-findings',
    severity: 'note',
    message: `${diagnostics.length - MOST_FINDINGS} more findings in this file are left out`,
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

function blocksOf(lines: readonly LogicalLine[], capture: string): readonly Block[] {
  const blocks: { head: CutLine; body: CutLine[] }[] = []
  for (const line of lines) {
    if (line.kind !== 'content') continue
    const cut = cutLine(capture, line)
    const open = blocks.at(-1)
    if (open !== undefined && belongsTo(open.head, cut)) open.body.push(cut)
    else blocks.push({ head: cut, body: [] })
  }
  return blocks
}

/** Lines that begin no stanza go to the open one; after a one-line stanza, and at the start of the file, they are strays. */
function belongsTo(head: CutLine, line: CutLine): boolean {
  const inIface = head.keyword.text === 'iface'
  if (isHeader(line.keyword.text)) return inIface && isListKeyword(line.keyword.text) && line.words.length === 0
  return inIface || ['mapping', 'template'].includes(head.keyword.text) || !isHeader(head.keyword.text)
}

/** The one place that knows every keyword. */
function readBlock({ head, body }: Block): readonly StanzaReading[] {
  const keyword = head.keyword.text
  if (keyword === 'iface') return readIface(head, body)
  if (keyword === 'mapping') return [readMapping(head, body)]
  if (keyword === 'template') return [readTemplate(head, body)]
  if (keyword === 'source' || keyword.startsWith('source-dir')) return [readSource(head)]
  if (isHeader(keyword)) return [readNames(head, head.words)]
  return [readStray(head, body)]
}
