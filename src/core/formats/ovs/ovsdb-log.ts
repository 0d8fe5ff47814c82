/** The database file of ovsdb-server, e.g. /etc/openvswitch/conf.db: the schema and then every change, replayed to the last state (ovsdb(5)). */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { OvsDatum } from '../../model/ovs-datum.js'
import type { OvsRow } from '../../model/ovs-row.js'
import type { OvsdbDocument, OvsdbRow } from './ovsdb-document.js'
import { datumOf, isRecord, parseJson } from './ovsdb-value.js'
import { sha1, utf8Of } from './sha1.js'

const HEADER = /^OVSDB (JSON|CLUSTER) (\d{1,10}) ([0-9a-f]{40})$/

export function looksLikeDatabaseFile(text: string): boolean {
  return /^OVSDB (JSON|CLUSTER) \d/.test(text)
}

export function parseDatabaseFile(text: string, capture: string): Parsed<OvsdbDocument> {
  const first = recordAt(text, 0)
  if (first === undefined || 'fault' in first) return unread(capture, [noDatabase(text, capture, first?.fault)])
  if (first.magic === 'CLUSTER') return unread(capture, [clustered(capture, first)])
  const schema = parseJson(first.json)?.value
  if (!isRecord(schema)) return unread(capture, [noDatabase(text, capture, 'its first record is no schema')])
  const name = typeof schema['name'] === 'string' ? schema['name'] : ''
  if (name !== 'Open_vSwitch')
    return { document: { capture, database: name, tables: [], unread: true }, diagnostics: [other(capture, name, first)] }
  const replay: Replay = { capture, text, multiple: multipleColumns(schema), tables: new Map() }
  const diagnostics = replayAll(replay, first.end)
  return { document: { capture, database: name, tables: tablesOf(replay) }, diagnostics }
}

type LogRecord = { readonly magic: string; readonly json: string; readonly start: number; readonly end: number }

/** The JSON of a record is one line; its length and hash are those of its bytes. */
function recordAt(text: string, start: number): LogRecord | { readonly fault: string } | undefined {
  if (start >= text.length) return undefined
  const headEnd = endOfLine(text, start)
  const header = HEADER.exec(text.slice(start, Math.min(headEnd, start + 80)).trimEnd())
  if (header === null) return { fault: 'no record header where one is due' }
  const [, magic = '', length = '', hash = ''] = header
  const end = endOfLine(text, headEnd)
  const json = text.slice(headEnd, end)
  const bytes = utf8Of(json)
  if (bytes.length !== Number(length)) return { fault: `a record of ${length} bytes is announced, and ${bytes.length} follow` }
  if (sha1(bytes) !== hash) return { fault: 'a record does not have the hash that its header tells' }
  return { magic, json, start: headEnd, end }
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start)
  return newline < 0 ? text.length : newline + 1
}

type Replay = {
  readonly capture: string
  readonly text: string
  /** `TABLE COLUMN` of those that may hold several values, where a change is a difference. */
  readonly multiple: ReadonlySet<string>
  readonly tables: Map<string, Map<string, { columns: OvsRow; origin: Origin }>>
}

function replayAll(replay: Replay, from: number): readonly Diagnostic[] {
  const { text, capture } = replay
  for (let at = from; ; ) {
    const record = recordAt(text, at)
    if (record === undefined) return []
    if ('fault' in record) return [cutOff(capture, { start: at, end: endOfLine(text, at) }, record.fault)]
    const change = parseJson(record.json)?.value
    if (!isRecord(change)) return [cutOff(capture, record, 'a record is no JSON object')]
    replayRecord(replay, record, change)
    at = record.end
  }
}

function replayRecord(replay: Replay, record: LogRecord, change: Readonly<Record<string, unknown>>): void {
  for (const [table, rows] of Object.entries(change)) {
    if (table.startsWith('_') || !isRecord(rows)) continue
    const known = replay.tables.get(table) ?? new Map<string, { columns: OvsRow; origin: Origin }>()
    replay.tables.set(table, known)
    for (const [uuid, columns] of Object.entries(rows)) {
      if (!isRecord(columns)) {
        known.delete(uuid)
        continue
      }
      const old = known.get(uuid)
      const origin = old !== undefined && !nameChanges(columns) ? old.origin : originOf(replay, record, uuid)
      known.set(uuid, { columns: changed({ replay, table, difference: change['_is_diff'] === true }, old?.columns ?? {}, columns), origin })
    }
  }
}

/** A row is shown where it was made: what the running switch writes into it later explains nothing. */
function nameChanges(columns: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(columns, 'name')
}

