/** One line per probe with a column for each world, then what it proves. */
import { type DemoRow, type DemoView, isProven, probeKey } from '../view/demo.js'
import { columns, counted, hang, joinLines } from './layout.js'
import type { Look, Style } from './paint.js'
import { printable } from './printable.js'

const SIGNS: Readonly<Record<DemoRow['agreement'], { readonly mark: string; readonly style: Style }>> = {
  'agrees': { mark: '✓', style: 'good' },
  'disagrees': { mark: '✗', style: 'bad' },
  'proves-nothing': { mark: '?', style: 'warn' },
}
/** Below this width the origin of each probe is left out. */
const WIDE = 115

export function renderDemo(raw: DemoView, look: Look): string {
  const view = printable(raw)
  const head = ['', ...(look.width >= WIDE ? [''] : []), 'predicted and measured in', ...view.worlds].map((title) =>
    look.paint('dim', title),
  )
  const bad = view.repeats.filter((row) => row.agreement !== 'agrees' || row.unmet.length > 0)
  const probes = groupByProbe([...view.rows, ...bad])
  const lines = columns([head, ...probes.map((rows) => cells(rows, view.worlds, look))], '  ')
  const body = probes.flatMap((rows, index) => {
    const scenario = rows[0]?.scenario ?? ''
    const title = scenario === probes[index - 1]?.[0]?.scenario ? [] : [look.paint('bold', scenario)]
    return [...title, lines[index + 1] ?? '', ...rows.flatMap((row) => details(row, look))]
  })
  return joinLines([lines[0] ?? '', ...body, '', ...summary(view, look)])
}

function cells(rows: readonly DemoRow[], worlds: readonly string[], look: Look): readonly string[] {
  const first = rows[0]
  if (first === undefined) return []
  const about = look.width >= WIDE ? [look.paint('dim', first.about ?? '')] : []
  const target = `${first.from} → ${first.to}${first.protocol === 'icmp' ? '' : ` ${first.protocol}`}`
  return [
    first.id,
    ...about,
    target,
    ...worlds.map((world) =>
      cell(
        rows.find((row) => row.world === world),
        look,
      ),
    ),
  ]
}

function cell(row: DemoRow | undefined, { paint }: Look): string {
  if (row === undefined) return '-'
  const { mark, style } = SIGNS[row.agreement]
  const measured = row.measured.outcome === row.predicted.outcome ? '' : ` / ${row.measured.outcome}`
  const redirected = row.predicted.redirects.length === 0 ? '' : ' + redirect'
  return `${paint(style, mark)} ${row.predicted.outcome}${redirected}${measured}`
}

function details(row: DemoRow, look: Look): readonly string[] {
  return [...row.remarks, ...row.unmet].flatMap((text) => hang(`      ${look.paint('warn', `${row.world}:`)} `, text, look.width))
}

function summary(view: DemoView, look: Look): readonly string[] {
  const { paint, width } = look
  const total = view.rows.length
  const repeats = view.repeats.length === 0 ? [] : [repeatsText(view)]
  const complaints = view.complaints.flatMap((text) => hang(`${paint('bad', 'boot:')} `, text, width))
  const scope = `${counted(view.probes, 'probe')} in ${counted(view.worlds.length, 'world')} make ${counted(total, 'row')}, in ${view.seconds} s`
  if (isProven(view)) return [...repeats, `${scope}: ${paint('good', `all ${total} predictions agree with the measured packet`)}`]
  const parts = [
    `${view.agree} agree`,
    ...(view.disagree > 0 ? [`${view.disagree} disagree`] : []),
    ...(view.provesNothing > 0 ? [`${view.provesNothing} prove nothing`] : []),
    ...(view.interrupted ? ['interrupted, the other probes were not sent'] : []),
    ...(view.unexpected > 0 ? [`${view.unexpected} differ from what the scenario expects`] : []),
  ]
  return [
    ...complaints,
    ...repeats,
    `${scope}: ${paint(view.disagree + view.unexpected + view.complaints.length > 0 ? 'bad' : 'warn', parts.join(', '))}`,
  ]
}

function repeatsText(view: DemoView): string {
  const names = [...new Set(view.repeats.map((row) => row.scenario))].join(', ')
  const good = view.repeats.filter((row) => row.agreement === 'agrees').length
  return `${names}: ${counted(view.repeats.length, 'row')} that ask the same again, ${good === view.repeats.length ? 'all' : good} agree`
}

function groupByProbe(rows: readonly DemoRow[]): readonly (readonly DemoRow[])[] {
  const groups = new Map<string, DemoRow[]>()
  for (const row of rows) groups.set(probeKey(row), [...(groups.get(probeKey(row)) ?? []), row])
  return [...groups.values()]
}
