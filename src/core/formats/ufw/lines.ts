/** The lines of a text with their places. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { firstUnprintable } from '../../std/printable.js'

export type RawLine = { readonly raw: string; readonly content: string; readonly origin: Origin }

export function linesIn(text: string, capture: string): readonly RawLine[] {
  let start = 0
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((raw) => {
    const content = raw.replace(/\r?\n$/, '')
    const origin = { capture, start, end: start + content.length }
    start += raw.length
    return { raw, content, origin }
  })
}

const MAX_DIAGNOSTICS = 100

/** Binary data is one finding, and all its lines are kept as they are. */
export function readText<Line>(
  text: string,
  capture: string,
  read: { readonly line: (line: RawLine, diagnostics: Diagnostic[]) => Line; readonly kept: (line: RawLine) => Line },
): Parsed<{ readonly capture: string; readonly lines: readonly Line[] }> {
  const binary = firstUnprintable(text)
  const diagnostics: Diagnostic[] = []
  if (binary !== undefined) {
    const at = { capture, start: binary, end: binary + 1 }
    diagnostics.push({ code: 'ufw/not-text', severity: 'error', message: 'This is not a text', at })
  }
  const lines = linesIn(text, capture).map((line) => (binary === undefined ? read.line(line, diagnostics) : read.kept(line)))
  return { document: { capture, lines }, diagnostics: diagnostics.slice(0, MAX_DIAGNOSTICS) }
}

/** Text of a configuration inside a message: one line, not too long. */
export function shown(text: string): string {
  return text.slice(0, 60).replace(/\s+/g, ' ').trim()
}
