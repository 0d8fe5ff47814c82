/** From a topology file to a booted Network: the one place where the verbs get their input. */
import type { Diagnostic } from '../core/diagnostics/diagnostic.js'
import type { Loaded } from '../core/load/index.js'
import type { Topology } from '../core/model/topology.js'
import { viewDiagnostics } from '../core/render/view/diagnostic.js'
import type { Snapshot } from '../core/snapshot/snapshot.js'
import { Unusable } from './unusable.js'

export type Scenario = Loaded & {
  readonly topology: Topology
  readonly snapshot: Snapshot
  /** What reading and loading had to say, errors excepted: with an error there is no scenario. */
  readonly diagnostics: readonly Diagnostic[]
}

export async function loadScenario(file: string, world?: string): Promise<Scenario> {
  const [{ readTopology }, { schemaFindings }, { load }] = await Promise.all([
    import('../live/collect/topology-directory.js'),
    import('../live/collect/relaxng-snapshot.js'),
    import('../core/load/index.js'),
  ])
  const read = readTopology(file, world === undefined ? {} : { world })
  refuseErrors(read.snapshot, read.diagnostics)
  const loaded = load(read.snapshot, read.topology)
  const diagnostics = [...read.diagnostics, ...loaded.diagnostics, ...(await schemaFindings(read.snapshot))]
  refuseErrors(read.snapshot, diagnostics)
  return { ...loaded, topology: read.topology, snapshot: read.snapshot, diagnostics }
}

function refuseErrors(snapshot: Snapshot, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) throw new Unusable(viewDiagnostics(snapshot, diagnostics))
}
