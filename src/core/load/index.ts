/** From texts to the Network: boots every machine of a topology in the model. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Network, Topology } from '../model/index.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { bootAll } from './boot/boot.js'
import { networkNow, startBooting } from './boot/machine.js'
import type { BootEvent } from './journal.js'

export type { BootEvent, Lease } from './journal.js'
export { type TriedCommand, tryCommand } from './try-command.js'

export type Loaded = {
  readonly network: Network
  /** What bringing it up did, in order. */
  readonly journal: readonly BootEvent[]
  readonly diagnostics: readonly Diagnostic[]
}

export function load(snapshot: Snapshot, topology: Topology): Loaded {
  const booting = startBooting(snapshot, topology)
  bootAll(booting)
  return { network: networkNow(booting), journal: booting.journal, diagnostics: booting.diagnostics }
}
