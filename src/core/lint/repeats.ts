/** Where a rule explains what boot only reported, the report is left out. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'

export function withoutRepeats(reports: readonly Diagnostic[], findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return reports.filter((report) => !(report.code.startsWith('boot/') && findings.some((finding) => isSamePlace(report, finding))))
}

function isSamePlace({ at: a }: Diagnostic, { at: b }: Diagnostic): boolean {
  return a !== undefined && b !== undefined && a.capture === b.capture && a.start < b.end && b.start < a.end
}
