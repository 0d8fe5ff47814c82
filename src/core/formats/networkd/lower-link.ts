/** A .link as what udev does to a device that appears: its name, its MAC, its MTU. */
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'
import { listOf, settingOf, type Unit } from './unit.js'
import { macTextOf, sizeOf } from './value.js'

export type LinkFacts = {
  readonly name?: string
  /** Where the kernel or the hardware names it, Name= does not count if one of these policies before it gives a name. */
  readonly namePolicy: readonly string[]
  readonly alternativeNames: readonly string[]
  readonly mac?: Mac
  readonly mtu?: number
  readonly origin: Origin
}

export function lowerLink(unit: Unit): LinkFacts {
  const named = settingOf(unit, 'Link', 'Name')
  const mac = parseMac(macTextOf(settingOf(unit, 'Link', 'MACAddress')?.value.text ?? '') ?? '')
  const mtu = sizeOf(settingOf(unit, 'Link', 'MTUBytes')?.value.text ?? '')
  return {
    ...(named === undefined ? {} : { name: named.value.text }),
    namePolicy: (settingOf(unit, 'Link', 'NamePolicy')?.value.text ?? '').split(/\s+/).filter((word) => word !== ''),
    alternativeNames: listOf(unit, 'Link', 'AlternativeName').flatMap(({ value }) => value.text.split(/\s+/)),
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu }),
    origin: named?.origin ?? unit.origin,
  }
}
