/** One row per address, one column per asking node, the reasons as notes beneath. */
import type { Outcome } from '../../trace/outcome.js'
import type { CellView, MatrixView } from '../view/matrix.js'
import { columns, hang, joinLines } from './layout.js'
import { aboutThis, Notes } from './notes.js'
import type { Look, Style } from './paint.js'
import { printable } from './printable.js'

/** One sign for each outcome. */
const SIGNS: Readonly<Record<Outcome, string>> = {
  'reply': '✓',
  'silence': '·',
  'host-unreachable': 'H',
  'net-unreachable': 'N',
  'port-unreachable': 'P',
  'prohibited': 'X',
  'no-route': '-',
  'no-address': 'A',
  'refused': 'R',
  'unknown-host': 'U',
  'too-big': 'M',
  'ttl-exceeded': 'T',
  'not-permitted': '!',
  'proto-unreachable': 'O',
}

export function renderMatrix(raw: MatrixView, look: Look): string {
  const view = printable(raw)
  const { paint } = look
  const world = view.world === undefined ? '' : paint('dim', `  (world ${view.world})`)
  const notes = new Notes()
  const senders = view.nodes.map((node) => node.name)
  const head = ['to', 'address', ...senders].map((title) => paint('dim', title))
  const rows = targetsOf(view).map(({ to, address, first }) => {
    const cells = senders.map((from) =>
      signOf(
        view.cells.find((cell) => cell.from === from && cell.to === to && cell.address === address),
        look,
        notes,
      ),
    )
    return [first ? paint('bold', to) : '', address, ...cells]
  })
  return joinLines([
    `${paint('bold', view.name)}${world}  ${view.protocol}; each column asks the addresses of the rows`,
    '',
    ...columns([head, ...rows], '  '),
    ...notes.render(look),
    '',
    ...legend(view.cells, look),
  ])
}

function targetsOf({ cells, nodes }: MatrixView): readonly { readonly to: string; readonly address: string; readonly first: boolean }[] {
  const targets = [...new Map(cells.map(({ to, address }) => [`${to} ${address}`, { to, address }])).values()]
  const ordered = nodes.flatMap(({ name }) => targets.filter((target) => target.to === name))
  return ordered.map((target, index) => ({ ...target, first: ordered[index - 1]?.to !== target.to }))
}

function signOf(cell: CellView | undefined, { paint }: Look, notes: Notes): string {
  if (cell === undefined) return ''
  if (cell.verdict === 'reachable') return paint('good', SIGNS.reply)
  const number = paint('dim', String(notes.number(`${cell.reason}: ${aboutThis(cell.address, cell.why)}`)))
  const isKnown = cell.verdict === 'unreachable'
  const style: Style = isKnown ? 'bad' : 'warn'
  return `${paint(style, isKnown ? SIGNS[cell.outcome] : '?')} ${number}`
}

function legend(cells: readonly CellView[], look: Look): readonly string[] {
  const seen = [
    ...new Set(cells.filter((cell) => cell.verdict === 'reachable' || cell.verdict === 'unreachable').map((cell) => cell.outcome)),
  ]
  const parts = seen.map((outcome) => `${SIGNS[outcome]} ${outcome}`)
  const doubt = cells.some((cell) => cell.verdict === 'ambiguous' || cell.verdict === 'undetermined') ? ['? not known'] : []
  return hang('  ', look.paint('dim', [...parts, ...doubt].join('   ')), look.width)
}
