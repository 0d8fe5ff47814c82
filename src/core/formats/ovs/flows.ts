/** Flows: what `ovs-ofctl dump-flows` prints and what files for `ovs-ofctl add-flows` hold. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { OvsAction, OvsFlow, OvsMatch } from '../../model/ovs-flow.js'
import { nearest } from '../../std/nearest.js'
import { isAction, isField, PROTOCOLS, RESERVED_PORTS, STATISTICS } from './flow-words.js'
import { type KeyValue, keyValues } from './key-values.js'

/** A word of a flow as it is written. */
export type FlowWord = { readonly key: string; readonly value?: string; readonly origin: Origin }

export type FlowLine = {
  /** `table`, `priority`, `cookie`, counters and flags. */
  readonly statistics: readonly FlowWord[]
  readonly match: readonly FlowWord[]
  readonly actions: readonly FlowWord[]
  readonly origin: Origin
}

export type FlowsDocument = { readonly capture: string; readonly flows: readonly FlowLine[] }

export function parseFlows(text: string, capture: string): Parsed<FlowsDocument> {
  const flows: FlowLine[] = []
  const diagnostics: Diagnostic[] = []
  for (const { start, end } of contentLines(text)) {
    const origin = { capture, start, end }
    const actions = findActions(text, start, end)
    if (actions === undefined) {
      if (!isHeading(text.slice(start, Math.min(end, start + 200)))) diagnostics.push(noFlow(text.slice(start, end), origin))
      continue
    }
    const flow = readFlow({ text, capture, start, end }, actions, origin)
    diagnostics.push(...findings(flow))
    flows.push(flow)
  }
  return { document: { capture, flows }, diagnostics: diagnostics.slice(0, MOST) }
}

const MOST = 100

/** Without white space around them, without comments and empty ones. */
function contentLines(text: string): readonly { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap((found) => {
    const line = found[0]
    const start = found.index + (line.length - line.trimStart().length)
    const end = start + line.trim().length
    return end === start || text[start] === '#' ? [] : [{ start, end }]
  })
}

function isHeading(line: string): boolean {
  return /^(NXST|OFPST)_FLOW(_MONITOR)? reply|^\(xid=|^flow_count=|^(add|delete|modify)(_strict)?\b|^(bundle|FLOW)\b/.test(line)
}

type Span = { readonly text: string; readonly capture: string; readonly start: number; readonly end: number }

/** Where the fields end and where the actions begin. */
function findActions(text: string, start: number, end: number): { readonly before: number; readonly from: number } | undefined {
  const line = text.slice(start, end)
  const found = /(^|[\s,])(actions?=)/.exec(line)
  if (found === null) return undefined
  return { before: start + found.index, from: start + found.index + found[0].length }
}

function readFlow(span: Span, actions: { readonly before: number; readonly from: number }, origin: Origin): FlowLine {
  const { text, capture, start, end } = span
  const fields = keyValues(text, start, actions.before).filter(
    ({ key }, index) => index > 0 || !/^(add|delete|modify)(_strict)?$/.test(key),
  )
  const word = ({ key, value, start: from, end: to }: KeyValue): FlowWord => ({
    key,
    ...(value === undefined ? {} : { value }),
    origin: { capture, start: from, end: to },
  })
  return {
    statistics: fields.filter(({ key }) => STATISTICS.has(key)).map(word),
    match: fields.filter(({ key }) => !STATISTICS.has(key)).map(word),
    actions: keyValues(text, actions.from, end).map(word),
    origin,
  }
}

function findings({ match, actions }: FlowLine): readonly Diagnostic[] {
  const fields = match.filter(({ key }) => !PROTOCOLS.has(key) && !isField(key))
  const unknown = actions.filter(({ key, value }) => value !== undefined && !isAction(key) && !isField(key))
  return [
    ...fields.map(({ key, origin }) => unknownWord('field', key, origin)),
    ...unknown.map(({ key, origin }) => unknownWord('action', key, origin)),
  ]
}

const SUGGESTED = {
  field: 'in_port dl_src dl_dst dl_vlan dl_type nw_src nw_dst nw_proto tp_src tp_dst ct_state ct_zone tun_id arp_tpa ip arp tcp udp'.split(
    ' ',
  ),
  action: 'output resubmit mod_vlan_vid strip_vlan push_vlan pop_vlan set_field ct learn group load move drop normal'.split(' '),
} as const

function unknownWord(what: 'field' | 'action', key: string, at: Origin): Diagnostic {
  const meant = nearest(key, SUGGESTED[what])
  return {
    code: `ovs/unknown-flow-${what}`,
    severity: 'note',
    message: `flow ${what} ${clean(key)} is not known`,
    at,
    because: `what the flow does with packets depends on it`,
    ...(meant === undefined ? {} : { help: `did you mean ${meant}?` }),
  }
}

function noFlow(text: string, at: Origin): Diagnostic {
  return {
    code: 'ovs/no-flow',
    severity: 'note',
    message: `not understood as a flow: ${clean(text)}`,
    at,
    because: 'a flow ends in actions=…',
  }
}

function clean(text: string): string {
  const one = text.slice(0, 80).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
  return one.length > 60 ? `${one.slice(0, 57)}...` : one
}

/** What a flow says, defaults filled in (OFP_DEFAULT_PRIORITY). */
export function lowerFlows({ flows }: FlowsDocument): readonly OvsFlow[] {
  return flows.map(({ statistics, match, actions, origin }) => {
    const said = (name: string) => statistics.find(({ key }) => key === name)?.value
    const count = (name: string, text = said(name)) => (text !== undefined && /^\d+$/.test(text) ? { [name]: Number(text) } : {})
    const { n_packets: packets, n_bytes: bytes } = { ...count('n_packets'), ...count('n_bytes') }
    return {
      table: Number(/^\d+$/.exec(said('table') ?? said('table_id') ?? '')?.[0] ?? 0),
      priority: Number(/^\d+$/.exec(said('priority') ?? '')?.[0] ?? 32768),
      ...(said('cookie') === undefined ? {} : { cookie: said('cookie') ?? '' }),
      ...(packets === undefined ? {} : { packets }),
      ...(bytes === undefined ? {} : { bytes }),
      match: match.map(lowerMatch),
      actions: actions.map(lowerAction),
      origin,
    }
  })
}

function lowerMatch({ key, value }: FlowWord): OvsMatch {
  if (value === undefined) return { field: key }
  const slash = value.indexOf('/')
  return slash < 0 ? { field: key, value: unquoted(value) } : { field: key, value: value.slice(0, slash), mask: value.slice(slash + 1) }
}

/** A port by itself is an output to it; reserved ones are kept as the action that they are. */
function lowerAction({ key, value }: FlowWord): OvsAction {
  const name = key.toLowerCase()
  if (value === undefined && RESERVED_PORTS.has(name)) return { name }
  if (value === undefined && !isAction(name)) return { name: 'output', value: unquoted(key) }
  return { name: isAction(name) ? name : key, ...(value === undefined ? {} : { value: name === 'output' ? unquoted(value) : value }) }
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
