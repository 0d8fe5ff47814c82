/** `ovs-vsctl` as a systemd unit calls it. */
import type { Origin } from '../../diagnostics/origin.js'
import { type GeneratedLine, line } from './generated-file.js'
import type { Generation } from './generation.js'
import type { Setting } from './setting.js'

export type Commands = readonly GeneratedLine[]

/** A row of the database. */
type Row = { readonly table: string; readonly id: string }

export function vsctl(words: string, origin: Origin): GeneratedLine {
  return line(`ExecStart=/usr/bin/ovs-vsctl ${words}`, origin)
}

/** netplan writes down what it set, so that it can take it back. */
export function tag(
  { isOld }: Generation,
  { table, id }: Row,
  { path, setting }: { readonly path: string; readonly setting: Setting<string> },
): GeneratedLine {
  const quote = isOld ? '' : '"'
  return vsctl(`set ${table} ${id} external-ids:netplan/${path}=${quote}${setting.value.replaceAll(' ', ',')}${quote}`, setting.origin)
}

export function tagAsOurs({ isOld }: Generation, { table, id }: Row, origin: Origin): GeneratedLine {
  return vsctl(`set ${table} ${id} external-ids:netplan=${isOld ? 'true' : '"true"'}`, origin)
}

/** A patch port is made in the same command as what it is plugged into. */
export function patchPort({ id, patchPeer }: { readonly id: string; readonly patchPeer?: Setting<string> }): string {
  return ` -- set Interface ${id} type=patch options:peer=${patchPeer?.value ?? ''}`
}
