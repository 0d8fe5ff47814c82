/** The tables of the Open_vSwitch database and what their columns hold: vswitchd/vswitch.ovsschema, version 8.8.0. */

export type OvsAtom = {
  readonly type: 'string' | 'integer' | 'real' | 'boolean' | 'uuid'
  readonly least?: number
  readonly most?: number
  readonly choices?: readonly string[]
}

export type OvsColumn = {
  readonly name: string
  readonly key: OvsAtom
  /** Present: a map. */
  readonly value?: OvsAtom
  readonly least: number
  readonly most: number
  readonly readOnly: boolean
}

const EXTERNAL_IDS = 'external_ids string=>string*'

/**
 * Column, what it holds, and how many: `?` one or none, `*` any number, `+` at least one, `{N}` up to N, nothing exactly one. `!` before
 * the name: only set when the row is made.
 */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  Open_vSwitch: [
    'datapaths string=>uuid*, bridges uuid*, manager_options uuid*, ssl uuid?, other_config string=>string*, external_ids string=>string*',
    'next_cfg integer, cur_cfg integer, statistics string=>string*, ovs_version string?, db_version string?, system_type string?',
    'system_version string?, datapath_types string*, iface_types string*, dpdk_initialized boolean, dpdk_version string?',
  ],
  Bridge: [
    '!name string, datapath_type string, datapath_version string, datapath_id string?, stp_enable boolean, rstp_enable boolean',
    'mcast_snooping_enable boolean, ports uuid*, mirrors uuid*, netflow uuid?, sflow uuid?, ipfix uuid?, controller uuid*',
    'protocols OpenFlow10|OpenFlow11|OpenFlow12|OpenFlow13|OpenFlow14|OpenFlow15*, fail_mode secure|standalone?',
    'status string=>string*, rstp_status string=>string*, other_config string=>string*, external_ids string=>string*',
    'flood_vlans integer(0..4095){4096}, flow_tables integer(0..254)=>uuid*, auto_attach uuid?',
  ],
  Port: [
    '!name string, interfaces uuid+, trunks integer(0..4095){4096}, cvlans integer(0..4095){4096}, tag integer(0..4095)?',
    'vlan_mode access|dot1q-tunnel|native-tagged|native-untagged|trunk?, qos uuid?, mac string?',
    'bond_mode active-backup|balance-slb|balance-tcp?, lacp active|off|passive?, bond_updelay integer, bond_downdelay integer',
    'bond_active_slave string?, bond_fake_iface boolean, fake_bridge boolean, status string=>string*, rstp_status string=>string*',
    'rstp_statistics string=>integer*, statistics string=>integer*, protected boolean, other_config string=>string*',
    'external_ids string=>string*',
  ],
  Interface: [
    '!name string, type string, options string=>string*, ingress_policing_rate integer(0..), ingress_policing_burst integer(0..)',
    'ingress_policing_kpkts_rate integer(0..), ingress_policing_kpkts_burst integer(0..), mac_in_use string?, mac string?',
    'ifindex integer(0..4294967295)?, external_ids string=>string*, ofport integer?, ofport_request integer(1..65279)?',
    'bfd string=>string*, bfd_status string=>string*, cfm_mpid integer?, cfm_remote_mpids integer*, cfm_flap_count integer?',
    'cfm_fault boolean?, cfm_fault_status string*, cfm_remote_opstate down|up?, cfm_health integer(0..100)?, lacp_current boolean?',
    'lldp string=>string*, other_config string=>string*, statistics string=>integer*, status string=>string*, admin_state down|up?',
    'link_state down|up?, link_resets integer?, link_speed integer?, duplex full|half?, mtu integer?, mtu_request integer(1..)?',
    'error string?',
  ],
  Flow_Table: ['name string?, flow_limit integer(0..)?, overflow_policy evict|refuse?, groups string*, prefixes string{4}', EXTERNAL_IDS],
  QoS: ['type string, queues integer(0..4294967295)=>uuid*, other_config string=>string*', EXTERNAL_IDS],
  Queue: ['dscp integer(0..63)?, other_config string=>string*', EXTERNAL_IDS],
  Mirror: [
    'name string, select_all boolean, select_src_port uuid*, select_dst_port uuid*, select_vlan integer(0..4095){4096}',
    'output_port uuid?, output_vlan integer(1..4095)?, snaplen integer(14..65535)?, statistics string=>integer*, filter string?',
    EXTERNAL_IDS,
  ],
  NetFlow: [
    'targets string+, engine_type integer(0..255)?, engine_id integer(0..255)?, add_id_to_interface boolean, active_timeout integer(-1..)',
    EXTERNAL_IDS,
  ],
  sFlow: ['targets string+, sampling integer?, polling integer?, header integer?, agent string?', EXTERNAL_IDS],
  IPFIX: [
    'targets string*, sampling integer(1..4294967295)?, obs_domain_id integer(0..4294967295)?, obs_point_id integer(0..4294967295)?',
    'cache_active_timeout integer(0..4200)?, cache_max_flows integer(0..4294967295)?, stats_interval integer(1..3600)?',
    'template_interval integer(1..3600)?, other_config string=>string*',
    EXTERNAL_IDS,
  ],
  Flow_Sample_Collector_Set: ['id integer(0..4294967295), bridge uuid, ipfix uuid?, local_group_id integer(0..4294967295)?', EXTERNAL_IDS],
  Controller: [
    'type primary|service?, target string, max_backoff integer(1000..)?, inactivity_probe integer?, connection_mode in-band|out-of-band?',
    'local_ip string?, local_netmask string?, local_gateway string?, enable_async_messages boolean?, controller_queue_size integer(1..512)?',
    'controller_rate_limit integer(100..)?, controller_burst_limit integer(25..)?, other_config string=>string*, is_connected boolean',
    'role master|other|slave?, status string=>string*',
    EXTERNAL_IDS,
  ],
  Manager: [
    'target string, max_backoff integer(1000..)?, inactivity_probe integer?, connection_mode in-band|out-of-band?',
    'other_config string=>string*, is_connected boolean, status string=>string*',
    EXTERNAL_IDS,
  ],
  Datapath: [
    'datapath_version string, ct_zones integer(0..65535)=>uuid*, capabilities string=>string*, ct_zone_default_limit integer(0..4294967295)?',
    EXTERNAL_IDS,
  ],
  CT_Zone: ['timeout_policy uuid?, limit integer(0..4294967295)?', EXTERNAL_IDS],
  CT_Timeout_Policy: ['timeouts string=>integer(0..4294967295)*', EXTERNAL_IDS],
  SSL: ['private_key string, certificate string, ca_cert string, bootstrap_ca_cert boolean', EXTERNAL_IDS],
  AutoAttach: ['system_name string, system_description string, mappings integer(0..16777215)=>integer(0..4095)*'],
}

