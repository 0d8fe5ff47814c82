/** `ovs-vsctl set|add|remove|clear`: single columns of single records (lib/db-ctl-base.c). */
import type { OvsBridge, OvsState } from '../model/index.js'
import { countFault, type OvsDatum, parseAtom, parseDatum } from '../model/ovs-datum.js'
import type { OvsChange } from '../model/ovs-request.js'
import {
  bridgeOfRow,
  interfaceOfRow,
  type OvsRow,
  portOfRow,
  rowOfBridge,
  rowOfInterface,
  rowOfPort,
  rowOfSwitch,
  switchOfRow,
} from '../model/ovs-row.js'
import { chooseColumn, chooseTable, type OvsColumn } from '../model/ovs-schema.js'

type Fault = { readonly error: string }
type Changed = OvsState | Fault
type Wanted = Extract<OvsChange, { readonly kind: 'ovs-set' | 'ovs-change' }>

/** A record found, and how the state looks with another row in its place. */
type Found = { readonly row: OvsRow; readonly put: (row: OvsRow) => OvsState }

export function setColumn(state: OvsState, change: Extract<OvsChange, { readonly kind: 'ovs-set' }>): Changed {
  return onColumn(state, change, (column, old) => {
    if (change.key !== undefined) return setKey(column, old, change)
    const datum = parseDatum(column, change.value)
    if ('error' in datum) return datum
    const fault = countFault(column, datum, change.value)
    return fault === undefined ? datum : { error: fault }
  })
}

function setKey(column: OvsColumn, old: OvsDatum, change: Extract<OvsChange, { readonly kind: 'ovs-set' }>): OvsDatum | Fault {
  if (column.value === undefined) return { error: `cannot specify key to set for non-map column ${column.name}` }
  const key = parseAtom(column.key, change.key ?? '')
  if (typeof key !== 'string') return key
  const value = parseAtom(column.value, change.value)
  return typeof value === 'string' ? union(old, { kind: 'map', pairs: [[key, value]] }) : value
}

export function changeRecord(state: OvsState, change: Extract<OvsChange, { readonly kind: 'ovs-change' }>): Changed {
  return onColumn(state, change, (column, old, table) => {
    switch (change.operation) {
      case 'clear':
        if (column.least === 0) return empty(column)
        return { error: `"clear" operation cannot be applied to column ${column.name} of table ${table}, which is not allowed to be empty` }
      case 'add':
        return addValues(column, old, change.values)
      case 'remove':
        return removeValues(column, old, { values: change.values, table })
    }
  })
}

function addValues(column: OvsColumn, old: OvsDatum, values: readonly string[]): OvsDatum | Fault {
  let datum = old
  for (const text of values) {
    const more = parseDatum(any(column), text)
    if ('error' in more) return more
    datum = union(datum, more)
  }
  const count = sizeOf(datum)
  if (count <= column.most) return datum
  // Only the server counts, so its words reach the user as they are (ovsdb_datum_from_json).
  const details = `Attempted to store ${count} elements in set of up to ${column.most} ${column.key.type}s.`
  return { error: `transaction error: {"details":"${details}","error":"constraint violation"}` }
}

function removeValues(
  column: OvsColumn,
  old: OvsDatum,
  { values, table }: { readonly values: readonly string[]; readonly table: string },
): OvsDatum | Fault {
  let datum = old
  for (const text of values) {
    const pairs = parseDatum(any(column), text)
    const less = 'error' in pairs && column.value !== undefined ? parseDatum(any(column), text, true) : pairs
    if ('error' in less) return less
    datum = without(datum, less)
  }
  const what = column.value === undefined ? 'values' : 'pairs'
  if (sizeOf(datum) >= column.least) return datum
  const would = `"remove" operation would put ${sizeOf(datum)} ${what} in column ${column.name} of table ${table}`
  return { error: `${would} but the minimum number is ${column.least}` }
}

/** `add` and `remove` read any number of values. */
function any(column: OvsColumn): OvsColumn {
  return { ...column, least: 1, most: Number.POSITIVE_INFINITY }
}

function empty(column: OvsColumn): OvsDatum {
  return column.value === undefined ? { kind: 'set', values: [] } : { kind: 'map', pairs: [] }
}

function sizeOf(datum: OvsDatum): number {
  return datum.kind === 'map' ? datum.pairs.length : datum.values.length
}

/** A key that is there already takes the new value. */
function union(old: OvsDatum, more: OvsDatum): OvsDatum {
  if (more.kind === 'map') {
    const kept = old.kind === 'map' ? old.pairs : []
    return { kind: 'map', pairs: [...new Map([...kept, ...more.pairs])] }
  }
  return { kind: 'set', values: [...new Set([...(old.kind === 'set' ? old.values : []), ...more.values])] }
}

