/** A file of which no line could be read is more likely the wrong file, or a damaged one, than one with mistakes. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Capture } from '../../snapshot/snapshot.js'

type Line = { readonly start: number; readonly end: number }

/** An error beside the reader's own complaints when they are about every line that says something. */
export function nothingUnderstood(capture: Capture, complaints: readonly Diagnostic[]): Diagnostic | undefined {
  if (complaints.some((one) => one.severity === 'error')) return undefined
  const lines = linesThatSpeak(capture.text)
  const first = lines[0]
  const understood = lines.some(({ start, end }) => !complaints.some(({ at }) => at !== undefined && at.start >= start && at.start <= end))
  if (first === undefined || understood) return undefined
  return {
    code: 'load/nothing-understood',
    severity: 'error',
    message: `no line of ${capture.path} could be understood`,
    at: { capture: capture.id, ...first },
    because: 'it is damaged, or no such file at all; an answer without it would be a guess',
    help: `put the right file in its place, or remove it`,
  }
}

function linesThatSpeak(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]+/g)].flatMap((found) =>
    /^\s*([#;]|$)/.test(found[0]) ? [] : [{ start: found.index, end: found.index + found[0].length }],
  )
}
