/** A walk hop by hop, then the reason in one sentence, then what helps. */
import type { FixView } from '../view/fix.js'
import type { PlaceView } from '../view/place.js'
import type { HopView, StepView, TraceView, WalkView } from '../view/trace.js'
import { counted, hang, joinLines, pad } from './layout.js'
import type { Look } from './paint.js'
import { printable } from './printable.js'
import { markOf, styleOfVerdict } from './tone.js'

/** Longest kind of step: `neighbour`, `rp-filter`. */
const KIND_WIDTH = 9
const MOST_PLACES = 3
const MOST_SIDE_EFFECTS = 4

export function renderTrace(raw: TraceView, look: Look): string {
  const view = printable(raw)
  const world = view.world === undefined ? '' : look.paint('dim', `  (world ${view.world})`)
  const hops = view.both === true ? renderBothWays : renderHops
  const reverse = view.reverse === undefined ? [] : ['', ...renderWalk(view.reverse, look, { remark: '', hops })]
  return joinLines([...renderWalk(view, look, { remark: world, hops }), ...reverse])
}

type Manner = { readonly remark: string; readonly hops: (view: WalkView, look: Look) => readonly string[] }

function renderWalk(view: WalkView, look: Look, { remark, hops }: Manner): readonly string[] {
  const { paint } = look
  const target = view.address === undefined || view.address === view.to ? view.to : `${view.to} (${view.address})`
  return [
    `${paint('bold', `${view.from} → ${target}`)}  ${view.protocol}, ${counted(view.count, 'probe')}${remark}`,
    '',
    ...hops(view, look),
    ...conclusion(view, look),
    ...renderFixes(view, look),
  ]
}

/** In the order in which it happens. */
function renderHops({ hops }: Pick<WalkView, 'hops'>, look: Look): readonly string[] {
  return hops.flatMap((hop, index) => renderHop(hop, hops[index - 1], look))
}

const PARTS = [
  ['name', 'name'],
  ['request', 'request'],
  ['reply', 'answer'],
  ['error', 'messages'],
] as const

/** One after the other, each with the nodes that it passes. */
function renderBothWays(view: WalkView, look: Look): readonly string[] {
  const parts = PARTS.flatMap(([role, title]) => {
    const hops = view.hops.filter((hop) => hop.role === role)
    const isExpected = role === 'request' || role === 'reply'
    return hops.length > 0 || isExpected ? [{ title, hops, path: pathOf(hops, view, role) }] : []
  })
  const summary = parts.map(({ title, path }) => `${look.paint('bold', pad(title, KIND_WIDTH))}  ${path}`)
  const walks = parts
    .filter(({ hops }) => hops.length > 0)
    .flatMap(({ title, hops }) => ['', look.paint('bold', title.toUpperCase()), ...renderHops({ hops }, look)])
  return [...summary, ...walks]
}

/** `guest → router ✗`: a part that does not arrive ends with a cross. */
function pathOf(hops: readonly HopView[], view: WalkView, role: HopView['role']): string {
  if (hops.length === 0) return view.outcome === 'reply' ? 'at once' : 'none'
  const nodes = hops.map((hop) => hop.node).filter((node, index, all) => node !== all[index - 1])
  return `${nodes.join(' → ')}${view.lost?.role === role ? ' ✗' : ''}`
}

function renderHop(hop: HopView, before: HopView | undefined, look: Look): readonly string[] {
  const { paint } = look
  const packet = hop.packet === before?.packet ? [] : [...(before === undefined ? [] : ['']), paint('accent', hop.packet)]
  const node = packet.length === 0 && hop.node === before?.node ? [] : [`  ${paint('bold', hop.node)}`]
  return [...packet, ...node, ...hop.steps.flatMap((step) => renderStep(step, look))]
}

function renderStep(step: StepView, look: Look): readonly string[] {
  const head = `    ${markOf(step, look.paint)} ${pad(step.kind, KIND_WIDTH)}  `
  return [...hang(head, step.text, look.width), ...renderPlaces(step.origins, ' '.repeat(KIND_WIDTH + 8), look)]
}

