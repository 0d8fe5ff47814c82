/** Single commands of ovs-vsctl(8) as changes of the database. */
import type { OvsInterface, OvsPort } from '../../model/ovs.js'
import { countFault, type OvsDatum, parseAtom, parseDatum, readToken } from '../../model/ovs-datum.js'
import type { OvsChange } from '../../model/ovs-request.js'
import { type OvsRow, portOfRow, rowOfPort } from '../../model/ovs-row.js'
import { chooseColumn, chooseTable, type OvsColumn } from '../../model/ovs-schema.js'
import type { Command } from './vsctl.js'

type Fault = { readonly error: string }
type Changes = { readonly list: readonly OvsChange[] } | Fault

export function changesOf(command: Command): Changes {
  const [first = '', second = '', third] = command.arguments
  const { options } = command
  const one = (change: OvsChange): Changes => ({ list: [change] })
  const [mayExist, ifExists] = [options.has('--may-exist'), options.has('--if-exists')]
  switch (command.syntax.name) {
    case 'add-br':
      return addBridge(command)
    case 'del-br':
      return one({ kind: 'ovs-bridge-delete', name: first, ifExists })
    case 'br-exists':
      return one({ kind: 'ovs-bridge-exists', name: first })
    case 'br-set-external-id':
      return one({ kind: 'ovs-external-id', bridge: first, key: second, ...(third === undefined ? {} : { value: third }) })
    case 'add-port':
      return addPort(command, [second], command.arguments.slice(2))
    case 'add-bond':
      return addBond(command)
    case 'del-port':
      return one({
        kind: 'ovs-port-delete',
        name: command.arguments.at(-1) ?? '',
        ifExists,
        ...(command.arguments.length > 1 ? { bridge: first } : {}),
        ...(options.has('--with-iface') ? { withInterface: true } : {}),
      })
    case 'add-bond-iface':
      return one({ kind: 'ovs-interface-add', port: first, interface: bare(second), mayExist })
    case 'del-bond-iface':
      return one({
        kind: 'ovs-interface-delete',
        name: command.arguments.at(-1) ?? '',
        ifExists,
        ...(command.arguments.length > 1 ? { port: first } : {}),
      })
    default:
      return others(command)
  }
}

function others(command: Command): Changes {
  const [first = '', second = ''] = command.arguments
  switch (command.syntax.name) {
    case 'del-controller':
      return { list: [{ kind: 'ovs-controllers', bridge: first, targets: [] }] }
    case 'set-controller':
      return { list: [{ kind: 'ovs-controllers', bridge: first, targets: command.arguments.slice(1) }] }
    case 'del-fail-mode':
      return { list: [{ kind: 'ovs-fail-mode', bridge: first }] }
    case 'set-fail-mode':
      return { list: [{ kind: 'ovs-fail-mode', bridge: first, mode: second }] }
    default:
      return recordChanges(command)
  }
}

function bare(name: string): OvsInterface {
  return { name, type: '', options: {} }
}

function faultIn({ syntax, arguments: given }: Command, error: string): Changes {
  return { list: [{ kind: 'ovs-fault', error, words: [syntax.name, ...given] }] }
}

function addBridge(command: Command): Changes {
  const { arguments: given, options } = command
  const [name = '', parent, vlan = ''] = given
  if (name === '') return faultIn(command, 'bridge name must not be empty string')
  const bridge = { name, datapath: 'system', stp: false, rstp: false, controllers: [], settings: {} } as const
  const mayExist = options.has('--may-exist')
  if (parent === undefined) return { list: [{ kind: 'ovs-bridge-add', bridge, mayExist }] }
  if (given.length === 2) return faultIn(command, "'add-br' command takes exactly 1 or 3 arguments")
  const id = leadingInteger(vlan)
  if (id < 0 || id > 4095) return faultIn(command, 'add-br: vlan must be between 0 and 4095')
  return { list: [{ kind: 'ovs-bridge-add', bridge: { ...bridge, parent: { bridge: parent, vlan: id } }, mayExist }] }
}

/** atoi(3) */
function leadingInteger(text: string): number {
  return Number(/^\s*([+-]?\d{1,9})/.exec(text)?.[1] ?? 0)
}

function addBond(command: Command): Changes {
  const members = command.arguments.slice(2)
  const settings = members.findIndex((text) => text.includes('='))
  const names = settings < 0 ? members : members.slice(0, settings)
  if (names.length < 2) return faultIn(command, `add-bond requires at least 2 interfaces, but only ${names.length} were specified`)
  return addPort(command, names, settings < 0 ? [] : members.slice(settings))
}

