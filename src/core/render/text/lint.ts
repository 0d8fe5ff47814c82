/** Findings one after the other, then their number. */
import type { LintTable, LintView } from '../view/lint.js'
import { renderDiagnostic, tally } from './diagnostic.js'
import { joinLines } from './layout.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'

export function renderLint(raw: LintView, look: Look): string {
  const view = printable(raw)
  const tables = view.tables.flatMap((table, index) => [...(index === 0 ? [] : ['']), ...renderTable(table, look)])
  return joinLines(tables)
}

function renderTable(table: LintTable, look: Look): readonly string[] {
  const findings = table.findings.flatMap((finding) => [...renderDiagnostic(finding, look), ''])
  const world = table.world === undefined ? '' : ` (world ${table.world})`
  const bad = table.findings.some((finding) => finding.severity !== 'note')
  return [
    ...findings,
    `${look.paint('bold', table.name)}${look.paint('dim', world)}: ${look.paint(bad ? 'warn' : 'good', tally(table.findings))}`,
  ]
}
