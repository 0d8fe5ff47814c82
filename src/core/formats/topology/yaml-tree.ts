/** YAML text as a tree of plain values, each with its place; aliases and merge keys are resolved. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type {
  YamlEntry as PlainEntry,
  YamlMap as PlainMap,
  YamlNode as PlainNode,
  YamlScalar as PlainScalar,
  YamlValue as PlainValue,
} from '../../yaml/node.js'
import { readYaml as readPlainYaml } from '../../yaml/read.js'
import { scalarValue } from './scalar-value.js'

export type YamlEntry = { readonly key: string; readonly keyAt: Origin; readonly value: YamlNode }

export type YamlScalar = {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As it is written, quotes and escapes resolved: `0x10` for the number 16. */
  readonly source: string
  readonly block: boolean
  readonly at: Origin
}

export type YamlNode =
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[]; readonly at: Origin }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[]; readonly at: Origin }
  | YamlScalar

export type YamlTree = { readonly root: YamlNode; readonly diagnostics: readonly Diagnostic[]; readonly broken: boolean }

/** Nodes that a document may have after its aliases are expanded: enough for 10,000 machines, too few for a billion laughs. */
const MAX_NODES = 300_000
/** Nobody reads more of them, and each costs as much as reading a line. */
export const MOST_FINDINGS = 100

type Expanded = { readonly node: YamlNode; readonly size: number }

type Walk = {
  readonly text: string
  readonly capture: string
  /** The name of the anchor at a node. */
  readonly names: ReadonlyMap<PlainNode, string>
  /** By the name of its anchor: what was converted to its end. */
  readonly expanded: Map<string, Expanded>
  readonly diagnostics: Diagnostic[]
  size: number
}

export function readYaml(text: string, capture: string): YamlTree {
  const { root, anchors, tags, fault, restAt } = readPlainYaml(text, capture)
  const walk: Walk = {
    text,
    capture,
    names: new Map([...anchors].map(([name, node]) => [node, name])),
    expanded: new Map(),
    diagnostics: [],
    size: 0,
  }
  // What follows the first error is mostly its consequence.
  if (fault !== undefined) tell(walk, () => complaint('yaml-syntax', `This is not YAML: ${fault.cause}`, fault.at))
  for (const tag of tags) {
    const message = `The tag ${text.slice(tag.start, tag.end)} means nothing here`
    tell(walk, () => ({ ...complaint('yaml-tag', message, tag), severity: 'warning' }))
  }
  if (restAt !== undefined) {
    const because = 'it is a second document, or less indented than the first line'
    tell(walk, () => ({ ...complaint('yaml-rest', 'The file is read up to here', { ...restAt, end: restAt.start + 1 }), because }))
  }
  const empty = { capture, start: 0, end: 0 }
  return {
    root: root === undefined ? nothing(empty) : convert(walk, root, empty),
    diagnostics: walk.diagnostics,
    broken: fault !== undefined,
  }
}

function convert(walk: Walk, node: PlainNode, empty: Origin): YamlNode {
  if (node.kind === 'alias') return convertAlias(walk, node)
  walk.size += 1
  if (walk.size > MAX_NODES) {
    if (walk.size === MAX_NODES + 1) tell(walk, () => tooLarge(node.origin))
    return nothing(empty)
  }
  const before = walk.size
  const converted = convertValue(walk, node, empty)
  const name = walk.names.get(node)
  if (name !== undefined) walk.expanded.set(name, { node: converted, size: walk.size - before + 1 })
  return converted
}

function convertValue(walk: Walk, node: PlainValue, empty: Origin): YamlNode {
  if (node.kind === 'map') return { kind: 'map', entries: convertEntries(walk, node), at: node.origin }
  if (node.kind === 'scalar') return convertScalar(walk, node, empty)
  return { kind: 'list', items: node.items.map((item) => convert(walk, item, node.origin)), at: node.origin }
}

function convertScalar(walk: Walk, { text, style, origin }: PlainScalar, empty: Origin): YamlScalar {
  const value = style === 'plain' ? scalarValue(text) : text
  const at = origin.end <= origin.start ? empty : contentOf(walk, text, origin)
  return { kind: 'scalar', value, source: text, block: style === 'block', at }
}

/** Without the quotes, where the text stands there word by word. */
function contentOf(walk: Walk, source: string, origin: Origin): Origin {
  const content = source.trimEnd()
  // Not in the whole text: what is folded stands nowhere in it.
  const found = content === '' ? -1 : walk.text.slice(origin.start, origin.end).indexOf(content)
  const start = origin.start + found
  return found < 0 ? origin : { ...origin, start, end: start + content.length }
}

function convertAlias(walk: Walk, { name, origin }: Extract<PlainNode, { readonly kind: 'alias' }>): YamlNode {
  const expanded = walk.expanded.get(name)
  if (expanded === undefined) {
    tell(walk, () => complaint('unknown-anchor', `*${name} stands for something that it is a part of`, origin))
    return nothing(origin)
  }
  walk.size += expanded.size
  if (walk.size <= MAX_NODES) return expanded.node
  if (walk.size - expanded.size <= MAX_NODES) tell(walk, () => tooLarge(origin))
  return nothing(origin)
}

function convertEntries(walk: Walk, map: PlainMap): readonly YamlEntry[] {
  const own = new Map<string, YamlEntry>()
  const merged: YamlEntry[] = []
  for (const { key: keyNode, value: valueNode } of map.entries) {
    const keyAt = keyNode.kind === 'scalar' ? contentOf(walk, keyNode.text, keyNode.origin) : keyNode.origin
    const value = convert(walk, valueNode, keyAt)
    if (isMergeKey(keyNode)) {
      merged.push(...mergedEntries(walk, value))
      continue
    }
    const key = keyNode.kind === 'scalar' ? keyNode.text : undefined
    if (key === undefined || key === '__proto__') {
      tell(walk, () => complaint('bad-key', 'A key must be a word', keyAt))
      continue
    }
    const first = own.get(key)
    if (first === undefined) own.set(key, { key, keyAt, value })
    else tell(walk, () => duplicate(key, keyAt, first.keyAt))
  }
  for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry)
  return [...own.values()]
}

function isMergeKey(key: PlainEntry['key']): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.text === '<<'
}

function mergedEntries(walk: Walk, value: YamlNode): readonly YamlEntry[] {
  if (value.kind === 'map') return value.entries
  if (value.kind === 'list') return value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []))
  tell(walk, () => complaint('bad-value', '<<: merges maps, and this is not one', value.at))
  return []
}

function nothing(at: Origin): YamlScalar {
  return { kind: 'scalar', value: null, source: '', block: false, at }
}

function tell(walk: Walk, diagnostic: () => Diagnostic): void {
  if (walk.diagnostics.length < MOST_FINDINGS) walk.diagnostics.push(diagnostic())
}

function complaint(code: string, message: string, at: Origin): Diagnostic {
  return { code: `topology/${code}`, severity: 'error', message, at }
}

function duplicate(key: string, at: Origin, first: Origin): Diagnostic {
  return {
    ...complaint('duplicate-key', `${key} is given twice`, at),
    because: 'only the first one counts',
    help: 'put both into one, or remove one of them',
    related: [{ message: 'first given here', at: first }],
  }
}

function tooLarge(at: Origin): Diagnostic {
  return { ...complaint('too-large', `This file has more than ${MAX_NODES} values`, at), because: 'the rest of it is not read' }
}

/** The tree as ordinary data. */
export function plainOf(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plainOf(entry.value)]))
}
