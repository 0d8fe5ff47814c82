/** Reads a storage pool (virStoragePoolDefParseXML). */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { nearest } from '../../../std/nearest.js'
import { checkGrammar } from '../grammar.js'
import {
  childOf,
  childrenOf,
  complain,
  findingsOf,
  present,
  type Reading,
  shorten,
  textAttribute,
  textOf,
  valueAttribute,
} from '../reading.js'
import { openRoot } from '../root.js'
import { INTEGER, UUID } from '../value.js'
import type { XmlElement } from '../xml/document.js'
import { POOL_TYPES, type PoolDocument, type PoolSource, type PoolType } from './document.js'
import { POOL_GRAMMAR } from './grammar.js'
import { readPermissions } from './permissions.js'

export function parsePool(text: string, capture: string): Parsed<PoolDocument> {
  const { xml, root, reading, wellFormed } = openRoot(text, capture, { name: 'pool', title: 'a storage pool' })
  const type = readType(reading, root)
  const source = readSource(childOf(root, 'source'))
  const target = childOf(root, 'target')
  const name = textOf(childOf(root, 'name')) ?? (NEEDS.name.includes(type) ? source.name : undefined)
  const uuid = textOf(childOf(root, 'uuid'))
  if (uuid !== undefined && UUID.parse(uuid.value) === undefined)
    complain(reading, { code: 'bad-uuid', message: `${shorten(uuid.value)} is not a UUID`, at: uuid.origin })
  const document: PoolDocument = {
    xml,
    element: root,
    origin: root.origin,
    type,
    ...present({ name, uuid }),
    source,
    ...present({ path: textOf(childOf(target, 'path')), permissions: readPermissions(reading, target) }),
    unrecognised: checkGrammar(reading, root, 'pool', POOL_GRAMMAR),
  }
  if (wellFormed) checkPool(reading, document)
  return { document, diagnostics: findingsOf(reading) }
}

function readType(reading: Reading, root: XmlElement): PoolDocument['type'] {
  const written = textAttribute(root, 'type')
  if (written === undefined) return 'unrecognised'
  const type = POOL_TYPES.find((known) => known === written.value)
  if (type !== undefined) return type
  const meant = nearest(written.value, POOL_TYPES)
  const help = meant === undefined ? `it knows ${POOL_TYPES.join(', ')}` : `did you mean ${meant}?`
  complain(reading, {
    code: 'unknown-pool-type',
    message: `libvirt knows no pool type ${shorten(written.value)}`,
    at: written.origin,
    help,
  })
  return 'unrecognised'
}

function readSource(source: XmlElement | undefined): PoolSource {
  return {
    ...present({ name: textOf(childOf(source, 'name')), format: textAttribute(childOf(source, 'format'), 'type')?.value }),
    hosts: childrenOf(source, 'host').map((host) => ({
      name: textAttribute(host, 'name')?.value ?? '',
      ...present({ port: valueAttribute(host, 'port', INTEGER)?.value }),
      origin: host.origin,
    })),
    devices: childrenOf(source, 'device').flatMap((device) => textAttribute(device, 'path') ?? []),
    ...present({ directory: textAttribute(childOf(source, 'dir'), 'path') }),
    ...present({ initiator: textAttribute(childOf(childOf(source, 'initiator'), 'iqn'), 'name')?.value }),
    ...present({ protocol: textAttribute(childOf(source, 'protocol'), 'ver')?.value }),
  }
}

type Types = readonly (PoolType | 'unrecognised')[]

/** What each type cannot do without (poolTypeInfo in src/conf/storage_conf.c). */
const NEEDS: Readonly<Record<'host' | 'directory' | 'device' | 'name' | 'noPath', Types>> = {
  host: ['netfs', 'iscsi', 'iscsi-direct', 'rbd', 'sheepdog', 'gluster'],
  directory: ['netfs'],
  device: ['fs', 'disk'],
  /** Its source has a name, which the pool takes if it has none. */
  name: ['logical', 'rbd', 'sheepdog', 'gluster', 'zfs', 'vstorage'],
  /** Its volumes stand where the source is, or are no files. */
  noPath: ['logical', 'zfs', 'iscsi-direct', 'rbd', 'sheepdog', 'gluster', 'unrecognised'],
}

