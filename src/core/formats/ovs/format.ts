/** How files of Open vSwitch are recognised: its database, and what its tools print. */
import type { TextFormat } from '../../diagnostics/text-format.js'
import { type FdbDocument, parseFdb } from './fdb.js'
import { type FlowsDocument, parseFlows } from './flows.js'
import type { OvsdbDocument } from './ovsdb-document.js'
import { looksLikeDatabaseFile, parseDatabaseFile } from './ovsdb-log.js'
import { parseTables } from './ovsdb-tables.js'
import { parseShow, type ShowDocument } from './show.js'
import { parseSwitchPorts, type SwitchPortsDocument } from './switch-ports.js'

/** The beginning says what the rest is. */
function head(text: string): string {
  return text.slice(0, 4000)
}

export const databaseFormat: TextFormat<OvsdbDocument> = {
  name: 'ovs-database',
  title: 'database of Open vSwitch, conf.db',
  handEdited: false,
  place: /(^|\/)(etc|var\/lib)\/openvswitch\/conf\.db$/,
  likeness: (text) => (looksLikeDatabaseFile(text) ? 1 : 0),
  parse: parseDatabaseFile,
}

export const tablesFormat: TextFormat<OvsdbDocument> = {
  name: 'ovs-tables',
  title: 'ovs-vsctl list, ovsdb-client dump',
  handEdited: false,
  place: /(^|\/)(ovs-vsctl_.*list_\w+|ovsdb-client_.*dump.*)$/,
  likeness: (text) => {
    const start = head(text)
    if (/^\s*\{("caption":"\w+ table",)?"(data|headings)":\[/.test(start)) return 0.9
    return /^(Bridge|Port|Interface|Open_vSwitch|AutoAttach) table$/m.test(start) || /^_uuid {15}: [0-9a-f]{8}-/m.test(start) ? 0.9 : 0
  },
  parse: parseTables,
}

export const showFormat: TextFormat<ShowDocument> = {
  name: 'ovs-show',
  title: 'ovs-vsctl show',
  handEdited: false,
  place: /(^|\/)ovs-vsctl_.*show$/,
  likeness: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\r?\n {4}(Bridge|Manager|ovs_version)\b/.test(head(text)) ? 0.95 : 0),
  parse: parseShow,
}

export const flowsFormat: TextFormat<FlowsDocument> = {
  name: 'ovs-flows',
  title: 'ovs-ofctl dump-flows',
  handEdited: false,
  place: /(^|\/)ovs-ofctl_.*dump-flows_[^/]+$/,
  likeness: (text) => {
    const start = head(text)
    if (/^(NXST|OFPST)_FLOW reply/m.test(start)) return 1
    if (/^ ?cookie=0x[0-9a-f]+,.*actions=/m.test(start)) return 0.95
    return /^[ \w]*(table|priority|in_port|ip|arp|tcp|udp)[=,].*\bactions=/m.test(start) ? 0.6 : 0
  },
  parse: parseFlows,
}

export const switchPortsFormat: TextFormat<SwitchPortsDocument> = {
  name: 'ovs-ports',
  title: 'ovs-ofctl show, dump-ports-desc',
  handEdited: false,
  place: /(^|\/)ovs-ofctl_.*(show|dump-ports-desc)_[^/]+$/,
  likeness: (text) => (/^(OFPT_FEATURES_REPLY|OFPST_PORT_DESC reply)/m.test(head(text)) ? 1 : 0),
  parse: parseSwitchPorts,
}

export const fdbFormat: TextFormat<FdbDocument> = {
  name: 'ovs-fdb',
  title: 'ovs-appctl fdb/show',
  handEdited: false,
  place: /(^|\/)ovs-appctl_.*fdb.show_[^/]+$/,
  likeness: (text) => (/^ *port +VLAN +MAC +Age\s*$/m.test(head(text)) ? 1 : 0),
  parse: parseFdb,
}
