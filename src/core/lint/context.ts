/** Puts together what the rules look at. */
import { readInterfaces } from '../load/boot/interfaces-files.js'
import { startBooting } from '../load/boot/machine.js'
import type { Loaded } from '../load/index.js'
import type { Topology } from '../model/topology.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import type { LintContext } from './rule.js'

/** What is wrong with the texts as such has been said when they were loaded. */
export function lintContext(snapshot: Snapshot, topology: Topology, loaded: Pick<Loaded, 'network' | 'journal'>): LintContext {
  const reading = startBooting(snapshot, topology)
  const interfaces = Object.keys(loaded.network.nodes).map((node) => ({ node, stanzas: readInterfaces(reading, node).stanzas }))
  return { network: loaded.network, journal: loaded.journal, interfaces }
}
