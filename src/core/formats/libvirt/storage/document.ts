/** A storage pool and a volume in libvirt's own words, https://libvirt.org/formatstorage.html. */
import type { Origin } from '../../../diagnostics/origin.js'
import type { UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'

export const POOL_TYPES = [
  'dir',
  'fs',
  'netfs',
  'logical',
  'disk',
  'iscsi',
  'iscsi-direct',
  'scsi',
  'mpath',
  'rbd',
  'sheepdog',
  'gluster',
  'zfs',
  'vstorage',
] as const
export type PoolType = (typeof POOL_TYPES)[number]

export type Permissions = {
  /** Octal, as chmod(1) takes it. */
  readonly mode?: string
  readonly owner?: number
  readonly group?: number
  readonly label?: string
}

export type PoolDocument = {
  readonly xml: XmlDocument
  readonly element: XmlElement
  readonly origin: Origin
  readonly type: PoolType | 'unrecognised'
  /** Some types take the name of their source. */
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  readonly source: PoolSource
  /** Where its volumes stand on the host. */
  readonly path?: Located<string>
  readonly permissions?: Permissions
  readonly unrecognised: readonly UnrecognisedXml[]
}

export type PoolSource = {
  readonly name?: Located<string>
  readonly format?: string
  readonly hosts: readonly { readonly name: string; readonly port?: number; readonly origin: Origin }[]
  readonly devices: readonly Located<string>[]
  readonly directory?: Located<string>
  readonly initiator?: string
  readonly protocol?: string
}

export type VolumeDocument = {
  readonly xml: XmlDocument
  readonly element: XmlElement
  readonly origin: Origin
  readonly type: string
  readonly name?: Located<string>
  readonly key?: Located<string>
  /** Bytes. */
  readonly capacity?: Located<number>
  readonly allocation?: Located<number>
  readonly path?: Located<string>
  readonly format?: Located<string>
  readonly permissions?: Permissions
  /** The image that this one holds the differences to. */
  readonly backing?: { readonly path: Located<string>; readonly format?: Located<string> }
  readonly unrecognised: readonly UnrecognisedXml[]
}
