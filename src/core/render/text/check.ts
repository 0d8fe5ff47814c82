/** One line per expectation, details only where one is not met. */
import type { CheckRow, CheckTable, CheckView } from '../view/check.js'
import { columns, counted, hang, joinLines } from './layout.js'
import type { Look, Style } from './paint.js'
import { printable } from './printable.js'

const SIGNS: Readonly<Record<CheckRow['result'], { readonly mark: string; readonly style: Style }>> = {
  met: { mark: '✓', style: 'good' },
  failed: { mark: '✗', style: 'bad' },
  undetermined: { mark: '?', style: 'warn' },
}

export function renderCheck(raw: CheckView, look: Look): string {
  const view = printable(raw)
  const tables = view.tables.flatMap((table, index) => [...(index === 0 ? [] : ['']), ...renderTable(table, look)])
  return joinLines([...tables, '', summary(view, look)])
}

function renderTable(table: CheckTable, look: Look): readonly string[] {
  const world = table.world === undefined ? '' : look.paint('dim', `  (world ${table.world})`)
  const lines = columns(
    table.rows.map((row) => cells(row, look)),
    '  ',
  )
  const body = table.rows.flatMap((row, index) => [lines[index] ?? '', ...details(row, look)])
  return [`${look.paint('bold', table.name)}${world}`, ...(body.length === 0 ? ['  no expectations'] : body)]
}

function cells(row: CheckRow, { paint }: Look): readonly string[] {
  const { mark, style } = SIGNS[row.result]
  const { outcome, reason, saidBy, ttl, redirects } = row.predicted
  const by = saidBy === undefined || saidBy === 'local' || outcome === 'reply' ? '' : ` by ${saidBy}`
  const extras = [ttl === undefined ? '' : `ttl ${ttl}`, redirects.length === 0 ? '' : `redirected by ${redirects.join(' ')}`]
  return [
    paint(style, mark),
    row.id,
    `${row.from} → ${row.to}${row.protocol === 'icmp' ? '' : ` ${row.protocol}`}`,
    `${outcome}${by}`,
    paint('dim', reason),
    paint('dim', extras.filter((text) => text !== '').join(', ')),
  ]
}

function details(row: CheckRow, look: Look): readonly string[] {
  if (row.result === 'met') return []
  const { paint, width } = look
  const { why, origins, missing } = row.predicted
  return [
    ...row.differences.flatMap((text) => hang('      ', paint(SIGNS[row.result].style, text), width)),
    ...hang('      ', why, width),
    ...origins.map((place) => `        ${paint('dim', `${place.file}:${place.line}  ${place.text.trim()}`)}`),
    ...missing.flatMap((fact) => hang(`      ${paint('warn', 'missing:')} `, fact, width)),
    ...(row.at === undefined ? [] : [`      ${paint('dim', `expected at ${row.at.file}:${row.at.line}`)}`]),
  ]
}

function summary(view: CheckView, { paint }: Look): string {
  const total = view.met + view.failed + view.undetermined
  if (view.met === total) return paint('good', `${counted(total, 'expectation')}, all met`)
  const parts = [
    `${view.met} met`,
    ...(view.failed > 0 ? [`${view.failed} failed`] : []),
    ...(view.undetermined > 0 ? [`${view.undetermined} undetermined`] : []),
  ]
  return `${counted(total, 'expectation')}: ${paint(view.failed > 0 ? 'bad' : 'warn', parts.join(', '))}`
}