const SCHEMA: ReadonlyMap<string, readonly OvsColumn[]> = new Map(
  Object.entries(TABLES).map(([name, lines]) => [name, lines.flatMap((line) => line.split(', ').map(readColumn))]),
)

function readColumn(text: string): OvsColumn {
  const [, mark = '', name = '', what = '', many = ''] = /^(!?)(\w+) (.+?)(\?|\*|\+|\{\d+\})?$/.exec(text) ?? []
  const [key = '', value] = what.split('=>')
  return {
    name,
    key: readAtom(key),
    ...(value === undefined ? {} : { value: readAtom(value) }),
    least: many === '' || many === '+' ? 1 : 0,
    most: many === '' || many === '?' ? 1 : many.startsWith('{') ? Number(many.slice(1, -1)) : Number.POSITIVE_INFINITY,
    readOnly: mark === '!',
  }
}

function readAtom(text: string): OvsAtom {
  const range = /^integer\((-?\d*)\.\.(\d*)\)$/.exec(text)
  if (range !== null) {
    const [, least = '', most = ''] = range
    return { type: 'integer', ...(least === '' ? {} : { least: Number(least) }), ...(most === '' ? {} : { most: Number(most) }) }
  }
  if (text === 'string' || text === 'integer' || text === 'boolean' || text === 'uuid' || text === 'real') return { type: text }
  return { type: 'string', choices: text.split('|') }
}

const OVS_TABLES: readonly string[] = [...SCHEMA.keys()]

export function ovsColumns(table: string): readonly OvsColumn[] {
  return SCHEMA.get(table) ?? []
}

export function ovsColumn(table: string, name: string): OvsColumn | undefined {
  return ovsColumns(table).find((column) => column.name === name)
}

type Chosen = { readonly name: string } | { readonly error: 'none' } | { readonly error: 'several'; readonly names: readonly string[] }

/** A name may be shortened, `-` may stand for `_`, and case does not matter (lib/db-ctl-base.c: score_partial_match). */
function chooseName(written: string, known: readonly string[]): Chosen {
  if (known.includes(written)) return { name: written }
  const folded = known.map((name) => ({ name, text: fold(name) }))
  const wanted = fold(written)
  const exact = folded.find(({ text }) => text === wanted)
  if (exact !== undefined) return { name: exact.name }
  const names = folded.filter(({ text }) => wanted !== '' && text.startsWith(wanted)).map(({ name }) => name)
  const [only] = names
  if (only === undefined) return { error: 'none' }
  return names.length === 1 ? { name: only } : { error: 'several', names: names.sort() }
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('-', '_')
}

type Unknown = { readonly error: string }

export function chooseTable(written: string): { readonly name: string } | Unknown {
  const chosen = chooseName(written, OVS_TABLES)
  if ('name' in chosen) return chosen
  return {
    error: chosen.error === 'none' ? `unknown table "${written}"` : `"${written}" matches multiple table names: ${chosen.names.join(', ')}`,
  }
}

export function chooseColumn(table: string, written: string): OvsColumn | Unknown {
  const columns = ovsColumns(table)
  const chosen = chooseName(
    written,
    columns.map((column) => column.name),
  )
  if ('name' in chosen) return columns.find((column) => column.name === chosen.name) ?? { error: `unknown column "${written}"` }
  return {
    error:
      chosen.error === 'none'
        ? `${table} does not contain a column whose name matches "${written}"`
        : `${table} contains more than one column whose name matches "${written}": ${chosen.names.join(', ')}`,
  }
}
