/** Diagnostics with their places resolved. */
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.js'
import { type Origin, positionOf } from '../../diagnostics/origin.js'
import { placeOf, type Snapshot } from '../../snapshot/snapshot.js'
import type { PlaceView } from './place.js'

/** A place with the characters of `text` that are meant: `start` counts from 0. */
export type SpanView = PlaceView & { readonly span: { readonly start: number; readonly length: number } }

export type DiagnosticView = {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly at?: SpanView
  readonly because?: string
  readonly help?: string
  readonly related: readonly { readonly message: string; readonly at: SpanView }[]
}

export function viewDiagnostic(snapshot: Snapshot, diagnostic: Diagnostic): DiagnosticView {
  const { code, severity, message, because, help } = diagnostic
  const at = diagnostic.at === undefined ? undefined : spanOf(snapshot, diagnostic.at)
  const related = (diagnostic.related ?? []).flatMap((other) => {
    const place = spanOf(snapshot, other.at)
    return place === undefined ? [] : [{ message: other.message, at: place }]
  })
  return {
    code,
    severity,
    message,
    related,
    ...(at === undefined ? {} : { at }),
    ...(because === undefined ? {} : { because }),
    ...(help === undefined ? {} : { help }),
  }
}

/** Errors first, then by place. */
export function viewDiagnostics(snapshot: Snapshot, diagnostics: readonly Diagnostic[]): readonly DiagnosticView[] {
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }
  return diagnostics
    .map((diagnostic) => viewDiagnostic(snapshot, diagnostic))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || comparePlaces(a.at, b.at))
}

function comparePlaces(a: SpanView | undefined, b: SpanView | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

function spanOf(snapshot: Snapshot, origin: Origin): SpanView | undefined {
  const place = placeOf(snapshot, origin)
  const capture = snapshot.captures[origin.capture]
  if (place === undefined || capture === undefined) return undefined
  const start = positionOf(capture.text, origin.start).column - 1
  const length = Math.max(1, Math.min(origin.end - origin.start, place.text.length - start))
  return { ...place, span: { start, length } }
}
