/** For which interfaces systemd-networkd-wait-online(8) waits, since 1.1. */

import { matchesWildcard, parseGlob } from '../../std/wildcard.js'
import { asciiLower } from './c-text.js'
import type { Definition } from './definition.js'
import { isPhysical } from './definition.js'
import { type GeneratedLine, line } from './generated-file.js'
import { type Generation, writeUnit } from './generation.js'
import { GlibTable } from './glib-table.js'

/** An interface of the machine at the time of `netplan generate`. */
export type SystemInterface = { readonly name: string; readonly mac?: string; readonly driver?: string }

export function writeWaitOnline(generation: Generation, interfaces: readonly SystemInterface[]): void {
  const present = new GlibTable<SystemInterface>()
  for (const device of interfaces) present.set(device.name, device)
  const awaited = new GlibTable<Definition>()
  for (const definition of generation.merged.definitions) {
    const isOptional = definition.optional?.value === true || definition['activation-mode'] !== undefined
    if (definition.renderer?.value !== 'networkd' || isOptional) continue
    if (!isPhysical(definition) || (!definition.hasMatch && present.has(definition.id))) awaited.set(definition.id, definition)
    else awaitMatches(definition, present, awaited)
  }
  writeUnit(generation, '/run/systemd/system/systemd-networkd-wait-online.service.d/10-netplan.conf', [
    line('[Unit]'),
    line('ConditionPathIsSymbolicLink=/run/systemd/generator/network-online.target.wants/systemd-networkd-wait-online.service'),
    ...serviceLines(awaited),
  ])
}

function awaitMatches(definition: Definition, present: GlibTable<SystemInterface>, awaited: GlibTable<Definition>): void {
  const renamed = definition['set-name']?.value
  for (const { key, value } of present.entries()) {
    if (awaited.has(key) || (renamed !== undefined && awaited.has(renamed)) || !matchesInterface(definition, value)) continue
    awaited.set(renamed ?? key, definition)
  }
}

/** fnmatch(3) of names and drivers, and the MAC in any case. */
export function matchesInterface(definition: Definition, device: SystemInterface): boolean {
  const { match } = definition
  if (!definition.hasMatch) return device.name === definition.id
  if (match.macaddress !== undefined && asciiLower(match.macaddress.value) !== asciiLower(device.mac ?? '')) return false
  if (match.name !== undefined && !matchesWildcard(parseGlob(match.name.value), device.name)) return false
  const { driver } = device
  return (
    match.driver === undefined ||
    (driver !== undefined && match.driver.value.split('\t').some((glob) => matchesWildcard(parseGlob(glob), driver)))
  )
}

function serviceLines(awaited: GlibTable<Definition>): readonly GeneratedLine[] {
  if (awaited.size === 0) return []
  const entries = awaited.entries()
  const local = entries.flatMap(({ key, value }) => {
    const state =
      key === 'lo' ? 'carrier' : isDegraded(value) ? 'degraded' : value['ignore-carrier']?.value === true ? undefined : 'carrier'
    return state === undefined ? [] : [` -i ${key}:${state}`]
  })
  const routable = entries.flatMap(({ key, value }) => (key !== 'lo' && isRoutable(value) ? [` -i ${key}`] : []))
  const wait = 'ExecStart=/lib/systemd/systemd-networkd-wait-online'
  return [
    line(''),
    line('[Service]'),
    line('ExecStart='),
    ...(local.length === 0 ? [] : [line(`${wait}${local.join('')}`)]),
    ...(routable.length === 0 ? [] : [line(`${wait} --any -o routable${routable.join('')}`)]),
  ]
}

function isDegraded({ linkLocal, bridge, bond }: Definition): boolean {
  return (linkLocal.ipv4 || linkLocal.ipv6) && bridge === undefined && bond === undefined
}

function isRoutable(definition: Definition): boolean {
  const { addresses4, addresses6, addressOptions, dhcp4, dhcp6 } = definition
  const isStatic = addresses4.length + addresses6.length + addressOptions.length > 0
  return isStatic || dhcp4?.value === true || dhcp6?.value === true || definition['accept-ra']?.value === true
}
