/** `bridge -json vlan`: which VLANs each port lets through; and the learnt and fixed places of `bridge -json fdb`. */

import type { Mac } from '../../addresses/mac.js'
import { parseMac } from '../../addresses/mac.js'
import { numberIn, objectsIn, textIn, textsIn } from '../../diagnostics/json-entries.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { PortVlan } from '../../model/index.js'
import type { IprouteDocument } from './document.js'

/** A range counts as each of its ids. The line of ids of one port may be split over several objects. */
export function vlansOf({ entries }: IprouteDocument): ReadonlyMap<string, readonly PortVlan[]> {
  const all = new Map<string, readonly PortVlan[]>()
  for (const { fields } of entries) {
    const name = textIn(fields, 'ifname')
    if (name === undefined) continue
    const own = objectsIn(fields, 'vlans').flatMap((vlan): readonly PortVlan[] => {
      const first = numberIn(vlan, 'vlan') ?? 0
      const last = Math.min(numberIn(vlan, 'vlanEnd') ?? first, first + 4094)
      const flags = textsIn(vlan, 'flags').map((flag) => flag.toLowerCase())
      const settings = { pvid: flags.includes('pvid'), untagged: flags.some((flag) => flag.includes('untagged')) }
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({ id: first + index, ...settings }))
    })
    all.set(name, [...(all.get(name) ?? []), ...own])
  }
  return all
}

/** An entry of a bridge's forwarding database. */
export type Place = {
  readonly mac: Mac
  readonly interface: string
  readonly vlan?: number
  /** The bridge; absent for an entry of the device itself. */
  readonly bridge?: string
  readonly permanent: boolean
  readonly origin: Origin
}

export function placesOf({ entries }: IprouteDocument): readonly Place[] {
  return entries.flatMap(({ fields, origin }): readonly Place[] => {
    const mac = parseMac(textIn(fields, 'mac') ?? '')
    const name = textIn(fields, 'ifname')
    if (mac === undefined || name === undefined) return []
    const [vlan, bridge] = [numberIn(fields, 'vlan'), textIn(fields, 'master')]
    const permanent = textIn(fields, 'state') === 'permanent' || textsIn(fields, 'flags').includes('permanent')
    return [
      { mac, interface: name, permanent, ...(vlan === undefined ? {} : { vlan }), ...(bridge === undefined ? {} : { bridge }), origin },
    ]
  })
}

/** Names in `ip -json netns`. */
export function namespacesOf({ entries }: IprouteDocument): readonly string[] {
  return entries.flatMap(({ fields }) => textIn(fields, 'name') ?? [])
}