function addPort(command: Command, interfaces: readonly string[], settings: readonly string[]): Changes {
  const [bridge = '', name = ''] = command.arguments
  const fake: OvsPort['settings'] = command.options.has('--fake-iface') ? { bond_fake_iface: 'true' } : {}
  const plain: OvsPort = { name, trunks: [], interfaces: interfaces.map(bare), settings: fake }
  let row: OvsRow = rowOfPort(plain)
  let fault: string | undefined
  for (const text of settings) {
    const next = withAssigned(row, text)
    if ('error' in next) {
      fault = next.error
      break
    }
    row = next.row
  }
  const port = portOfRow(row, plain.interfaces)
  const mayExist = command.options.has('--may-exist')
  return { list: [{ kind: 'ovs-port-add', bridge, port, mayExist, ...(fault === undefined ? {} : { fault }) }] }
}

function withAssigned(row: OvsRow, text: string): { readonly row: OvsRow } | Fault {
  const read = readAssignment('Port', text)
  if ('error' in read) return read
  const { column, key, value } = read
  if (key === undefined) {
    const datum = parseDatum(column, value)
    if ('error' in datum) return datum
    const fault = countFault(column, datum, value)
    return fault === undefined ? { row: { ...row, [column.name]: datum } } : { error: fault }
  }
  const fault = keyFault(column, key, value)
  if (fault !== undefined) return { error: fault }
  const old = Object.hasOwn(row, column.name) ? row[column.name] : undefined
  const kept = old?.kind === 'map' ? old.pairs.filter(([other]) => other !== key) : []
  const added: OvsDatum = { kind: 'map', pairs: [...kept, [key, textOfAtom(column, value)]] }
  return { row: { ...row, [column.name]: added } }
}

function textOfAtom(column: OvsColumn, value: string): string {
  const atom = column.value === undefined ? value : parseAtom(column.value, value)
  return typeof atom === 'string' ? atom : value
}

function keyFault(column: OvsColumn, key: string, value: string): string | undefined {
  if (column.value === undefined) return `cannot specify key to set for non-map column ${column.name}`
  const faults = [parseAtom(column.key, key), parseAtom(column.value, value)]
  return faults.find((atom): atom is Fault => typeof atom !== 'string')?.error
}

function recordChanges({ syntax, arguments: given, options }: Command): Changes {
  const [written = '', record = '', ...rest] = given
  const table = chooseTable(written)
  if ('error' in table) return table
  const base = { table: table.name, record, ...(options.has('--if-exists') ? { ifExists: true as const } : {}) }
  const list: OvsChange[] = []
  if (syntax.name === 'set') {
    for (const text of rest) {
      const change = setChange(base, text)
      if ('error' in change) return change
      list.push(change)
    }
    return { list }
  }
  if (syntax.name === 'clear') {
    for (const name of rest) {
      const column = chooseColumn(table.name, name)
      if ('error' in column) return column
      list.push({ kind: 'ovs-change', operation: 'clear', ...base, column: column.name, values: [] })
    }
    return { list }
  }
  const column = chooseColumn(table.name, rest[0] ?? '')
  if ('error' in column) return column
  const operation = syntax.name === 'add' ? 'add' : 'remove'
  return { list: [{ kind: 'ovs-change', operation, ...base, column: column.name, values: rest.slice(1) }] }
}

function setChange(base: { readonly table: string; readonly record: string; readonly ifExists?: true }, text: string): OvsChange | Fault {
  const read = readAssignment(base.table, text)
  if ('error' in read) return read
  const { column, key, value } = read
  return { kind: 'ovs-set', ...base, column: column.name, ...(key === undefined ? {} : { key }), value }
}

type Read = { readonly column: OvsColumn; readonly key?: string; readonly value: string }

/** `COLUMN[:KEY]=VALUE` (lib/db-ctl-base.c: parse_column_key_value). */
function readAssignment(table: string, text: string): Read | Fault {
  const name = readToken(text, 0)
  if ('error' in name) return name
  if (name.text === '') return { error: `${text}: missing column name` }
  const column = chooseColumn(table, name.text)
  if ('error' in column) return column
  const key = text[name.end] === ':' ? readToken(text, name.end + 1) : undefined
  if (key !== undefined && 'error' in key) return key
  const end = key?.end ?? name.end
  if (text[end] !== '=' || end + 1 === text.length) return { error: `${text}: argument does not end in "=" followed by a value.` }
  return { column, ...(key === undefined ? {} : { key: key.text }), value: text.slice(end + 1) }
}
