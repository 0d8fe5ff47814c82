/** Bridges, ports and interfaces as rows of the database: column by column, so that any column can be read and changed. */

import type { Origin } from '../diagnostics/origin.js'
import { withOrigin } from '../diagnostics/origin.js'
import { OVS_BOND_MODES, OVS_LACP, OVS_VLAN_MODES, type OvsBridge, type OvsInterface, type OvsPort, type OvsState } from './ovs.js'
import { EMPTY_SET, type OvsDatum } from './ovs-datum.js'
import { ovsColumn } from './ovs-schema.js'

/** Columns that are absent are empty. */
export type OvsRow = Readonly<Record<string, OvsDatum>>

export function oneOf(row: OvsRow, column: string): string | undefined {
  const datum = Object.hasOwn(row, column) ? row[column] : undefined
  return datum?.kind === 'set' && datum.values.length === 1 ? datum.values[0] : undefined
}

export function allOf(row: OvsRow, column: string): readonly string[] {
  const datum = Object.hasOwn(row, column) ? row[column] : undefined
  return datum?.kind === 'set' ? datum.values : []
}

export function mapOf(row: OvsRow, column: string): Readonly<Record<string, string>> {
  const datum = Object.hasOwn(row, column) ? row[column] : undefined
  return datum?.kind === 'map' ? Object.fromEntries(datum.pairs) : {}
}

function chosen<Choice extends string>(choices: readonly Choice[], text: string | undefined): Choice | undefined {
  return choices.find((choice) => choice === text)
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value }
}

function numberOf(row: OvsRow, column: string): number | undefined {
  const text = oneOf(row, column)
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text)
}

/** What `settings` leaves out because a property holds it, or because the running switch writes it. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  Bridge: ['name', 'datapath_type', 'fail_mode', 'stp_enable', 'rstp_enable', 'ports', 'controller'],
  Port: ['name', 'tag', 'trunks', 'vlan_mode', 'bond_mode', 'lacp', 'interfaces', 'fake_bridge'],
  Interface: ['name', 'type', 'options', 'mtu_request', 'mac', 'ofport'],
  Open_vSwitch: ['bridges'],
}

const WRITTEN_BY_SWITCH: Readonly<Record<string, readonly string[]>> = {
  Bridge: ['datapath_id', 'datapath_version', 'status', 'rstp_status'],
  Port: ['status', 'rstp_status', 'rstp_statistics', 'statistics', 'bond_active_slave'],
  Interface: [
    ...['statistics', 'status', 'admin_state', 'link_state', 'link_resets', 'link_speed', 'duplex', 'mtu', 'error', 'mac_in_use'],
    ...['ifindex', 'bfd_status', 'cfm_fault', 'cfm_fault_status', 'cfm_flap_count', 'cfm_remote_opstate', 'cfm_health', 'lacp_current'],
    'cfm_remote_mpids',
  ],
  Open_vSwitch: [
    ...['next_cfg', 'cur_cfg', 'statistics', 'ovs_version', 'db_version', 'system_type', 'system_version', 'datapath_types'],
    ...['iface_types', 'dpdk_initialized', 'dpdk_version', 'datapaths'],
  ],
}

function settingsOf(table: string, row: OvsRow): Readonly<Record<string, string>> {
  const left = [...(TYPED[table] ?? []), ...(WRITTEN_BY_SWITCH[table] ?? [])]
  const entries = Object.entries(row).flatMap(([column, datum]): readonly (readonly [string, string])[] => {
    if (left.includes(column) || column.startsWith('_')) return []
    if (datum.kind === 'map') return datum.pairs.map(([key, value]) => [`${column}:${key}`, value])
    const text = datum.values.join(',')
    return datum.values.length === 0 || isDefault(table, column, text) ? [] : [[column, text]]
  })
  return Object.fromEntries(entries)
}

/** A column that cannot be empty starts as 0, false or "". */
function isDefault(table: string, column: string, text: string): boolean {
  const known = ovsColumn(table, column)
  return known?.least === 1 && known.most === 1 && ['0', 'false', ''].includes(text)
}

function rowOfSettings(table: string, settings: Readonly<Record<string, string>>): OvsRow {
  const row: Record<string, OvsDatum> = {}
  for (const [name, value] of Object.entries(settings)) {
    const colon = name.indexOf(':')
    const column = colon < 0 ? name : name.slice(0, colon)
    const old = Object.hasOwn(row, column) ? row[column] : undefined
    if (colon >= 0) row[column] = { kind: 'map', pairs: [...(old?.kind === 'map' ? old.pairs : []), [name.slice(colon + 1), value]] }
    else row[column] = setOf((ovsColumn(table, column)?.most ?? 1) > 1 ? value.split(',') : [value])
  }
  return row
}

