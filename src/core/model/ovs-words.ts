/** A request to Open vSwitch as a command line of ovs-vsctl(8). */
import type { OvsInterface, OvsPort } from './ovs.js'
import { type OvsDatum, quoteAtom } from './ovs-datum.js'
import type { OvsChange, OvsRequest } from './ovs-request.js'
import { type OvsRow, rowOfBridge, rowOfInterface, rowOfPort } from './ovs-row.js'
import { ovsColumns } from './ovs-schema.js'

export function ovsWords(request: OvsRequest): readonly string[] {
  const changes = request.kind === 'ovs-transaction' ? request.changes : [request]
  const commands = changes.flatMap(commandsOf)
  const [first = [], ...rest] = commands
  return ['ovs-vsctl', ...first, ...rest.flatMap((command) => ['--', ...command])]
}

type Command = readonly string[]

function commandsOf(change: OvsChange): readonly Command[] {
  switch (change.kind) {
    case 'ovs-bridge-add':
      return addBridge(change)
    case 'ovs-bridge-delete':
      return [[...when(change.ifExists, '--if-exists'), 'del-br', change.name]]
    case 'ovs-bridge-exists':
      return [['br-exists', change.name]]
    case 'ovs-port-add':
      return addPort(change)
    case 'ovs-port-delete': {
      const options = [...when(change.ifExists, '--if-exists'), ...when(change.withInterface === true, '--with-iface')]
      return [[...options, 'del-port', ...(change.bridge === undefined ? [] : [change.bridge]), change.name]]
    }
    case 'ovs-interface-add':
      return [
        [...when(change.mayExist, '--may-exist'), 'add-bond-iface', change.port, change.interface.name],
        ...setInterface(change.interface),
      ]
    case 'ovs-interface-delete':
      return [[...when(change.ifExists, '--if-exists'), 'del-bond-iface', ...(change.port === undefined ? [] : [change.port]), change.name]]
    case 'ovs-controllers':
      return [change.targets.length === 0 ? ['del-controller', change.bridge] : ['set-controller', change.bridge, ...change.targets]]
    case 'ovs-fail-mode':
      return [change.mode === undefined ? ['del-fail-mode', change.bridge] : ['set-fail-mode', change.bridge, change.mode]]
    case 'ovs-external-id':
      return [['br-set-external-id', change.bridge, change.key, ...(change.value === undefined ? [] : [change.value])]]
    case 'ovs-fault':
      return [change.words]
    case 'ovs-set': {
      const key = change.key === undefined ? '' : `:${escapeToken(change.key)}`
      return [
        [...when(change.ifExists === true, '--if-exists'), 'set', change.table, change.record, `${change.column}${key}=${change.value}`],
      ]
    }
    case 'ovs-change':
      return [
        [...when(change.ifExists === true, '--if-exists'), change.operation, change.table, change.record, change.column, ...change.values],
      ]
  }
}

function when(condition: boolean, word: string): readonly string[] {
  return condition ? [word] : []
}

function addBridge({ bridge: wanted, mayExist }: Extract<OvsChange, { readonly kind: 'ovs-bridge-add' }>): readonly Command[] {
  const { parent, controllers, ...rest } = wanted
  const { name } = wanted
  const fake = parent === undefined ? [] : [parent.bridge, String(parent.vlan)]
  const add = [...when(mayExist, '--may-exist'), 'add-br', name, ...fake]
  const columns = parent === undefined ? assignments('Bridge', rowOfBridge({ ...rest, controllers, ports: [] })) : []
  return [add, ...setCommand('Bridge', name, columns), ...(controllers.length === 0 ? [] : [['set-controller', name, ...controllers]])]
}

function addPort({ bridge, port, mayExist }: Extract<OvsChange, { readonly kind: 'ovs-port-add' }>): readonly Command[] {
  const names = port.interfaces.map((one) => one.name)
  const columns = assignments('Port', rowOfPort(port)).map(assigned)
  const verb = names.length > 1 ? ['add-bond', bridge, port.name, ...names] : ['add-port', bridge, port.name]
  return [[...when(mayExist, '--may-exist'), ...verb, ...columns], ...port.interfaces.flatMap(setInterface)]
}

function setInterface(wanted: OvsInterface): readonly Command[] {
  const { ofport: _, ...rest } = wanted
  return setCommand('Interface', wanted.name, assignments('Interface', rowOfInterface(rest)))
}

function setCommand(table: string, record: string, columns: readonly Assignment[]): readonly Command[] {
  return columns.length === 0 ? [] : [['set', table, record, ...columns.map(assigned)]]
}

type Assignment = { readonly column: string; readonly key?: string; readonly value: string }

/** What differs from a fresh row. Rows of other tables that it refers to are left out. */
function assignments(table: string, row: OvsRow): readonly Assignment[] {
  return ovsColumns(table).flatMap((column) => {
    const datum = Object.hasOwn(row, column.name) ? row[column.name] : undefined
    if (datum === undefined || column.readOnly || column.key.type === 'uuid') return []
    const fresh = datum.kind === 'set' && (datum.values.length === 0 || FRESH.includes(datum.values.join(',')))
    return fresh ? [] : assignment(column.name, datum)
  })
}

const FRESH = ['', 'false', '0']

function assignment(column: string, datum: OvsDatum): readonly Assignment[] {
  if (datum.kind === 'map') return datum.pairs.map(([key, value]) => ({ column, key, value: quoteWhole(value) }))
  return [{ column, value: datum.values.map((value) => (/^[\w.-]+$/.test(value) ? value : quoteAtom(value))).join(',') }]
}

/** The value of a key runs to the end of the word, so only what would look quoted needs quotes. */
function quoteWhole(value: string): string {
  return value === '' || value.startsWith('"') ? JSON.stringify(value) : value
}

function assigned({ column, key, value }: Assignment): string {
  return `${column}${key === undefined ? '' : `:${escapeToken(key)}`}=${value}`
}

/** A delimiter inside a key would end it (lib/ovsdb-parser.c). */
function escapeToken(text: string): string {
  return text.replace(/[:=, [\]{}!<>\\]/g, '\\$&')
}

/** The local port of a bridge, as far as it is not what add-br makes. */
export function localPortChanges(port: OvsPort): readonly OvsChange[] {
  const set =
    (table: string) =>
    (one: Assignment): OvsChange => ({ kind: 'ovs-set', table, record: port.name, ...one })
  const device = port.interfaces.find((one) => one.name === port.name)
  const own = assignments('Port', rowOfPort(port)).map(set('Port'))
  if (device === undefined) return own
  const { ofport: _, ...rest } = { ...device, type: '' }
  return [...own, ...assignments('Interface', rowOfInterface(rest)).map(set('Interface'))]
}
