/** The tree of a topology file without what cannot be used. */
import type { Path } from './complaint.js'
import type { YamlNode } from './yaml-tree.js'

/** What goes below a node: undefined, the node itself. */
type Cuts = Map<string | number, Cuts> | undefined

/**
 * The tree without what stands at these paths; with a missing key on the way, without the map that lacks it. Undefined: nothing is left.
 * A path has a number for each list that it leads through.
 */
export function prune(root: YamlNode, paths: readonly Path[]): YamlNode | undefined {
  return cut(root, cutsOf(paths))
}

function cutsOf(paths: readonly Path[]): Cuts {
  const root = new Map<string | number, Cuts>()
  for (const path of paths) {
    if (path.length === 0) return undefined
    let cuts = root
    for (const [index, part] of path.entries()) {
      const known = cuts.get(part)
      // An outer path has cut this one off already.
      if (known === undefined && cuts.has(part)) break
      const next = known ?? new Map<string | number, Cuts>()
      cuts.set(part, index === path.length - 1 ? undefined : next)
      cuts = next
    }
  }
  return root
}

function cut(node: YamlNode, cuts: Cuts): YamlNode | undefined {
  if (cuts === undefined) return undefined
  if (node.kind === 'map') {
    const keys = new Set(node.entries.map((entry) => entry.key))
    if ([...cuts.keys()].some((key) => !keys.has(String(key)))) return undefined
    return { ...node, entries: node.entries.flatMap((entry) => kept(entry, cuts, entry.key)) }
  }
  if (node.kind === 'scalar') return undefined
  return { ...node, items: node.items.flatMap((item, index) => kept({ value: item }, cuts, index).map(({ value }) => value)) }
}

function kept<Entry extends { readonly value: YamlNode }>(
  entry: Entry,
  cuts: Map<string | number, Cuts>,
  key: string | number,
): readonly Entry[] {
  if (!cuts.has(key)) return [entry]
  const value = cut(entry.value, cuts.get(key))
  return value === undefined ? [] : [{ ...entry, value }]
}
