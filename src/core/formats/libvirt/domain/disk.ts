/** `<disk>` of a guest, as far as copies of it need. */
import { checkGrammar } from '../grammar.js'
import { attributeOf, childOf, present, type Reading, textAttribute } from '../reading.js'
import type { XmlElement } from '../xml/document.js'
import type { DomainDisk } from './document.js'
import { DISK_GRAMMAR } from './grammar.js'

/** The attribute of `<source>` that says where the data is, by the disk's type. */
const SOURCE: Readonly<Record<string, string>> = {
  file: 'file',
  block: 'dev',
  dir: 'dir',
  network: 'name',
  vhostuser: 'path',
  vhostvdpa: 'dev',
}

export function readDisk(reading: Reading, element: XmlElement): DomainDisk {
  checkGrammar(reading, element, 'disk', DISK_GRAMMAR)
  const type = textAttribute(element, 'type')?.value ?? 'file'
  const source = childOf(element, 'source')
  const target = childOf(element, 'target')
  const [pool, volume] = [attributeOf(source, 'pool')?.value, attributeOf(source, 'volume')?.value]
  const where = Object.hasOwn(SOURCE, type) ? SOURCE[type] : undefined
  return {
    type,
    device: textAttribute(element, 'device')?.value ?? 'disk',
    ...present({ target: textAttribute(target, 'dev'), bus: textAttribute(target, 'bus')?.value }),
    ...present({ format: textAttribute(childOf(element, 'driver'), 'type')?.value }),
    readOnly: childOf(element, 'readonly') !== undefined,
    shareable: childOf(element, 'shareable') !== undefined,
    ...present({ source: where === undefined ? undefined : textAttribute(source, where) }),
    ...(type === 'volume' && pool !== undefined && volume !== undefined ? { volume: { pool, volume } } : {}),
    origin: element.origin,
  }
}
