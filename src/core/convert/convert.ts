/** A host's network in the words of another format, with what those cannot say, and what booting them makes different. */
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { type Difference, diffNodes } from '../diff/diff.js'
import { writeInterfaces } from '../formats/interfaces/write.js'
import { writeNetplan } from '../formats/netplan/write.js'
import { writeNetworkd } from '../formats/networkd/write.js'
import { writeNmstate } from '../formats/nmstate/index.js'
import { toolWords } from '../lab/ip-words.js'
import { type Loaded, load } from '../load/index.js'
import type { Intent, KernelRequest, Topology, Written } from '../model/index.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { comparable, wanderingBridges } from './comparable.js'
import { intentOf } from './intent-of.js'
import { leasedFirst } from './leased-first.js'
import { isNetworkFile, withFiles } from './replace.js'
import { sideEffects } from './side-effects.js'

export const TARGETS = ['interfaces', 'netplan', 'networkd', 'nmstate'] as const
export type Target = (typeof TARGETS)[number]

export type Source = { readonly snapshot: Snapshot; readonly topology: Topology; readonly loaded: Loaded }

export type Conversion = {
  readonly files: Written['files']
  /** What the target cannot say, each where it stands in the source. */
  readonly unsaid: readonly Diagnostic[]
  /** The files that the new ones take the place of. */
  readonly replaces: readonly string[]
  /** What is different after booting the new files; absent where this format is only written. */
  readonly differences?: readonly Difference[]
  /** What booting the new files had to say. */
  readonly complaints: readonly Diagnostic[]
  /** The texts as they would be, for whoever wants to look on. */
  readonly after: Snapshot
}

export function convert(source: Source, name: string, target: Target): Conversion {
  const { snapshot, topology, loaded } = source
  const node = loaded.network.nodes[name]
  const replaces = Object.values(snapshot.captures)
    .filter((capture) => capture.node === name && isNetworkFile(capture.path))
    .map((capture) => capture.path)
  if (node === undefined) return { files: [], unsaid: [], replaces, complaints: [], after: snapshot }
  const macs = topology.nodes.find((one) => one.name === name)?.nics.flatMap((nic) => nic.mac ?? []) ?? []
  const { files, unsaid } = write(intentOf(node, loaded.journal, macs), target)
  const after = withFiles(snapshot, name, files)
  const missing = [...unsaid, ...(target === 'interfaces' ? [] : sideEffects(name, loaded.journal, target))]
  if (target === 'nmstate') return { files, unsaid: missing, replaces, complaints: [], after }
  const again = load(after, withoutInline(topology, name))
  const reborn = again.network.nodes[name]
  const wandering = wanderingBridges(node)
  return {
    files,
    unsaid: missing,
    replaces,
    after,
    complaints: newIn(loaded.diagnostics, again.diagnostics),
    differences: reborn === undefined ? [] : diffNodes(comparable(node, wandering), comparable(reborn, wandering)),
  }
}

function write(intent: Intent, target: Target): Written {
  switch (target) {
    case 'interfaces':
      return writeInterfaces(intent, commandOf)
    case 'netplan':
      return behindLeases(intent, writeNetplan)
    case 'networkd':
      return behindLeases(intent, writeNetworkd)
    case 'nmstate':
      return writeNmstate(intent)
  }
}

function behindLeases(intent: Intent, writeTarget: (intent: Intent) => Written): Written {
  const reordered = leasedFirst(intent)
  const { files, unsaid } = writeTarget(reordered.intent)
  return { files, unsaid: [...reordered.notes, ...unsaid] }
}

function commandOf(request: KernelRequest): string | undefined {
  const line = toolWords(request)
  return line === undefined ? undefined : [...line.tool, ...line.words].join(' ')
}

/** The inline network of the topology file is one of the sources. */
function withoutInline(topology: Topology, name: string): Topology {
  const nodes = topology.nodes.map((node) => {
    if (node.name !== name) return node
    const { network: _network, ...rest } = node
    return rest
  })
  return { ...topology, nodes }
}

function newIn(before: readonly Diagnostic[], after: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Set(before.map((found) => `${found.code} ${found.message}`))
  return after.filter((found) => found.severity !== 'note' && !known.has(`${found.code} ${found.message}`))
}