function originOf({ capture, text }: Replay, record: LogRecord, uuid: string): Origin {
  const found = record.json.indexOf(`"${uuid}":{`)
  if (found < 0) return { capture, start: record.start, end: Math.min(record.end, text.length) }
  const start = record.start + found
  return { capture, start, end: start + uuid.length + 2 }
}

type How = { readonly replay: Replay; readonly table: string; readonly difference: boolean }

function changed({ replay, table, difference }: How, old: OvsRow, columns: Readonly<Record<string, unknown>>): OvsRow {
  const row: Record<string, OvsDatum> = { ...old }
  for (const [column, value] of Object.entries(columns)) {
    const datum = datumOf(value)
    if (datum === undefined) continue
    const before = Object.hasOwn(row, column) ? row[column] : undefined
    row[column] = difference && replay.multiple.has(`${table} ${column}`) ? withDifference(before, datum) : datum
  }
  return row
}

/** What is in both goes, what is only in the difference comes, and a key with another value takes it (ovsdb_datum_apply_diff). */
function withDifference(old: OvsDatum | undefined, difference: OvsDatum): OvsDatum {
  if (difference.kind === 'set') {
    const values = new Set(old?.kind === 'set' ? old.values : [])
    for (const value of difference.values) if (!values.delete(value)) values.add(value)
    return { kind: 'set', values: [...values] }
  }
  const pairs = new Map(old?.kind === 'map' ? old.pairs : [])
  for (const [key, value] of difference.pairs) {
    if (pairs.get(key) === value) pairs.delete(key)
    else pairs.set(key, value)
  }
  return { kind: 'map', pairs: [...pairs] }
}

function multipleColumns(schema: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const tables = isRecord(schema['tables']) ? Object.entries(schema['tables']) : []
  const names = tables.flatMap(([table, described]) => {
    const columns = isRecord(described) && isRecord(described['columns']) ? Object.entries(described['columns']) : []
    return columns.filter(([, column]) => holdsSeveral(column)).map(([column]) => `${table} ${column}`)
  })
  return new Set(names)
}

function holdsSeveral(column: unknown): boolean {
  const type = isRecord(column) ? column['type'] : undefined
  if (!isRecord(type)) return false
  const most = type['max'] ?? 1
  return type['value'] !== undefined || most === 'unlimited' || (typeof most === 'number' && most > 1)
}

function tablesOf({ tables }: Replay): OvsdbDocument['tables'] {
  return [...tables].map(([name, rows]) => ({
    name,
    rows: [...rows].map(([uuid, { columns, origin }]): OvsdbRow => ({ uuid, columns, origin })),
  }))
}

function unread(capture: string, diagnostics: readonly Diagnostic[]): Parsed<OvsdbDocument> {
  return { document: { capture, tables: [], unread: true }, diagnostics }
}

function noDatabase(text: string, capture: string, fault: string | undefined): Diagnostic {
  return {
    code: 'ovs/no-database',
    severity: 'error',
    message: `${capture} is no database of ovsdb-server${fault === undefined ? '' : `: ${fault}`}`,
    at: { capture, start: 0, end: Math.min(endOfLine(text, 0), text.length) },
    because: 'ovsdb-server refuses to start with it, so the host has no Open vSwitch bridge',
    help: 'compare with `ovsdb-tool check-cluster` or `ovsdb-tool db-name` on the host, or capture `ovs-vsctl show`',
  }
}

function clustered(capture: string, { start, end }: LogRecord): Diagnostic {
  return {
    code: 'ovs/clustered-database',
    severity: 'warning',
    message: `${capture} is the database of a cluster and is not read`,
    at: { capture, start, end },
    because: 'which of its records count is known to the other servers of the cluster only',
    help: 'capture `ovsdb-client dump --format=json` of the running server',
  }
}

function other(capture: string, name: string, { start, end }: LogRecord): Diagnostic {
  return {
    code: 'ovs/other-database',
    severity: 'note',
    message: `${capture} holds the database ${JSON.stringify(name)}, which is not that of Open vSwitch`,
    at: { capture, start, end },
    because: 'it says nothing about the bridges of this host',
  }
}

function cutOff(capture: string, { start, end }: { readonly start: number; readonly end: number }, fault: string): Diagnostic {
  return {
    code: 'ovs/record-damaged',
    severity: 'warning',
    message: `${capture}: ${fault}`,
    at: { capture, start, end },
    because: 'ovsdb-server goes back to the state before this record and drops the rest of the file',
    help: 'capture the file again while nobody writes to it, or restore it from a backup',
  }
}
