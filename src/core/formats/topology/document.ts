/** A topology file in its own words: what it says, and where every word stands. */
import type { Origin } from '../../diagnostics/origin.js'
import type { TopologyFile } from './schema.js'
import type { YamlNode } from './yaml-tree.js'

export type TopologyDocument = {
  readonly capture: string
  readonly text: string
  /** Valid: what was not has been left out, with a diagnostic. */
  readonly file: TopologyFile
  readonly tree: YamlNode
  /** What was left out, e.g. `nodes.host1.kind`: that it is missing has been said. */
  readonly leftOut: readonly string[]
}

/** A document, and from where its paths are meant. */
export type TopologySource = {
  readonly document: TopologyDocument
  /** What a person can open: the file's path relative to the working directory. */
  readonly shown: string
  /** The directory of that path; paths in the file are relative to it. */
  readonly directory: string
}

/** A value of a document together with its place. */
export type Part<Value> = { readonly value: Value; readonly node: YamlNode; readonly keyAt?: Origin; readonly source: TopologySource }

export function rootPart(source: TopologySource): Part<TopologyFile> {
  return { value: source.document.file, node: source.document.tree, source }
}

/** The value of a key; undefined when it is absent or empty. */
export function field<Value extends object, Key extends keyof Value & string>(
  part: Part<Value>,
  key: Key,
): Part<NonNullable<Value[Key]>> | undefined {
  const value = part.value[key]
  const entry = part.node.kind === 'map' ? part.node.entries.find((candidate) => candidate.key === key) : undefined
  return value === null || value === undefined || entry === undefined
    ? undefined
    : { value, node: entry.value, keyAt: entry.keyAt, source: part.source }
}

export type Entry<Value> = { readonly key: string; readonly keyAt: Origin; readonly part: Part<Value> }

/** The entries of a map in the order of the text. */
export function entriesOf<Value>(part: Part<Readonly<Record<string, Value>>> | undefined): readonly Entry<Value>[] {
  if (part === undefined || part.node.kind !== 'map') return []
  return part.node.entries.flatMap(({ key, keyAt, value: node }) =>
    Object.hasOwn(part.value, key) ? [{ key, keyAt, part: { value: part.value[key] as Value, node, keyAt, source: part.source } }] : [],
  )
}

export function itemsOf<Value>(part: Part<readonly Value[]> | undefined): readonly Part<Value>[] {
  if (part === undefined || part.node.kind !== 'list') return []
  const { value, node, source } = part
  return value.flatMap((item, index) => (node.items[index] === undefined ? [] : [{ value: item, node: node.items[index], source }]))
}

/** One, or the items of a list. */
export function oneOrItemsOf(part: Part<string | readonly string[]> | undefined): readonly Part<string>[] {
  if (part === undefined) return []
  const { value } = part
  return typeof value === 'string' ? [{ ...part, value }] : itemsOf({ ...part, value })
}

/** A map that was left empty counts as an empty map. */
export function orEmpty<Value extends object>(part: Part<Value | null>): Part<Partial<Value>> {
  return { ...part, value: part.value ?? {} }
}
