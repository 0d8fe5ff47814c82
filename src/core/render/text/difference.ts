/** What two networks treat differently: the cause first, the flows beneath it. */
import type { DifferenceGroupView, DifferenceView, FlowDifferenceView, FlowSideView } from '../view/difference.js'
import { columns, counted, hang, joinLines } from './layout.js'
import { aboutThis } from './notes.js'
import type { Look, Style } from './paint.js'
import { printable } from './printable.js'

const MOST_FLOWS = 8
const MOST_PLACES = 3

const STYLES: Readonly<Record<DifferenceGroupView['kind'], Style>> = { lost: 'bad', unclear: 'warn', changed: 'accent', gained: 'good' }

export function renderDifferences(raw: DifferenceView, look: Look): string {
  const view = printable(raw)
  const { paint } = look
  return joinLines([
    `${paint('bold', view.before)} → ${paint('bold', view.after)}`,
    ...view.groups.flatMap((group) => ['', ...renderGroup(group, look)]),
    '',
    `${tally(view)}; ${counted(view.compared, 'flow')} compared, by ${view.protocols.join(', ')}`,
    ...(view.unknown === 0 ? [] : [paint('warn', `of ${counted(view.unknown, 'flow')} at least one side is not known`)]),
  ])
}

function tally({ groups }: DifferenceView): string {
  if (groups.length === 0) return 'nothing differs'
  const kinds = [...new Set(groups.map(({ kind }) => kind))]
  const sum = (kind: string) => groups.filter((group) => group.kind === kind).reduce((total, group) => total + group.flows.length, 0)
  return kinds.map((kind) => `${sum(kind)} ${kind}`).join(', ')
}

function renderGroup(group: DifferenceGroupView, look: Look): readonly string[] {
  const { paint } = look
  const address = group.flows.every((flow) => flow.address === group.flows[0]?.address) ? undefined : group.flows[0]?.address
  const text = address === undefined ? group.why : aboutThis(address, group.why)
  const tense = group.side === 'before' ? 'it was: ' : ''
  const shown = group.flows.slice(0, MOST_FLOWS)
  const rest = group.flows.length - shown.length
  return [
    `${paint(STYLES[group.kind], `${group.kind}, ${counted(group.flows.length, 'flow')}`)}: ${causeOf(group)}`,
    ...hang('  ', tense + text, look.width),
    ...group.origins.slice(0, MOST_PLACES).map((place) => `    ${paint('dim', `${place.file}:${place.line}  ${place.text.trim()}`)}`),
    ...columns(shown.map(flowCells), '    '),
    ...(rest > 0 ? [`    and ${counted(rest, 'more flow')}`] : []),
  ]
}

function causeOf({ kind, before, after, at, side }: DifferenceGroupView): string {
  const where = at === undefined ? '' : ` on ${at}`
  if (kind === 'changed') return `${before} → ${after}${where}`
  return `${side === 'before' ? before : after}${where}`
}

function flowCells({ from, to, address, protocol, before, after }: FlowDifferenceView): readonly string[] {
  return [`${from} → ${address} (${to})`, protocol, `${sideText(before)} → ${sideText(after)}`]
}

function sideText(side: FlowSideView | undefined): string {
  if (side === undefined) return 'no such address'
  return side.verdict === 'undetermined' || side.verdict === 'ambiguous' ? side.verdict : side.outcome
}