function without(old: OvsDatum, less: OvsDatum): OvsDatum {
  if (old.kind === 'set') return { kind: 'set', values: old.values.filter((value) => less.kind !== 'set' || !less.values.includes(value)) }
  const gone = (key: string, value: string) =>
    less.kind === 'set' ? less.values.includes(key) : less.pairs.some(([other, same]) => other === key && same === value)
  return { kind: 'map', pairs: old.pairs.filter(([key, value]) => !gone(key, value)) }
}

function onColumn(state: OvsState, change: Wanted, how: (column: OvsColumn, old: OvsDatum, table: string) => OvsDatum | Fault): Changed {
  const table = chooseTable(change.table)
  if ('error' in table) return table
  // `set` and `clear` look for the record first, `add` and `remove` for the column.
  const early = change.kind === 'ovs-change' && change.operation !== 'clear' ? chooseColumn(table.name, change.column) : undefined
  if (early !== undefined && 'error' in early) return early
  const found = findRecord(state, table.name, change.record)
  if (found === undefined) {
    if (change.ifExists === true || !MODELLED.includes(table.name)) return state
    return { error: `no row "${change.record}" in table ${table.name}` }
  }
  const column = chooseColumn(table.name, change.column)
  if ('error' in column) return column
  if (column.readOnly) return { error: `cannot modify read-only column ${column.name} in table ${table.name}` }
  const old = Object.hasOwn(found.row, column.name) ? found.row[column.name] : undefined
  const datum = how(column, old ?? empty(column), table.name)
  return 'error' in datum ? datum : found.put({ ...found.row, [column.name]: datum })
}

/** Rows of the other tables are not kept; what is set in them does not change what reaches what. */
const MODELLED = ['Open_vSwitch', 'Bridge', 'Port', 'Interface']

function findRecord(state: OvsState, table: string, record: string): Found | undefined {
  switch (table) {
    case 'Open_vSwitch':
      return record === '.' ? { row: rowOfSwitch(state.settings), put: (row) => ({ ...state, settings: switchOfRow(row) }) } : undefined
    case 'Bridge':
      return findIn(state, (bridge) => (bridge.name === only(record, state.bridges) ? bridgeRecord(bridge) : undefined))
    case 'Port':
      return findIn(state, (bridge) =>
        portRecord(
          bridge,
          only(
            record,
            state.bridges.flatMap((one) => one.ports),
          ),
        ),
      )
    case 'Interface': {
      const all = state.bridges.flatMap((one) => one.ports.flatMap((port) => port.interfaces))
      return findIn(state, (bridge) => interfaceRecord(bridge, only(record, all)))
    }
    default:
      return undefined
  }
}

/** `.` is the only record of the table, if it has one. */
function only(record: string, all: readonly { readonly name: string }[]): string {
  return record === '.' && all.length === 1 ? (all[0]?.name ?? record) : record
}

type InBridge = { readonly row: OvsRow; readonly put: (row: OvsRow) => OvsBridge }

function findIn(state: OvsState, look: (bridge: OvsBridge) => InBridge | undefined): Found | undefined {
  for (const bridge of state.bridges) {
    const found = look(bridge)
    if (found === undefined) continue
    return {
      row: found.row,
      put: (row) => ({ ...state, bridges: state.bridges.map((old) => (old === bridge ? found.put(row) : old)) }),
    }
  }
  return undefined
}

function bridgeRecord(bridge: OvsBridge): InBridge {
  return { row: rowOfBridge(bridge), put: (row) => bridgeOfRow(row, bridge) }
}

function portRecord(bridge: OvsBridge, name: string): InBridge | undefined {
  const port = bridge.ports.find((one) => one.name === name)
  if (port === undefined) return undefined
  const put = (row: OvsRow) => portOfRow(row, port.interfaces, port.origin)
  return { row: rowOfPort(port), put: (row) => ({ ...bridge, ports: bridge.ports.map((one) => (one === port ? put(row) : one)) }) }
}

function interfaceRecord(bridge: OvsBridge, name: string): InBridge | undefined {
  const port = bridge.ports.find((one) => one.interfaces.some((each) => each.name === name))
  const device = port?.interfaces.find((each) => each.name === name)
  if (port === undefined || device === undefined) return undefined
  const put = (row: OvsRow) => ({ ...port, interfaces: port.interfaces.map((each) => (each === device ? interfaceOfRow(row) : each)) })
  return { row: rowOfInterface(device), put: (row) => ({ ...bridge, ports: bridge.ports.map((one) => (one === port ? put(row) : one)) }) }
}
