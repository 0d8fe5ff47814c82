/** A lab test on a screen: one line for each probe, prediction beside measurement, then what the boot did differently. */
import type { BootRow } from '../../lab/replayed.js'
import type { LabReport, LabTestView, TestRow } from '../../lab/report.js'
import { redirectText } from '../../lab/verdict.js'
import { columns, counted, hang, joinLines } from './layout.js'
import type { Look, Style } from './paint.js'
import { printable } from './printable.js'

const SIGNS: Readonly<Record<TestRow['verdict']['kind'], { readonly mark: string; readonly style: Style }>> = {
  'agrees': { mark: '✓', style: 'good' },
  'disagrees': { mark: '✗', style: 'bad' },
  'proves-nothing': { mark: '?', style: 'warn' },
}

export function renderLabTest(raw: LabTestView, look: Look): string {
  const view = printable(raw)
  const labs = view.labs.flatMap((lab, index) => [...(index === 0 ? [] : ['']), ...renderLab(lab, look)])
  return joinLines([...labs, '', summary(view, look)])
}

function renderLab(lab: LabReport, look: Look): readonly string[] {
  const { paint, width } = look
  const world = lab.world === undefined ? '' : `world ${lab.world}, `
  const took = `  (${world}Linux ${lab.kernel}, built in ${lab.milliseconds.build} ms)`
  const head = ['', '', '', 'predicted', 'because', 'measured', ''].map((title) => paint('dim', title))
  const lines = columns([head, ...lab.tests.map((row) => cells(row, look))], '  ')
  return [
    `${paint('bold', lab.name)}${paint('dim', took)}`,
    ...(lab.tests.length === 0 ? ['  no probes'] : lines.slice(0, 1)),
    ...lab.tests.flatMap((row, index) => [lines[index + 1] ?? '', ...details(row, look)]),
    ...bootLines(lab.boot, look),
    ...lab.deviations.flatMap((text) => hang(`  ${paint('dim', 'note:')} `, text, width)),
    ...(lab.interrupted ? [`  ${paint('warn', 'interrupted: the other probes were not sent')}`] : []),
  ]
}

function cells(row: TestRow, { paint }: Look): readonly string[] {
  const { mark, style } = SIGNS[row.verdict.kind]
  const protocol = row.protocol.kind === 'icmp' ? '' : ` ${row.protocol.kind}/${row.protocol.port}`
  return [
    paint(style, mark),
    row.id,
    `${row.from} → ${row.to}${protocol}`,
    saying(row.predicted),
    paint('dim', row.predicted.reason),
    saying(row.measured),
    paint('dim', extras(row.measured)),
  ]
}

function saying({ outcome, saidBy }: { readonly outcome: string; readonly saidBy?: string }): string {
  return saidBy === undefined || saidBy === 'local' || outcome === 'reply' ? outcome : `${outcome} by ${saidBy}`
}

function extras(measured: TestRow['measured']): string {
  const ttl = measured.ttl === undefined ? [] : [`ttl ${measured.ttl}`]
  const redirects = measured.redirects.length === 0 ? [] : [`redirects ${redirectText(measured.redirects)}`]
  return [...ttl, ...redirects].join(', ')
}

function details(row: TestRow, { paint, width }: Look): readonly string[] {
  const { style } = SIGNS[row.verdict.kind]
  const verdict = row.verdict.kind === 'agrees' ? [] : [row.verdict.why]
  return [
    ...verdict.flatMap((text) => hang(`      ${paint(style, `${row.verdict.kind}:`)} `, text, width)),
    ...(row.verdict.kind === 'disagrees' ? hang('      ', `it was predicted because ${row.predicted.why}`, width) : []),
    ...row.unmet.flatMap((text) => hang(`      ${paint('bad', 'not as expected:')} `, text, width)),
  ]
}

export function bootLines(boot: readonly BootRow[], { paint, width }: Look): readonly string[] {
  return boot.flatMap((row) => {
    const { mark, style } = SIGNS[row.verdict]
    return [
      ...hang(`  ${paint(style, mark)} boot: `, `${row.node}, ${row.phase}: ${row.what}`, width),
      ...hang('      ', `predicted ${row.predicted}, measured ${row.measured}`, width),
    ]
  })
}

function summary({ labs, summary: { agrees, disagrees, provesNothing, unmet } }: LabTestView, { paint }: Look): string {
  const scope = `${counted(
    labs.reduce((total, lab) => total + lab.tests.length, 0),
    'probe',
  )} in ${counted(labs.length, 'lab')}`
  const interrupted = labs.some((lab) => lab.interrupted)
  if (disagrees + provesNothing + unmet === 0 && !interrupted)
    return `${scope}: ${paint('good', 'every prediction agrees with the measured packet')}`
  const parts = [
    `${agrees} agree`,
    ...(disagrees > 0 ? [`${disagrees} disagree`] : []),
    ...(provesNothing > 0 ? [`${provesNothing} prove nothing`] : []),
    ...(unmet > 0 ? [`${unmet} not as expected`] : []),
    ...(interrupted ? ['interrupted'] : []),
  ]
  return `${scope}: ${paint(disagrees + unmet > 0 ? 'bad' : 'warn', parts.join(', '))}`
}
