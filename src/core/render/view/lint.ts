/** What lint found, as plain data. */
import type { DiagnosticView } from './diagnostic.js'

export type LintTable = {
  readonly file: string
  readonly name: string
  readonly world?: string
  readonly findings: readonly DiagnosticView[]
}

export type LintView = { readonly version: 1; readonly kind: 'lint'; readonly tables: readonly LintTable[] }

/** Notes alone are no finding. */
export function hasFindings(view: LintView): boolean {
  return view.tables.some((table) => table.findings.some((finding) => finding.severity !== 'note'))
}
