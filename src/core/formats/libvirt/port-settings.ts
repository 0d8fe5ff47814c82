/** What a network, a port group and a guest's interface may all say about a port: VLAN tags, virtual port, isolation. */
import type { Located } from './located.js'
import type { VlanTags } from './network-document.js'
import { childOf, childrenOf, complain, type Reading, readAttribute, textAttribute } from './reading.js'
import { COUNT, YES_NO } from './value.js'
import type { XmlElement } from './xml/document.js'

export function readVlan(reading: Reading, parent: XmlElement): VlanTags | undefined {
  const element = childOf(parent, 'vlan')
  if (element === undefined) return undefined
  const tags = childrenOf(element, 'tag').flatMap((tag) => {
    const id = readAttribute(reading, tag, 'id', COUNT)
    if (id === undefined) return []
    if (id.value > 4095) complain(reading, { code: 'bad-vlan', message: `VLAN ${id.value} is above 4095`, at: id.origin })
    const mode = textAttribute(tag, 'nativeMode')?.value
    const native = mode === 'tagged' || mode === 'untagged' ? ({ native: mode } as const) : {}
    return [{ id: id.value, ...native, origin: tag.origin }]
  })
  const trunk = readAttribute(reading, element, 'trunk', YES_NO)?.value ?? tags.length > 1
  return { trunk, tags, origin: element.origin }
}

/** The type, e.g. `openvswitch`. */
export function readVirtualPort(parent: XmlElement): Located<string> | undefined {
  const element = childOf(parent, 'virtualport')
  if (element === undefined) return undefined
  return textAttribute(element, 'type') ?? { value: '', origin: element.origin }
}

export function readIsolation(reading: Reading, parent: XmlElement): boolean {
  return readAttribute(reading, childOf(parent, 'port'), 'isolated', YES_NO)?.value ?? false
}