const FORMATS: ReadonlyMap<string, readonly string[]> = new Map([
  ['fs', ['auto', 'ext2', 'ext3', 'ext4', 'ufs', 'iso9660', 'udf', 'gfs', 'gfs2', 'vfat', 'hfs+', 'xfs', 'ocfs2', 'vmfs']],
  ['netfs', ['auto', 'nfs', 'glusterfs', 'cifs']],
  ['disk', ['unknown', 'dos', 'dvh', 'gpt', 'mac', 'bsd', 'pc98', 'sun', 'lvm2']],
  ['logical', ['unknown', 'lvm2']],
])

function checkPool(reading: Reading, pool: PoolDocument): void {
  const { type, source, element, name, path } = pool
  const at = childOf(element, 'source')?.nameOrigin ?? element.nameOrigin
  const lack = (what: string, help: string): void =>
    complain(reading, { code: 'pool-without', message: `A pool of type ${type} needs ${what}`, at, help })
  if (name === undefined)
    complain(reading, { code: 'no-name', message: 'The pool has no name', at: element.nameOrigin, help: 'add <name>…</name>' })
  else if (name.value.includes('/')) complain(reading, { code: 'bad-name', message: 'The name of a pool has no slash', at: name.origin })
  if (NEEDS.host.includes(type) && source.hosts.length === 0) lack('a host', "add <host name='…'/> to <source>")
  if (NEEDS.directory.includes(type) && source.directory === undefined) lack('a directory', "add <dir path='…'/> to <source>")
  if (NEEDS.device.includes(type) && source.devices.length === 0) lack('a device', "add <device path='…'/> to <source>")
  if (type === 'rbd' && source.name === undefined) lack('a name in its source', 'add <name>…</name> to <source>')
  if (type === 'iscsi-direct' && source.initiator === undefined)
    lack('an initiator', "add <initiator><iqn name='…'/></initiator> to <source>")
  if (type === 'scsi' && childOf(childOf(element, 'source'), 'adapter') === undefined)
    lack('an adapter', "add <adapter type='scsi_host' name='…'/>")
  if (!NEEDS.noPath.includes(type) && path === undefined) lack('a target path', 'add <target><path>…</path></target>')
  checkFormat(reading, pool)
  const cow = childOf(childOf(element, 'features'), 'cow')
  if (cow !== undefined && textAttribute(cow, 'state') !== undefined && type !== 'fs' && type !== 'dir')
    complain(reading, { code: 'no-cow-here', message: 'Only pools of type fs and dir have the feature cow', at: cow.origin })
}

function checkFormat(reading: Reading, { type, source, element }: PoolDocument): void {
  const format = textAttribute(childOf(childOf(element, 'source'), 'format'), 'type')
  const known = FORMATS.get(type)
  if (format !== undefined && known !== undefined && !known.includes(format.value)) {
    const meant = nearest(format.value, known)
    const help = meant === undefined ? `it knows ${known.join(', ')}` : `did you mean ${meant}?`
    const message = `A pool of type ${type} knows no format ${shorten(format.value)}`
    complain(reading, { code: 'bad-format', message, at: format.origin, help })
  }
  const version = textAttribute(childOf(childOf(element, 'source'), 'protocol'), 'ver')
  if (version === undefined) return
  const isNfs = type === 'netfs' && ['auto', 'nfs'].includes(source.format ?? 'auto')
  if (isNfs && !version.value.includes(',')) return
  complain(reading, { code: 'bad-protocol', message: 'A protocol version without a comma can be chosen for NFS only', at: version.origin })
}
