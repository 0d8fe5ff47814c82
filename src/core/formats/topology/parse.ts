/** Reads a topology file. Whatever the text, there is a document; what could not be used is a diagnostic. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import { firstUnprintable, onOneLine } from '../../std/printable.js'
import { complaintsOf, formatPath } from './complaint.js'
import type { TopologyDocument } from './document.js'
import { prune } from './prune.js'
import { TOPOLOGY_FILE, type TopologyFile } from './schema.js'
import { MOST_FINDINGS, plainOf, readYaml, type YamlEntry, type YamlNode } from './yaml-tree.js'

/** Leaving out a value can make its map incomplete, and so on outwards: a file is five maps deep. */
const MAX_ROUNDS = 8

const EMPTY: TopologyFile = { version: 1 }

export function parseTopology(text: string, capture: string): Parsed<TopologyDocument> {
  const unprintable = firstUnprintable(text)
  if (unprintable !== undefined) {
    const at = { capture, start: unprintable, end: unprintable + 1 }
    return refused(text, capture, {
      code: 'topology/not-text',
      severity: 'error',
      message: 'This is not a text file',
      at,
      help: 'give a YAML file',
    })
  }
  const { root, diagnostics, broken } = readYaml(text, capture)
  if (root.kind === 'scalar' && root.value === null && diagnostics.length === 0) {
    const at = { capture, start: 0, end: 0 }
    const help = 'start with version: 1, nodes: and links: (docs/topology.md)'
    return refused(text, capture, { code: 'topology/empty', severity: 'error', message: 'The file says nothing', at, help })
  }
  const checked = check(withVersion(root))
  // After a syntax error the tree is a guess: what the schema says about it would only repeat the error.
  return {
    document: { capture, text, file: checked.file, tree: checked.tree, leftOut: checked.leftOut },
    diagnostics: (broken ? diagnostics : [...diagnostics, ...missingVersion(root), ...checked.diagnostics]).map(withoutBreaks),
  }
}

/** A key or a value of several lines is quoted in one. */
function withoutBreaks(found: Diagnostic): Diagnostic {
  const help = found.help === undefined ? {} : { help: onOneLine(found.help) }
  return { ...found, message: onOneLine(found.message), ...help }
}

function refused(text: string, capture: string, diagnostic: Diagnostic): Parsed<TopologyDocument> {
  const tree: YamlNode = { kind: 'map', entries: [], at: { capture, start: 0, end: 0 } }
  return { document: { capture, text, file: EMPTY, tree, leftOut: [] }, diagnostics: [diagnostic] }
}

function missingVersion(root: YamlNode): readonly Diagnostic[] {
  if (root.kind !== 'map' || root.entries.some((entry) => entry.key === 'version')) return []
  const at = { ...root.at, end: root.entries[0]?.keyAt.end ?? root.at.end }
  return [
    {
      code: 'topology/missing-key',
      severity: 'error',
      message: 'the key version is missing',
      at,
      help: 'add version: 1 as the first line',
    },
  ]
}

/** A file without its version, or with a wrong one, is read as version 1 after saying so. */
function withVersion(root: YamlNode): YamlNode {
  if (root.kind !== 'map' || root.entries.some((entry) => entry.key === 'version')) return root
  const at = { ...root.at, end: root.at.start }
  const version: YamlEntry = { key: 'version', keyAt: at, value: { kind: 'scalar', value: 1, source: '1', block: false, at } }
  return { ...root, entries: [version, ...root.entries] }
}

type Checked = {
  readonly file: TopologyFile
  readonly tree: YamlNode
  readonly leftOut: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

function check(root: YamlNode): Checked {
  let tree = root
  const diagnostics: Diagnostic[] = []
  const leftOut: string[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const file = plainOf(tree)
    const result = TOPOLOGY_FILE.safeParse(file)
    // The schema transforms nothing, so what it accepted is of its type; the original keeps the order of keys.
    if (result.success) return { file: file as TopologyFile, tree, leftOut, diagnostics }
    const complaints = complaintsOf(tree, result.error.issues)
    if (round === 0) diagnostics.push(...complaints.slice(0, MOST_FINDINGS).map(({ diagnostic }) => diagnostic()))
    leftOut.push(...complaints.map(({ path }) => formatPath(path)))
    const paths = complaints.map(({ path }) => path)
    const pruned = prune(tree, paths)
    if (pruned === undefined) break
    tree = withVersion(pruned)
  }
  return { file: EMPTY, tree: { kind: 'map', entries: [], at: root.at }, leftOut, diagnostics }
}