function renderPlaces(places: readonly PlaceView[], indent: string, { paint }: Look): readonly string[] {
  const shown = places.slice(0, MOST_PLACES).map((place) => `${indent}${paint('dim', `${place.file}:${place.line}  ${place.text.trim()}`)}`)
  const rest = places.length - MOST_PLACES
  return rest > 0 ? [...shown, `${indent}${paint('dim', `and ${counted(rest, 'more line')}`)}`] : shown
}

function conclusion(view: WalkView, look: Look): readonly string[] {
  const { paint, width } = look
  const style = styleOfVerdict(view.verdict)
  const doubt = view.verdict === 'undetermined' ? 'perhaps ' : ''
  const head = `${paint(style, `${view.verdict}: ${doubt}${seen(view)}`)}  ${paint('dim', `[${view.reason}]`)}`
  return [
    '',
    head,
    ...hang('  ', view.why, width),
    ...renderPlaces(view.origins, '    ', look),
    ...view.redirects
      .slice(0, 1)
      .flatMap(({ from, gateway }) => hang('  ', `ping prints a redirect: From ${from}: Redirect Host (New nexthop: ${gateway})`, width)),
    ...view.changes.flatMap((change) => hang('  ', change, width)),
    ...view.missing.flatMap((fact) => hang(`  ${paint('warn', 'missing:')} `, fact, width)),
    ...(view.reason === 'reachable' ? [] : [`  ${paint('dim', `more about it: bridgework explain ${view.reason}`)}`]),
  ]
}

/** What the sender sees, in a few words: `reply, ttl 64, 3 of 3`. */
function seen(view: WalkView): string {
  const by = view.saidBy === undefined ? '' : ` from ${view.saidBy === 'local' ? 'its own kernel' : view.saidBy}`
  const ttl = view.ttl === undefined ? '' : `, ttl ${view.ttl}`
  const partly = view.replies > 0 && view.replies < view.count ? `, ${view.replies} of ${view.count} answered` : ''
  const lost = view.lost === undefined ? '' : `; the ${view.lost.role} ends on ${view.lost.node}`
  return `${view.outcome}${view.outcome === 'reply' ? '' : by}${ttl}${partly}${lost}`
}

const MOST_FIXES = 5

function renderFixes({ fixes }: WalkView, look: Look): readonly string[] {
  if (fixes.length === 0) return []
  const shown = fixes.slice(0, MOST_FIXES)
  const rest = fixes.length - shown.length
  return [
    '',
    look.paint('bold', 'What helps (tried in the model)'),
    ...shown.flatMap((fix, index) => renderFix(fix, index, look)),
    ...(rest > 0 ? [`  and ${counted(rest, 'more change')} (--json has them all)`] : []),
  ]
}

function renderLasting(lasting: FixView['lasting'], { paint }: Look): readonly string[] {
  if (lasting === undefined) return []
  const where = lasting.where === undefined ? '' : ` ${lasting.where}`
  return [`     ${paint('dim', `to last: ${lasting.file}${where}`)}`, ...lasting.lines.map((line) => `       ${paint('dim', line)}`)]
}

function renderFix(fix: FixView, index: number, look: Look): readonly string[] {
  const head = `  ${index + 1}. on ${fix.node}: `
  const shown = fix.also.slice(0, MOST_SIDE_EFFECTS)
  const rest = fix.also.length - shown.length
  return [
    `${head}${look.paint('good', fix.command)}`,
    ...(fix.also.length === 0 ? [`     ${look.paint('dim', 'changes no other ping')}`] : []),
    ...shown.map(
      ({ from, to, address, before, after }) => `     ${look.paint('warn', 'also')} ${from} → ${address} (${to}): ${before} → ${after}`,
    ),
    ...(rest > 0 ? [`     and ${counted(rest, 'more flow')}`] : []),
    ...renderLasting(fix.lasting, look),
  ]
}
