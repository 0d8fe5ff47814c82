/** libvirtd starts the networks that are marked for it. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { lowerNetwork, type NetworkDocument, parseNetwork } from '../../formats/libvirt/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { lastPartOf } from '../../std/posix-path.js'
import { filesIn } from './captures.js'
import { startVirtual } from './libvirt-network.js'
import { refuseNetwork, type Starting } from './libvirt-starting.js'
import { type Booting, change, keepUnmodelled, nodeIn, type Stage } from './machine.js'

const NETWORKS = '/etc/libvirt/qemu/networks'

/** Starts what is in autostart/, by name; the others are known and inactive. */
export function startLibvirt(booting: Booting, node: string): void {
  const defined = filesIn(booting.snapshot, { node, directory: NETWORKS, suffix: '.xml' })
  const automatic = new Set(
    filesIn(booting.snapshot, { node, directory: `${NETWORKS}/autostart`, suffix: '.xml' }).map((capture) => lastPartOf(capture.path)),
  )
  for (const capture of defined) {
    const active = automatic.has(lastPartOf(capture.path))
    defineNetwork(booting, node, capture, active)
  }
}

/** The definition of a network of a node, read again: what was wrong with it has been said. */
export function networkOn(booting: Booting, node: string, name: string): NetworkDocument | undefined {
  return filesIn(booting.snapshot, { node, directory: NETWORKS, suffix: '.xml' })
    .map((capture) => parseNetwork(capture.text, capture.id).document)
    .find((document) => document.name?.value === name)
}

function defineNetwork(booting: Booting, node: string, capture: Capture, active: boolean): void {
  const parsed = parseNetwork(capture.text, capture.id)
  booting.diagnostics.push(...parsed.diagnostics)
  const bridge = isPattern(parsed.document) ? freeBridge(booting, node) : undefined
  const lowered = lowerNetwork(parsed.document, { active, ...(bridge === undefined ? {} : { bridge }) })
  const stage: Stage = { node, phase: `libvirt network ${lowered.network.name}`, owner: 'libvirt' }
  // libvirt defines no network whose XML is wrong.
  const isValid = parsed.diagnostics.every((found) => found.severity !== 'error')
  const started = active && isValid && startNetwork(booting, stage, { document: parsed.document, lowered })
  change(booting, node, (now) => ({ ...now, libvirtNetworks: [...now.libvirtNetworks, { ...lowered.network, active: started }] }))
}

/** `virbr%d`. For no name at all net-define would have chosen one; the daemon takes the file as it is. */
function isPattern({ bridge, element }: NetworkDocument): boolean {
  return (
    bridge.name === undefined &&
    element.children.some(
      (child) => child.kind === 'element' && child.name === 'bridge' && child.attributes.some(({ name }) => name === 'name'),
    )
  )
}

function freeBridge(booting: Booting, node: string): InterfaceName | undefined {
  const used = new Set<string>(nodeIn(booting, node).interfaces.map((device) => device.name))
  const free = Array.from({ length: 256 }, (_, index) => `virbr${index}`).find((name) => !used.has(name))
  return free === undefined ? undefined : parseInterfaceName(free)
}

/** A network without a bridge of libvirt's is a name for something of the host; nothing happens when it starts. */
function startNetwork(booting: Booting, stage: Stage, starting: Starting): boolean {
  keepUnmodelled(booting, stage, starting.lowered.unmodelled)
  const { mode } = starting.lowered.network
  if (mode === 'bridge' || mode === 'unrecognised') return true
  const refusal = startVirtual(booting, stage, { ...starting, mode })
  return refusal === undefined || refuseNetwork(booting, stage, starting.document, refusal)
}
