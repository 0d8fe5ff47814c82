/** What a .network says of an interface as a port of a bridge or of a bond. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { PortFlags, PortVlan } from '../../model/index.js'
import type { NetworkFacts } from './facts.js'
import { listIn, sectionsNamed, settingOf, type Unit } from './unit.js'
import { booleanOf, unsignedOf } from './value.js'

const FLAGS = {
  isolated: 'Isolated',
  hairpin: 'HairPin',
  learning: 'Learning',
  flood: 'UnicastFlood',
  multicastFlood: 'MulticastFlood',
  neighbourSuppress: 'NeighborSuppression',
} as const

export function portOf(unit: Unit, name: InterfaceName): NetworkFacts['port'] {
  const section = sectionsNamed(unit, 'Bridge')[0]
  const flags = Object.entries(FLAGS).flatMap(([flag, key]) => {
    const found = settingOf(unit, 'Bridge', key)
    return found === undefined ? [] : [[flag, booleanOf(found.value.text) === true] as const]
  })
  const cost = unsignedOf(settingOf(unit, 'Bridge', 'Cost')?.value.text ?? '')
  const priority = unsignedOf(settingOf(unit, 'Bridge', 'Priority')?.value.text ?? '')
  const all: Partial<PortFlags> = {
    ...Object.fromEntries(flags),
    ...(cost === undefined || cost === 0 ? {} : { cost }),
    ...(priority === undefined ? {} : { priority }),
  }
  if (section === undefined || Object.keys(all).length === 0) return undefined
  return { kind: 'port-set', name, flags: all, origin: section.origin }
}

/** VLAN= lets tagged frames through, EgressUntagged= takes the tag off when they leave, PVID= is for those that come in without. */
export function vlansOf(unit: Unit): readonly (PortVlan & { readonly origin: Origin })[] {
  const sections = sectionsNamed(unit, 'BridgeVLAN')
  const found = new Map<number, PortVlan & { readonly origin: Origin }>()
  const plain = (id: number, origin: Origin) => found.get(id) ?? { id, pvid: false, untagged: false, origin }
  for (const { value, origin } of listIn(sections, 'VLAN')) for (const id of idsOf(value.text)) found.set(id, plain(id, origin))
  for (const { value, origin } of listIn(sections, 'EgressUntagged'))
    for (const id of idsOf(value.text)) found.set(id, { ...plain(id, origin), untagged: true })
  const pvid = listIn(sections, 'PVID').at(-1)
  const id = unsignedOf(pvid?.value.text ?? '')
  if (pvid !== undefined && id !== undefined && id > 0) found.set(id, { ...plain(id, pvid.origin), pvid: true })
  return [...found.values()].sort((a, b) => a.id - b.id)
}

function idsOf(text: string): readonly number[] {
  const [low = '', high = low] = text.split('-')
  const from = unsignedOf(low) ?? 1
  const to = unsignedOf(high) ?? from
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

export function bondSettings(unit: Unit, device: InterfaceName): Readonly<Record<string, string>> {
  const says = (key: string) => booleanOf(settingOf(unit, 'Network', key)?.value.text ?? 'no') === true
  return { ...(says('PrimarySlave') ? { primary: device } : {}), ...(says('ActiveSlave') ? { active_slave: device } : {}) }
}