function setOf(values: readonly string[]): OvsDatum {
  return { kind: 'set', values }
}

function mapFrom(record: Readonly<Record<string, string>>): OvsDatum {
  return { kind: 'map', pairs: Object.entries(record) }
}

export function interfaceOfRow(row: OvsRow): OvsInterface {
  const settings = settingsOf('Interface', row)
  return {
    name: oneOf(row, 'name') ?? '',
    type: oneOf(row, 'type') ?? '',
    options: mapOf(row, 'options'),
    ...present('mtuRequest', numberOf(row, 'mtu_request')),
    ...present('mac', oneOf(row, 'mac')),
    ...present('ofport', numberOf(row, 'ofport')),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}

export function rowOfInterface(wanted: OvsInterface): OvsRow {
  return {
    ...rowOfSettings('Interface', wanted.settings ?? {}),
    name: setOf([wanted.name]),
    type: setOf([wanted.type]),
    options: mapFrom(wanted.options),
    mtu_request: optional(wanted.mtuRequest),
    mac: optional(wanted.mac),
    ofport: optional(wanted.ofport),
  }
}

function optional(value: string | number | undefined): OvsDatum {
  return value === undefined ? EMPTY_SET : setOf([String(value)])
}

export function portOfRow(row: OvsRow, interfaces: readonly OvsInterface[], origin?: Origin): OvsPort {
  return {
    name: oneOf(row, 'name') ?? '',
    ...present('tag', numberOf(row, 'tag')),
    trunks: allOf(row, 'trunks')
      .map(Number)
      .sort((a, b) => a - b),
    ...present('vlanMode', chosen(OVS_VLAN_MODES, oneOf(row, 'vlan_mode'))),
    ...present('bondMode', chosen(OVS_BOND_MODES, oneOf(row, 'bond_mode'))),
    ...present('lacp', chosen(OVS_LACP, oneOf(row, 'lacp'))),
    interfaces,
    ...(oneOf(row, 'fake_bridge') === 'true' ? { fakeBridge: true as const } : {}),
    settings: settingsOf('Port', row),
    ...withOrigin(origin),
  }
}

export function rowOfPort(port: OvsPort): OvsRow {
  return {
    ...rowOfSettings('Port', port.settings),
    name: setOf([port.name]),
    tag: optional(port.tag),
    trunks: setOf(port.trunks.map(String)),
    vlan_mode: optional(port.vlanMode),
    bond_mode: optional(port.bondMode),
    lacp: optional(port.lacp),
    fake_bridge: setOf([String(port.fakeBridge === true)]),
  }
}

export type BridgeParts = Pick<OvsBridge, 'ports' | 'controllers' | 'flows' | 'origin'>

export function bridgeOfRow(row: OvsRow, { ports, controllers, flows, origin }: BridgeParts): OvsBridge {
  const datapath = oneOf(row, 'datapath_type') ?? ''
  return {
    name: oneOf(row, 'name') ?? '',
    datapath: datapath === '' ? 'system' : datapath,
    ...present('failMode', chosen(['standalone', 'secure'] as const, oneOf(row, 'fail_mode'))),
    stp: oneOf(row, 'stp_enable') === 'true',
    rstp: oneOf(row, 'rstp_enable') === 'true',
    controllers,
    ports,
    ...present('flows', flows),
    settings: settingsOf('Bridge', row),
    ...withOrigin(origin),
  }
}

export function rowOfBridge(bridge: OvsBridge): OvsRow {
  return {
    ...rowOfSettings('Bridge', bridge.settings),
    name: setOf([bridge.name]),
    datapath_type: setOf([bridge.datapath === 'system' ? '' : bridge.datapath]),
    fail_mode: optional(bridge.failMode),
    stp_enable: setOf([String(bridge.stp)]),
    rstp_enable: setOf([String(bridge.rstp)]),
  }
}

/** The settings of the switch as a whole: the one row of the table Open_vSwitch. */
export function switchOfRow(row: OvsRow): OvsState['settings'] {
  return settingsOf('Open_vSwitch', row)
}

export function rowOfSwitch(settings: OvsState['settings']): OvsRow {
  return rowOfSettings('Open_vSwitch', settings)
}
