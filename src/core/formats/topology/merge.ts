/** Several files as one: nodes key by key, links and expectations in a row, worlds by name, and one world chosen. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { nearest } from '../../std/nearest.js'
import { entriesOf, field, itemsOf, orEmpty, type Part, rootPart, type TopologySource } from './document.js'
import type { ExpectationPart, LinkPart, NodePart, WorldPart } from './schema.js'

/** The keys of a map that may come from different files. */
export type MergedKeys<Value> = { readonly [Key in keyof Value]?: Part<NonNullable<Value[Key]>> }

export type MergedNode = {
  readonly name: string
  readonly at: Origin
  readonly keys: MergedKeys<NodePart>
  /** Its kind is written somewhere, but could not be used. */
  readonly badKind: boolean
}

export type MergedExpectation = { readonly at: Origin; readonly keys: MergedKeys<ExpectationPart> }

export type MergedTopology = {
  readonly name?: string
  readonly about?: string
  readonly world?: string
  readonly worlds: readonly string[]
  readonly nodes: readonly MergedNode[]
  readonly links: readonly Part<LinkPart>[]
  readonly expect: readonly MergedExpectation[]
}

type Nodes = Map<string, MergedNode>

/** `sources` in the order of merging: what a file includes stands before it, the main file is the last. */
export function mergeTopology(sources: readonly TopologySource[], world: string | undefined, diagnostics: Diagnostic[]): MergedTopology {
  const nodes: Nodes = new Map()
  const roots = sources.map(rootPart)
  for (const root of roots) for (const entry of entriesOf(field(root, 'nodes'))) addNode(nodes, entry.key, entry.keyAt, orEmpty(entry.part))
  const worlds = roots.map((root) => entriesOf(field(root, 'worlds')).map(({ key, part }) => ({ name: key, part: orEmpty(part) })))
  const order = orderOf(worlds.map((declared) => declared.map(({ name }) => name)))
  const chosen = chooseWorld(order, world, diagnostics)
  const expect = roots.flatMap((root) =>
    itemsOf(field(root, 'expect')).map((part): MergedExpectation => ({ at: part.node.at, keys: keysOf(part) })),
  )
  for (const { name, part } of worlds.flat()) {
    if (name === chosen) applyWorld(part, nodes, expect, diagnostics)
    else checkNodesOf(part, nodes, diagnostics)
  }
  return {
    ...lastOf(
      'name',
      roots.map((root) => root.value.name),
    ),
    ...lastOf(
      'about',
      roots.map((root) => root.value.about),
    ),
    ...lastOf('world', [chosen]),
    worlds: order,
    nodes: [...nodes.values()],
    links: roots.flatMap((root) => itemsOf<LinkPart>(field(root, 'links'))),
    expect,
  }
}

function lastOf<Key extends string>(key: Key, values: readonly (string | undefined)[]): { readonly [Name in Key]?: string } {
  const last = values.findLast((value) => value !== undefined)
  return (last === undefined ? {} : { [key]: last }) as { readonly [Name in Key]?: string }
}

function keysOf<Value extends object>(part: Part<Value>): MergedKeys<Value> {
  const keys = Object.keys(part.value) as (keyof Value & string)[]
  const found = keys.flatMap((key) => {
    const value = field(part, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(found) as MergedKeys<Value>
}

function addNode(nodes: Nodes, name: string, at: Origin, part: Part<NodePart>): void {
  const before = nodes.get(name)
  const badKind = before?.badKind === true || part.source.document.leftOut.includes(`nodes.${name}.kind`)
  nodes.set(name, { name, at: before?.at ?? at, keys: { ...before?.keys, ...keysOf(part) }, badKind })
}

/** The main file's order when it names every world; otherwise the order in which they first appear. */
function orderOf(declared: readonly (readonly string[])[]): readonly string[] {
  const all = [...new Set(declared.flat())]
  const main = [...new Set(declared.at(-1) ?? [])]
  return main.length === all.length ? main : all
}

function chooseWorld(worlds: readonly string[], wanted: string | undefined, diagnostics: Diagnostic[]): string | undefined {
  if (wanted === undefined || worlds.includes(wanted)) return wanted ?? worlds[0]
  const guess = nearest(wanted, worlds)
  diagnostics.push({
    code: 'topology/unknown-world',
    severity: 'error',
    message: guess === undefined ? `there is no world ${wanted}` : `there is no world ${wanted}; did you mean ${guess}?`,
    help: worlds.length === 0 ? 'this topology declares no worlds; leave out --world' : `known worlds: ${worlds.join(', ')}`,
  })
  return worlds[0]
}

function applyWorld(part: Part<WorldPart>, nodes: Nodes, expect: MergedExpectation[], diagnostics: Diagnostic[]): void {
  checkNodesOf(part, nodes, diagnostics)
  for (const entry of entriesOf(field(part, 'nodes'))) {
    if (nodes.has(entry.key)) addNode(nodes, entry.key, entry.keyAt, orEmpty(entry.part))
  }
  for (const override of itemsOf(field(part, 'expect'))) {
    const { id } = override.value
    const index = id === undefined ? -1 : expect.findIndex((candidate, position) => idOf(candidate, position) === id)
    const before = expect[index]
    const merged = { at: override.node.at, keys: overridden(before?.keys ?? {}, keysOf(override)) }
    if (before === undefined) expect.push(merged)
    else expect[index] = merged
  }
}

/** With another outcome, what was said about the old one (why, by whom, its TTL) no longer holds. */
function overridden(before: MergedExpectation['keys'], keys: MergedExpectation['keys']): MergedExpectation['keys'] {
  if (keys.outcome === undefined || keys.outcome.value === before.outcome?.value) return { ...before, ...keys }
  const { because: _because, by: _by, ttl: _ttl, ...rest } = before
  return { ...rest, ...keys }
}

/** An expectation without a name is called by its position, from 1. */
export function idOf(expectation: MergedExpectation, index: number): string {
  return expectation.keys.id?.value ?? `#${index + 1}`
}

function checkNodesOf(world: Part<WorldPart>, nodes: Nodes, diagnostics: Diagnostic[]): void {
  for (const { key, keyAt } of entriesOf(field(world, 'nodes'))) {
    if (!nodes.has(key)) diagnostics.push(unknownNode(key, keyAt, [...nodes.keys()]))
  }
}

export function unknownNode(name: string, at: Origin, known: readonly string[]): Diagnostic {
  const guess = nearest(name, known)
  return {
    code: 'topology/unknown-node',
    severity: 'error',
    message: guess === undefined ? `there is no node ${name}` : `there is no node ${name}; did you mean ${guess}?`,
    at,
    help: known.length === 0 ? 'declare it under nodes:' : `known nodes: ${known.join(', ')}`,
  }
}
