/** From the rows of the database to the switch that they describe. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { OvsBridge, OvsInterface, OvsPort, OvsState } from '../../model/ovs.js'
import { allOf, bridgeOfRow, interfaceOfRow, oneOf, portOfRow, switchOfRow } from '../../model/ovs-row.js'
import type { OvsdbDocument, OvsdbRow } from './ovsdb-document.js'

type Rows = ReadonlyMap<string, OvsdbRow>
type Tables = { readonly ports: Rows; readonly interfaces: Rows; readonly controllers: Rows }

/** Several documents when the tables were captured one by one. */
export function lowerOvsdb(documents: readonly OvsdbDocument[]): OvsState {
  const rows = (name: string) => rowsOf(documents, name)
  const tables = { ports: rows('Port'), interfaces: rows('Interface'), controllers: rows('Controller') }
  const [root] = rows('Open_vSwitch').values()
  const all = rows('Bridge')
  const named = root === undefined ? [...all.keys()] : allOf(root.columns, 'bridges')
  const bridges = named.flatMap((uuid) => {
    const row = all.get(uuid)
    return row === undefined ? [] : [bridgeOf(row, tables)]
  })
  return { bridges, settings: root === undefined ? {} : switchOfRow(root.columns) }
}

function rowsOf(documents: readonly OvsdbDocument[], name: string): Rows {
  const tables = documents.flatMap((document) => document.tables.filter((table) => table.name === name))
  return new Map(tables.flatMap((table) => table.rows.map((row) => [row.uuid, row] as const)))
}

function bridgeOf(row: OvsdbRow, tables: Tables): OvsBridge {
  const ports = allOf(row.columns, 'ports').flatMap((uuid) => {
    const port = tables.ports.get(uuid)
    return port === undefined ? [] : [portOf(port, tables)]
  })
  const controllers = allOf(row.columns, 'controller').flatMap((uuid) => {
    const target = oneOf(tables.controllers.get(uuid)?.columns ?? {}, 'target')
    return target ?? []
  })
  return bridgeOfRow(row.columns, { ports, controllers, origin: row.origin })
}

function portOf(row: OvsdbRow, tables: Tables): OvsPort {
  const interfaces = allOf(row.columns, 'interfaces').flatMap((uuid): readonly OvsInterface[] => {
    const device = tables.interfaces.get(uuid)
    return device === undefined ? [] : [interfaceOfRow(device.columns)]
  })
  return portOfRow(row.columns, interfaces, row.origin)
}

/** What the running switch said of its interfaces when it was asked. In the file of a switch that is off it says nothing. */
export function interfaceErrors(documents: readonly OvsdbDocument[]): readonly Diagnostic[] {
  return [...rowsOf(documents, 'Interface').values()].flatMap((row) => {
    const error = oneOf(row.columns, 'error')
    return error === undefined ? [] : [interfaceError(row, error)]
  })
}

function interfaceError({ columns, origin }: OvsdbRow, error: string): Diagnostic {
  return {
    code: 'ovs/interface-error',
    severity: 'warning',
    message: `interface ${oneOf(columns, 'name') ?? ''}: ${error.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`,
    at: origin,
    because: 'ovs-vswitchd could not set it up, so nothing goes through it',
    help: 'create the device, correct the options of the interface, or delete the port',
  }
}
