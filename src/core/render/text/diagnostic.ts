/** Diagnostics as a good compiler prints them: place, message, the line with carets, why it matters, what to do. */
import type { DiagnosticView, SpanView } from '../view/diagnostic.js'
import { counted, hang, widthOf } from './layout.js'
import type { Look, Style } from './paint.js'

const STYLES: Readonly<Record<DiagnosticView['severity'], Style>> = { error: 'bad', warning: 'warn', note: 'accent' }
/** Columns of a quoted line that are shown; a longer one is cut around the caret. */
const WINDOW = 100

export function renderDiagnostic(view: DiagnosticView, look: Look): readonly string[] {
  const { paint, width } = look
  const place = view.at === undefined ? '' : `${paint('bold', `${view.at.file}:${view.at.line}:${view.at.column}:`)} `
  const style = STYLES[view.severity]
  return [
    `${place}${paint(style, `${view.severity}:`)} ${paint('bold', view.message)} ${paint('dim', `[${view.code}]`)}`,
    ...(view.at === undefined ? [] : quote(view.at, style, look)),
    ...(view.because === undefined ? [] : hang(`  ${paint('dim', 'because:')} `, view.because, width)),
    ...view.related.flatMap(({ message, at }) => hang(`  ${paint('dim', `${at.file}:${at.line}:`)} `, message, width)),
    ...(view.help === undefined ? [] : hang(`  ${paint('good', 'help:')} `, view.help, width)),
  ]
}

function quote(at: SpanView, style: Style, { paint }: Look): readonly string[] {
  const from = at.span.start > WINDOW - 20 ? at.span.start - 20 : 0
  const text = at.text.slice(from, from + WINDOW).trimEnd()
  const number = String(at.line).padStart(5)
  const before = widthOf(text.slice(0, at.span.start - from))
  const carets = Math.max(1, widthOf(text.slice(at.span.start - from, at.span.start - from + at.span.length)))
  if (text === '') return []
  return [
    `${paint('dim', `${number} |`)} ${text}`,
    `${paint('dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(before)}${paint(style, '^'.repeat(carets))}`,
  ]
}

/** `2 errors, 1 warning`, or `nothing found`. */
export function tally(views: readonly DiagnosticView[]): string {
  const counts = (['error', 'warning', 'note'] as const).map((severity) => ({
    severity,
    count: views.filter((view) => view.severity === severity).length,
  }))
  const parts = counts.filter(({ count }) => count > 0).map(({ severity, count }) => counted(count, severity))
  return parts.length === 0 ? 'nothing found' : parts.join(', ')
}
