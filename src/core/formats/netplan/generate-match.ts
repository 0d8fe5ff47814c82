/** `[Match]` of the files for networkd and udev, and the `.link` file: systemd.link(5). */

import { escapeForPath } from './c-text.js'
import type { Definition, Offload } from './definition.js'
import { isPhysical } from './definition.js'
import { type GeneratedLine, line, lineOf, sectionOf } from './generated-file.js'
import { type Generation, pathOf, scrub, writeFile } from './generation.js'
import { nonZero } from './setting.js'

/** A `.link` file is for the device as the kernel named it, a `.network` file for what it is named then. */
export function matchLines(definition: Definition, name: 'original' | 'renamed'): readonly GeneratedLine[] {
  const { match } = definition
  return [
    line('[Match]', definition.origin),
    ...lineOf('Driver', match.driver, (driver) => driver.replaceAll('\t', ' ')),
    ...lineOf('PermanentMACAddress', match.macaddress),
    ...(name === 'original' ? lineOf('OriginalName', match.name) : nameLines(definition)),
  ]
}

function nameLines(definition: Definition): readonly GeneratedLine[] {
  if (!isPhysical(definition)) return [line(`Name=${definition.id}`, definition.origin)]
  return lineOf('Name', definition['set-name'] ?? definition.match.name)
}

const OFFLOADS: readonly (readonly [Offload, string])[] = [
  ['receive-checksum-offload', 'ReceiveChecksumOffload'],
  ['transmit-checksum-offload', 'TransmitChecksumOffload'],
  ['tcp-segmentation-offload', 'TCPSegmentationOffload'],
  ['tcp6-segmentation-offload', 'TCP6SegmentationOffload'],
  ['generic-segmentation-offload', 'GenericSegmentationOffload'],
  ['generic-receive-offload', 'GenericReceiveOffload'],
  ['large-receive-offload', 'LargeReceiveOffload'],
]

export function writeLinkFile(generation: Generation, definition: Definition): void {
  if (!isPhysical(definition) || definition.kind === 'modems') return
  const wake = definition.wakeonlan?.value === true ? definition.wakeonlan : undefined
  const policy = generation.isOld || definition.renderer?.value !== 'networkd' ? undefined : definition.macaddress
  const isPolicy = policy !== undefined && ['permanent', 'random'].includes(policy.value)
  const offloads = OFFLOADS.flatMap(([key, name]) => lineOf(name, definition[key]))
  const mtu = nonZero(definition.mtu)
  const name = definition['set-name']
  if ((name ?? wake ?? mtu) === undefined && !isPolicy && offloads.length === 0) return
  writeFile(generation, pathOf(definition, 'link'), [
    ...matchLines(definition, 'original'),
    ...sectionOf(
      'Link',
      [
        ...lineOf('Name', name),
        line(`WakeOnLan=${wake === undefined ? 'off' : 'magic'}`, wake?.origin ?? definition.origin),
        ...lineOf('MTUBytes', mtu),
        ...(isPolicy ? lineOf('MACAddressPolicy', policy, (value) => (value === 'permanent' ? 'persistent' : value)) : []),
        ...offloads,
      ],
      definition.origin,
    ),
  ])
}

/** A udev rule renames the device as well; it can match by MAC and driver only, since the name is what changes. */
export function writeRenamingRule(generation: Generation, definition: Definition): void {
  const { match } = definition
  const name = definition['set-name']
  if (!isPhysical(definition) || name === undefined || (match.macaddress ?? match.driver) === undefined) return
  const driver = match.driver === undefined ? '?*' : generation.isOld ? match.driver.value : scrub(match.driver.value)
  const mac = match.macaddress === undefined ? '' : `ATTR{address}=="${match.macaddress.value}", `
  const rule = `SUBSYSTEM=="net", ACTION=="add", DRIVERS=="${driver}", ${mac}NAME="${generation.isOld ? name.value : scrub(name.value)}"`
  writeFile(generation, `/run/udev/rules.d/99-netplan-${escapeForPath(definition.id)}.rules`, [line(rule, name.origin)])
}
