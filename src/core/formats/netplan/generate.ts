/** What `netplan generate` writes, as far as networkd, udev, wpa_supplicant and Open vSwitch are concerned. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { isMac } from './c-text.js'
import type { Definition } from './definition.js'
import { isPhysical } from './definition.js'
import { writeLinkFile, writeRenamingRule } from './generate-match.js'
import { writeNetdev } from './generate-netdev.js'
import { writeNetwork } from './generate-network.js'
import { checkForNetworkManager, writeGloballyManaged, writeManaged } from './generate-networkmanager.js'
import { type SystemInterface, writeWaitOnline } from './generate-online.js'
import { writeOpenvswitch, writeOpenvswitchGlobals } from './generate-openvswitch.js'
import { writeSriov } from './generate-sriov.js'
import { writeRegulatoryDomain, writeWpa } from './generate-wpa.js'
import type { GeneratedFile } from './generated-file.js'
import { fail, type Generation } from './generation.js'
import type { Merged } from './merge.js'

export type { SystemInterface } from './generate-online.js'
export type { GeneratedFile, GeneratedLine } from './generated-file.js'

export type Generated = {
  readonly files: readonly GeneratedFile[]
  /** An error: netplan stopped there, and wrote only what is in `files`. At boot it left out that definition and went on. */
  readonly diagnostics: readonly Diagnostic[]
  readonly isComplete: boolean
}

export type Machine = {
  /** The interfaces that are there; only what is waited for at boot depends on them. */
  readonly interfaces?: readonly SystemInterface[]
}

export function generate(merged: Merged, { interfaces = [] }: Machine = {}): Generated {
  const generation: Generation = { merged, isOld: merged.release === '0.106', files: new Map(), diagnostics: [], hasDied: false }
  const isComplete = merged.refused !== undefined && !goesOnAfter(merged) ? false : writeAll(generation, interfaces)
  return { files: [...generation.files.values()], diagnostics: [...generation.diagnostics, ...notes(merged)], isComplete }
}

/** At boot netplan leaves out what it cannot use; 0.106 gives up. */
function goesOnAfter({ as, release }: Merged): boolean {
  return as === 'boot' && release !== '0.106'
}

function writeAll(generation: Generation, interfaces: readonly SystemInterface[]): boolean {
  const { merged } = generation
  const goesOn = goesOnAfter(merged)
  writeOpenvswitchGlobals(generation)
  let isAny = false
  for (const definition of merged.definitions) {
    for (const write of [writeForNetworkd, writeOpenvswitch, checkForNetworkManager]) {
      const isWritten = write(generation, definition)
      if (!isWritten && (generation.hasDied || !goesOn)) return false
      if (isWritten && write === writeForNetworkd && definition.renderer?.value === 'networkd') isAny = true
    }
  }
  if (merged.definitions.length > 0) {
    writeManaged(generation)
    if (generation.hasDied) return false
    writeSriov(generation)
  }
  writeGloballyManaged(generation)
  if (isAny && !generation.isOld) writeWaitOnline(generation, interfaces)
  return true
}

/** Files for udev are written whoever renders the device. */
function writeForNetworkd(generation: Generation, definition: Definition): boolean {
  writeLinkFile(generation, definition)
  writeRenamingRule(generation, definition)
  writeRegulatoryDomain(generation, definition)
  if (definition.renderer?.value !== 'networkd') return true
  if (definition.kind === 'modems') {
    return fail(generation, definition, { rule: 'unsupported', message: 'networkd backend does not support GSM/CDMA modem configuration' })
  }
  return (
    writeWpa(generation, definition) &&
    hasPlainMac(generation, definition) &&
    (isPhysical(definition) || writeNetdev(generation, definition)) &&
    writeNetwork(generation, definition)
  )
}

function hasPlainMac(generation: Generation, definition: Definition): boolean {
  const mac = definition.macaddress
  if (mac === undefined || isMac(mac.value) || ['permanent', 'random'].includes(mac.value)) return true
  return fail(generation, definition, {
    rule: 'unsupported',
    at: mac.origin,
    message: `networkd backend does not support the MAC address option '${mac.value}'`,
    help: "write a MAC address, 'permanent' or 'random'",
  })
}

/** What netplan writes and this does not. */
function notes(merged: Merged): readonly Diagnostic[] {
  return merged.definitions
    .filter(({ renderer, kind }) => renderer?.value === 'NetworkManager' && kind !== 'placeholder')
    .map((definition) => ({
      code: 'netplan/not-modelled',
      severity: 'note',
      message: `${definition.id} is configured by NetworkManager, whose connections are not modelled`,
      at: definition.renderer?.origin ?? definition.origin,
      because: 'what it makes of this device is not known',
    }))
}
