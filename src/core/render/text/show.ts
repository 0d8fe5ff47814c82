/** The summary table of a host's interfaces, its reasons as numbered notes beneath. */
import type { ReachView } from '../view/reach.js'
import type { GuestView, HostView, InterfaceView, ShowView } from '../view/show.js'
import { columns, hang, joinLines } from './layout.js'
import { aboutThis, Notes } from './notes.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'

export function renderShow(raw: ShowView, look: Look): string {
  const view = printable(raw)
  const { paint } = look
  const world = view.world === undefined ? '' : paint('dim', `  (world ${view.world})`)
  const about = view.about === undefined ? [] : hang('', view.about, look.width)
  return joinLines([`${paint('bold', view.name)}${world}`, ...about, ...view.hosts.flatMap((host) => renderHost(host, view.outside, look))])
}

function renderHost(host: HostView, outside: readonly string[], look: Look): readonly string[] {
  const { paint } = look
  const notes = new Notes()
  const head = ['interface', 'subsystem', 'leads to', 'addresses', ...outside.map((name) => `from ${name}`)].map((title) =>
    paint('dim', title),
  )
  const rows = host.interfaces.flatMap((row) => [
    interfaceCells(row, outside, { look, notes }),
    ...row.behind.map((guest) => guestCells(guest, outside, { look, notes })),
  ])
  const title = `${paint('bold', host.host)}${outside.length === 0 ? '' : paint('dim', '  who outside can ping it')}`
  return ['', title, ...columns([head, ...rows], '  '), ...notes.render(look)]
}

type Pen = { readonly look: Look; readonly notes: Notes }

function interfaceCells(row: InterfaceView, outside: readonly string[], pen: Pen): readonly string[] {
  const name = row.up ? row.name : `${row.name} (down)`
  return [name, row.subsystem, row.leadsTo, row.addresses.join(' ') || '-', ...outside.map((from) => reachCell(row.reach, from, pen))]
}

function guestCells(guest: GuestView, outside: readonly string[], pen: Pen): readonly string[] {
  const addresses = guest.addresses.join(' ') || 'no address'
  return [`  └ ${guest.guest}`, `guest's ${guest.interface}`, '', addresses, ...outside.map((from) => reachCell(guest.reach, from, pen))]
}

/** `yes`, `no`, `some` of several addresses, each with the numbers of its notes. */
function reachCell(reach: readonly ReachView[], from: string, { look, notes }: Pen): string {
  const asked = reach.filter((one) => one.from === from)
  if (asked.length === 0) return '-'
  const numbers = [...new Set(asked.map((one) => notes.number(noteOf(one))))]
  const suffix = look.paint('dim', numbers.map((number) => ` ${number}`).join(''))
  const good = asked.filter((one) => one.verdict === 'reachable').length
  if (good === asked.length) return `${look.paint('good', 'yes')}${suffix}`
  if (good > 0) return `${look.paint('warn', 'some')}${suffix}`
  const doubtful = asked.every((one) => one.verdict === 'undetermined' || one.verdict === 'ambiguous')
  return `${doubtful ? look.paint('warn', 'unknown') : look.paint('bad', 'no')}${suffix}`
}

function noteOf({ verdict, outcome, why, address }: ReachView): string {
  return verdict === 'reachable' ? why : `${outcome}: ${aboutThis(address, why)}`
}
