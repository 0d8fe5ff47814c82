/** What the schema says against a file, as diagnostics at the exact characters. */
import type * as z from 'zod'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import type { YamlEntry, YamlNode } from './yaml-tree.js'

export type Path = readonly (string | number)[]

/** A diagnostic, made when it is asked for, and the path of what must go so that the rest can be used. */
export type Complaint = { readonly diagnostic: () => Diagnostic; readonly path: Path }

type Issue = z.core.$ZodIssue

export function complaintsOf(root: YamlNode, issues: readonly Issue[]): readonly Complaint[] {
  const tree: Tree = { root, entries: new Map() }
  return issues.flatMap((issue) => complain(tree, deepest(issue)))
}

/** With the entries of those maps that were looked into. */
type Tree = { readonly root: YamlNode; readonly entries: Map<YamlNode, ReadonlyMap<string, YamlEntry>> }

/** In a union the branch that got farthest is the one that was meant. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flatMap((branch) => branch.map((found) => deepest({ ...found, path: [...issue.path, ...found.path] })))
  const farthest = inner.sort((a, b) => b.path.length - a.path.length)[0]
  return farthest !== undefined && farthest.path.length > issue.path.length ? farthest : issue
}

function complain(tree: Tree, issue: Issue): readonly Complaint[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], diagnostic: () => unknownKey(tree, [...path, key], issue.message.split(' ')) }))
  }
  const spot = spotOf(tree, path)
  if (spot.missing !== undefined) {
    const parent = path.slice(0, -1)
    return [{ path: parent, diagnostic: () => missingKey(spot, parent, issue.message) }]
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message
    return [{ path, diagnostic: () => badValue(spot.keyAt ?? spot.node.at, path, expected, path.at(-1)) }]
  }
  return [{ path, diagnostic: () => badValue(spot.node.at, path, issue.message, spot.node) }]
}

function unknownKey(tree: Tree, path: Path, known: readonly string[]): Diagnostic {
  const spot = spotOf(tree, path)
  const key = String(path.at(-1))
  const guess = nearest(key, known)
  return {
    code: 'topology/unknown-key',
    severity: 'error',
    message: guess === undefined ? `unknown key ${key}` : `unknown key ${key}; did you mean ${guess}?`,
    at: spot.keyAt ?? spot.node.at,
    because: 'what it says would be ignored',
    help: guess === undefined ? `known here: ${known.join(', ')}` : `write ${guess}:`,
  }
}

function missingKey(spot: Spot, parent: Path, expected: string): Diagnostic {
  const key = String(spot.missing)
  return {
    code: 'topology/missing-key',
    severity: 'error',
    message: parent.length === 0 ? `the key ${key} is missing` : `${formatPath(parent)}: the key ${key} is missing`,
    at: firstLineOf(spot.node),
    help: `add ${key}: with ${expected}`,
  }
}

function badValue(at: Origin, path: Path, expected: string, found: YamlNode | string | number | undefined): Diagnostic {
  const node = typeof found === 'object' ? found : undefined
  const words = expected.startsWith('one of ') ? expected.slice('one of '.length).split(', ') : []
  const guess = node?.kind === 'scalar' ? nearest(node.source, words) : undefined
  const quotes = expected.startsWith('a text') && node?.kind === 'scalar' && node.value !== null
  return {
    code: 'topology/bad-value',
    severity: 'error',
    message: `${formatPath(path)}: expected ${expected}, found ${node === undefined ? String(found) : describe(node)}`,
    at,
    ...(guess === undefined ? {} : { help: `did you mean ${guess}?` }),
    ...(quotes ? { help: `put it in quotes: "${node.source}"` } : {}),
  }
}

function describe(node: YamlNode): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return `a list of ${node.items.length}`
  if (node.value === null) return 'nothing'
  const short = node.source.length > 40 ? `${node.source.slice(0, 40)}…` : node.source
  if (typeof node.value === 'string') return short.trim() === '' ? 'an empty text' : short.replace(/\s+/g, ' ')
  return `the ${typeof node.value} ${short}`
}

export function formatPath(path: Path): string {
  if (path.length === 0) return 'the file'
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('')
}

type Spot = { readonly node: YamlNode; readonly keyAt?: Origin; readonly missing?: string | number }

/** The node at a path, or the last one that exists on the way. */
function spotOf(tree: Tree, path: Path): Spot {
  let spot: Spot = { node: tree.root }
  for (const part of path) {
    const { node } = spot
    const entry = entriesOf(tree, node).get(String(part))
    const item = node.kind === 'list' && typeof part === 'number' ? node.items[part] : undefined
    if (entry !== undefined) spot = { node: entry.value, keyAt: entry.keyAt }
    else if (item !== undefined) spot = { node: item }
    else return { ...spot, missing: part }
  }
  return spot
}

function entriesOf(tree: Tree, node: YamlNode): ReadonlyMap<string, YamlEntry> {
  if (node.kind !== 'map') return NONE
  const entries = tree.entries.get(node) ?? new Map(node.entries.map((entry) => [entry.key, entry]))
  tree.entries.set(node, entries)
  return entries
}

const NONE: ReadonlyMap<string, YamlEntry> = new Map()

/** Where a map begins: pointing at all of it would point at nothing. */
function firstLineOf(node: YamlNode): Origin {
  if (node.kind !== 'map' || node.entries[0] === undefined) return node.at
  return node.entries[0].keyAt.start >= node.at.start
    ? { ...node.at, end: Math.min(node.at.end, node.entries[0].keyAt.end) }
    : node.entries[0].keyAt
}
