/** `ovs-vsctl show`: bridges, ports and interfaces by indentation. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { OvsBridge, OvsInterface, OvsPort, OvsState } from '../../model/ovs.js'
import type { OvsDatum } from '../../model/ovs-datum.js'
import { unquoteAtom } from '../../model/ovs-datum.js'
import { bridgeOfRow, interfaceOfRow, type OvsRow, portOfRow } from '../../model/ovs-row.js'
import { listedDatum } from './ovsdb-tables.js'

export type Shown = {
  readonly kind: 'Bridge' | 'Port' | 'Interface' | 'Controller' | 'Manager'
  readonly name: string
  readonly columns: OvsRow
  readonly inside: readonly Shown[]
  readonly origin: Origin
}

export type ShowDocument = { readonly capture: string; readonly records: readonly Shown[]; readonly version?: string }

type Open = {
  readonly depth: number
  readonly record: { kind: Shown['kind']; name: string; columns: Record<string, OvsDatum>; inside: Open['record'][]; origin: Origin }
}

export function parseShow(text: string, capture: string): Parsed<ShowDocument> {
  const records: Open['record'][] = []
  const diagnostics: Diagnostic[] = []
  let version: string | undefined
  let path: readonly Open[] = []
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const content = found[0].trim()
    const depth = found[0].length - found[0].trimStart().length
    const origin = { capture, start: found.index + depth, end: found.index + depth + content.length }
    path = path.filter((open) => open.depth < depth)
    const head = /^(Bridge|Port|Interface|Controller|Manager) (.+)$/.exec(content)
    const column = /^(\w+): (.*)$/.exec(content)
    if (head !== null) {
      const record = { kind: head[1] as Shown['kind'], name: unquoteAtom(head[2] ?? ''), columns: {}, inside: [], origin }
      const above = path.at(-1)
      if (above === undefined) records.push(record)
      else above.record.inside.push(record)
      path = [...path, { depth, record }].slice(-8)
    } else if (column?.[1] === 'ovs_version' && path.length === 0) version = unquoteAtom(column[2] ?? '')
    else if (column !== null && path.length > 0) setColumn(path, column[1] ?? '', listedDatum(column[2] ?? ''))
    else if (content !== '' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(content) && diagnostics.length < 100)
      diagnostics.push(notUnderstood(content, origin))
  }
  return { document: { capture, records, ...(version === undefined ? {} : { version }) }, diagnostics }
}

function setColumn(path: readonly Open[], name: string, datum: OvsDatum): void {
  const record = path.at(-1)?.record
  if (record !== undefined) record.columns[name] = datum
}

function notUnderstood(content: string, at: Origin): Diagnostic {
  return {
    code: 'ovs/not-understood',
    severity: 'note',
    message: `not understood: ${content.slice(0, 60).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`,
    at,
    because: 'this line is no part of what ovs-vsctl show prints',
  }
}

/** As far as it is shown: VLAN modes, bond modes and settings are not. */
export function lowerShow({ records }: ShowDocument): OvsState {
  return { bridges: records.filter(({ kind }) => kind === 'Bridge').map(bridgeOf), settings: {} }
}

function inside(record: Shown, kind: Shown['kind']): readonly Shown[] {
  return record.inside.filter((one) => one.kind === kind)
}

function rowOf({ name, columns }: Shown): OvsRow {
  return { ...columns, name: { kind: 'set', values: [name] } }
}

function bridgeOf(record: Shown): OvsBridge {
  const controllers = inside(record, 'Controller').map(({ name }) => name)
  return bridgeOfRow(rowOf(record), { ports: inside(record, 'Port').map(portOf), controllers, origin: record.origin })
}

function portOf(record: Shown): OvsPort {
  return portOfRow(rowOf(record), inside(record, 'Interface').map(interfaceOf), record.origin)
}

function interfaceOf(record: Shown): OvsInterface {
  return interfaceOfRow(rowOf(record))
}
