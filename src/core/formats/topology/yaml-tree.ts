/** YAML text as a tree of plain values, each with its place; aliases and merge keys are resolved. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

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
const MAX_DEPTH = 200

type Walk = {
  readonly text: string
  readonly capture: string
  readonly anchors: Map<string, { readonly node: YamlNode; readonly size: number }>
  readonly diagnostics: Diagnostic[]
  size: number
}

export function readYaml(text: string, capture: string): YamlTree {
  const walk: Walk = { text, capture, anchors: new Map(), diagnostics: [], size: 0 }
  const parsed = parseYaml(text)
  if (typeof parsed === 'string') {
    walk.diagnostics.push(complaint(walk, 'yaml-syntax', `This is not YAML: ${parsed}`, [0, 0]))
    return { root: nothing(originOf(walk, [0, 0])), diagnostics: walk.diagnostics, broken: true }
  }
  // What follows the first error is mostly its consequence.
  const [first] = parsed.errors
  if (first !== undefined) walk.diagnostics.push(complaint(walk, 'yaml-syntax', `YAML: ${oneLine(first.message)}`, first.pos))
  for (const warning of parsed.warnings) {
    walk.diagnostics.push({ ...complaint(walk, 'yaml-tag', `YAML: ${oneLine(warning.message)}`, warning.pos), severity: 'warning' })
  }
  const root = convert(walk, parsed.contents, originOf(walk, [0, 0]), 0)
  return { root, diagnostics: walk.diagnostics, broken: parsed.errors.length > 0 }
}

/** The parser reports errors in its result, except where a text exhausts its stack. */
function parseYaml(text: string): Document.Parsed | string {
  try {
    return parseDocument(text, { version: '1.2', prettyErrors: false, uniqueKeys: false, keepSourceTokens: false, logLevel: 'error' })
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error))
  }
}

function convert(walk: Walk, node: unknown, empty: Origin, depth: number): YamlNode {
  if (isAlias(node)) return convertAlias(walk, node)
  const before = walk.size++
  if (depth > MAX_DEPTH || walk.size > MAX_NODES) {
    if (walk.size <= MAX_NODES + 1) walk.diagnostics.push(tooLarge(walk, node, depth))
    walk.size = Math.max(walk.size, MAX_NODES + 1)
    return nothing(empty)
  }
  const converted = convertPlain(walk, node, empty, depth)
  const anchor = (node as Node | null)?.anchor
  if (typeof anchor === 'string') walk.anchors.set(anchor, { node: converted, size: walk.size - before })
  return converted
}

function convertPlain(walk: Walk, node: unknown, empty: Origin, depth: number): YamlNode {
  if (isMap(node)) return { kind: 'map', entries: convertEntries(walk, node, depth), at: originOf(walk, node.range) }
  if (isSeq(node)) {
    const at = originOf(walk, node.range)
    return { kind: 'list', items: node.items.map((item) => convert(walk, item, at, depth + 1)), at }
  }
  return isScalar(node) ? convertScalar(walk, node, empty) : nothing(empty)
}

function convertScalar(walk: Walk, node: Scalar, empty: Origin): YamlScalar {
  const { value, type } = node
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value)
  const block = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  const range = node.range ?? [empty.start, empty.end]
  const source = typeof plain === 'string' ? plain : (node.source ?? String(plain))
  const at = range[1] <= range[0] ? empty : contentOf(walk, source, range)
  return { kind: 'scalar', value: plain, source, block, at }
}

/** Without the quotes, where the text stands there word by word. */
function contentOf(walk: Walk, source: string, range: readonly [number, number, ...number[]]): Origin {
  const content = source.trimEnd()
  const start = content === '' ? -1 : walk.text.indexOf(content, range[0])
  return start < 0 || start + content.length > range[1] ? originOf(walk, range) : originOf(walk, [start, start + content.length])
}

function convertAlias(walk: Walk, alias: Alias): YamlNode {
  const at = originOf(walk, alias.range)
  const anchor = walk.anchors.get(alias.source)
  if (anchor === undefined) {
    walk.diagnostics.push(
      complaint(walk, 'unknown-anchor', `*${alias.source} refers to an anchor that is not defined above it`, [at.start, at.end]),
    )
    return nothing(at)
  }
  walk.size += anchor.size
  if (walk.size <= MAX_NODES) return anchor.node
  if (walk.size - anchor.size <= MAX_NODES) walk.diagnostics.push(tooLarge(walk, alias, 0))
  return nothing(at)
}

function convertEntries(walk: Walk, map: YAMLMap, depth: number): readonly YamlEntry[] {
  const own = new Map<string, YamlEntry>()
  const merged: YamlEntry[] = []
  for (const pair of map.items as readonly Pair[]) {
    const keyAt = isScalar(pair.key)
      ? contentOf(walk, keyText(pair.key), pair.key.range ?? [0, 0])
      : originOf(walk, (pair.key as Node | null)?.range)
    const value = convert(walk, pair.value, keyAt, depth + 1)
    if (isMergeKey(pair.key)) {
      merged.push(...mergedEntries(walk, value))
      continue
    }
    const key = isScalar(pair.key) ? keyText(pair.key) : undefined
    if (key === undefined || key === '__proto__') {
      walk.diagnostics.push(complaint(walk, 'bad-key', 'A key must be a word', [keyAt.start, keyAt.end]))
      continue
    }
    const first = own.get(key)
    if (first === undefined) own.set(key, { key, keyAt, value })
    else walk.diagnostics.push(duplicate(walk, key, keyAt, first.keyAt))
  }
  for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry)
  return [...own.values()]
}

function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<'
}

function mergedEntries(walk: Walk, value: YamlNode): readonly YamlEntry[] {
  if (value.kind === 'map') return value.entries
  if (value.kind === 'list') return value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []))
  walk.diagnostics.push(complaint(walk, 'bad-value', '<<: merges maps, and this is not one', [value.at.start, value.at.end]))
  return []
}

function nothing(at: Origin): YamlScalar {
  return { kind: 'scalar', value: null, source: '', block: false, at }
}

/** Ranges of block collections reach to the next token; the white space before it is cut off. */
function originOf(walk: Walk, range: readonly [number, number, ...number[]] | null | undefined): Origin {
  const length = walk.text.length
  const start = Math.max(0, Math.min(range?.[0] ?? 0, length))
  const end = Math.max(start, Math.min(range?.[1] ?? 0, length))
  return { capture: walk.capture, start, end: start + walk.text.slice(start, end).trimEnd().length }
}

function complaint(walk: Walk, code: string, message: string, range: readonly [number, number]): Diagnostic {
  return { code: `topology/${code}`, severity: 'error', message, at: originOf(walk, range) }
}

function duplicate(walk: Walk, key: string, at: Origin, first: Origin): Diagnostic {
  return {
    ...complaint(walk, 'duplicate-key', `${key} is given twice`, [at.start, at.end]),
    because: 'only the first one counts',
    help: 'put both into one, or remove one of them',
    related: [{ message: 'first given here', at: first }],
  }
}

function tooLarge(walk: Walk, node: unknown, depth: number): Diagnostic {
  const range = (node as Node | null)?.range
  const message = depth > MAX_DEPTH ? `This is nested more than ${MAX_DEPTH} levels deep` : `This file has more than ${MAX_NODES} values`
  return { ...complaint(walk, 'too-large', message, [range?.[0] ?? 0, range?.[1] ?? 0]), because: 'the rest of it is not read' }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The tree as ordinary data. */
export function plainOf(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plainOf(entry.value)]))
}
