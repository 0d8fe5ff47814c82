/** Reads a volume of a storage pool (virStorageVolDefParseXML). Which formats there are depends on the pool. */
import type { Parsed } from '../../../diagnostics/diagnostic.js'
import { checkGrammar } from '../grammar.js'
import { childOf, complain, findingsOf, present, type Reading, shorten, textAttribute, textOf, warn } from '../reading.js'
import { openRoot } from '../root.js'
import { readSize } from '../size.js'
import type { XmlElement } from '../xml/document.js'
import type { VolumeDocument } from './document.js'
import { VOLUME_GRAMMAR } from './grammar.js'
import { readPermissions } from './permissions.js'

/** Of files, and of partitions (VIR_ENUM virStorageFileFormat, virStorageVolFormatDisk). */
const FORMATS =
  'raw dir bochs cloop dmg iso vpc vdi fat vhd ploop cow qcow qcow2 qed vmdk none linux fat16 fat32 linux-swap linux-lvm linux-raid extended'
const FEATURES = ['lazy_refcounts', 'extended_l2']

export function parseVolume(text: string, capture: string): Parsed<VolumeDocument> {
  const { xml, root, reading, wellFormed } = openRoot(text, capture, { name: 'volume', title: 'a storage volume' })
  const target = childOf(root, 'target')
  const backing = childOf(root, 'backingStore')
  const path = textOf(childOf(backing, 'path'))
  const document: VolumeDocument = {
    xml,
    element: root,
    origin: root.origin,
    type: textAttribute(root, 'type')?.value ?? 'file',
    ...present({ name: textOf(childOf(root, 'name')), key: textOf(childOf(root, 'key')) }),
    ...present({
      capacity: readSize(reading, childOf(root, 'capacity'), 1),
      allocation: readSize(reading, childOf(root, 'allocation'), 1),
    }),
    ...present({ path: textOf(childOf(target, 'path')), format: readFormat(reading, target) }),
    ...present({ permissions: readPermissions(reading, target) }),
    ...present({ backing: path === undefined ? undefined : { path, ...present({ format: readFormat(reading, backing) }) } }),
    unrecognised: checkGrammar(reading, root, 'volume', VOLUME_GRAMMAR),
  }
  if (wellFormed) checkVolume(reading, document, target)
  return { document, diagnostics: findingsOf(reading) }
}

function readFormat(reading: Reading, parent: XmlElement | undefined): VolumeDocument['format'] {
  const format = textAttribute(childOf(parent, 'format'), 'type')
  if (format !== undefined && !FORMATS.split(' ').includes(format.value))
    complain(reading, { code: 'bad-format', message: `libvirt knows no volume format ${shorten(format.value)}`, at: format.origin })
  return format
}

function checkVolume(reading: Reading, { name, capacity, backing, element }: VolumeDocument, target: XmlElement | undefined): void {
  const at = element.nameOrigin
  if (name === undefined) complain(reading, { code: 'no-name', message: 'The volume has no name', at, help: 'add <name>…</name>' })
  if (capacity === undefined && backing === undefined && childOf(element, 'capacity') === undefined)
    warn(reading, {
      code: 'volume-without-capacity',
      message: 'The volume has no capacity',
      at,
      because: 'virsh vol-create refuses it; vol-create-from takes that of the volume that it copies',
      help: "add <capacity unit='GiB'>…</capacity>",
    })
  const compat = textOf(childOf(target, 'compat'))
  if (compat !== undefined && !/^\d+\.\d+$/.test(compat.value))
    complain(reading, { code: 'bad-number', message: `${shorten(compat.value)} is not a version such as 1.1`, at: compat.origin })
  readSize(reading, childOf(target, 'clusterSize'), 1)
  for (const feature of childOf(target, 'features')?.children ?? []) {
    if (feature.kind !== 'element' || FEATURES.includes(feature.name)) continue
    const message = `libvirt knows no feature ${shorten(feature.name)} of a volume`
    complain(reading, { code: 'unknown-feature', message, at: feature.origin, help: `it knows ${FEATURES.join(', ')}` })
  }
}
