/** Entries of forwarding tables that are configured (net/bridge/br_fdb.c: br_fdb_add, drivers/net/vxlan/vxlan_core.c: vxlan_fdb_add). */
import { NO_MAC } from '../addresses/mac.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { FdbEntry, Interface, Node, RequestOf } from '../model/index.js'
import { vlansOf } from './bridge-vlan.js'
import { deviceOf } from './device.js'
import { type Applied, done, refused } from './result.js'

type Wanted = Omit<FdbEntry, 'origin' | 'state' | 'sticky'>

export function addFdbEntry(node: Node, { entry, mode, origin }: RequestOf<'fdb-add'>): Applied {
  const bad = refusalOf(node, entry)
  if (bad !== undefined) return bad
  const added = { ...entry, ...withOrigin(origin) }
  const isSame = (old: FdbEntry) => isOne(old, entry) && (mode !== 'append' || old.remote === entry.remote)
  const exists = (node.fdb ?? []).some(isSame) || isOwnMac(node, entry)
  if (exists && mode === 'add') return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const others = (node.fdb ?? []).filter((old) => !isSame(old))
  return done({ ...node, fdb: [...others, added] })
}

export function deleteFdbEntry(node: Node, { entry }: RequestOf<'fdb-delete'>): Applied {
  const bad = refusalOf(node, entry)
  if (bad !== undefined) return bad
  const left = (node.fdb ?? []).filter((old) => !isOne(old, entry) || (entry.remote !== undefined && old.remote !== entry.remote))
  // Of an address that a VXLAN knows, a remote that it does not know is no error.
  if (!(node.fdb ?? []).some((old) => isOne(old, entry))) return refused(node, 'ENOENT', 'RTNETLINK answers: No such file or directory')
  return done({ ...node, fdb: left })
}

function isOne(old: Wanted, entry: Wanted): boolean {
  return old.interface === entry.interface && old.mac === entry.mac && old.of === entry.of && old.vlan === entry.vlan
}

/** A port's own MAC is there already. */
function isOwnMac(node: Node, entry: Wanted): boolean {
  return entry.of === 'master' && deviceOf(node, entry.interface)?.mac === entry.mac
}

function refusalOf(node: Node, entry: Wanted): Applied | undefined {
  const device = deviceOf(node, entry.interface)
  const invalid = refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  if (device === undefined) return refused(node, 'ENODEV', `Cannot find device "${entry.interface}"`)
  if (entry.of === 'self') return isInvalidHere(device, entry) ? invalid : undefined
  if (deviceOf(node, device.master)?.kind !== 'bridge') return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  const isMember = entry.vlan === undefined || vlansOf(node, device)?.some((vlan) => vlan.id === entry.vlan) === true
  return entry.mac === NO_MAC || !isMember ? invalid : undefined
}

/** A VXLAN must be told where; other devices keep nothing but their own addresses, for good (ndo_dflt_fdb_add). */
function isInvalidHere(device: Interface, entry: Wanted & Partial<Pick<FdbEntry, 'state'>>): boolean {
  if (device.kind === 'vxlan') return 'state' in entry && entry.remote === undefined
  return entry.mac === NO_MAC || (entry.state !== undefined && entry.state !== 'local')
}

/** What goes when a port leaves its bridge (`master`), or when a device goes. */
export function withoutFdbOf(node: Node, name: string, of?: FdbEntry['of']): Node {
  if (node.fdb?.some((entry) => entry.interface === name) !== true) return node
  return { ...node, fdb: node.fdb.filter((entry) => entry.interface !== name || (of !== undefined && entry.of !== of)) }
}
