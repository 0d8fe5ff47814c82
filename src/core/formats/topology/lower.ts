/** Lowers topology files to the Topology that the loader works with, and says which files it still needs. */

import { parseInterfaceName } from '../../addresses/interface-name.js'
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Cable, End } from '../../model/network.js'
import type { Topology, TopologyNode } from '../../model/topology.js'
import { joinPath, lastPartOf } from '../../std/posix-path.js'
import { field, oneOrItemsOf, type Part, rootPart, type TopologyDocument, type TopologySource } from './document.js'
import { lowerExpectations } from './lower-expectation.js'
import { type Gathered, lowerNode } from './lower-node.js'
import { mergeTopology, unknownNode } from './merge.js'
import { type LinkPart, parseEnd } from './schema.js'

export type LoweredTopology = Parsed<Topology> & Omit<Gathered, 'diagnostics'>

export type Included = { readonly path: string; readonly at: Origin }

/** The files that a topology file includes, as paths relative to the working directory. */
export function includesOf(document: TopologyDocument, directory: string): readonly Included[] {
  const source = { document, shown: document.capture, directory }
  return oneOrItemsOf(field(rootPart(source), 'include')).map((part) => ({ path: joinPath(directory, part.value), at: part.node.at }))
}

/** `sources` in the order of merging: what a file includes stands before it, the main file is the last. */
export function lowerTopology(sources: readonly TopologySource[], world?: string): LoweredTopology {
  const diagnostics: Diagnostic[] = []
  const merged = mergeTopology(sources, world, diagnostics)
  const gathered: Gathered = { captures: [], files: [], directories: [], diagnostics }
  const names = merged.nodes.map((node) => node.name)
  const document: Topology = {
    name: merged.name ?? nameOf(sources.at(-1)),
    ...(merged.about === undefined ? {} : { about: merged.about }),
    ...(merged.world === undefined ? {} : { world: merged.world }),
    worlds: merged.worlds,
    nodes: merged.nodes.map((node) => withKnownHost(lowerNode(node, gathered), node.keys.of?.node.at, names, diagnostics)),
    cables: lowerLinks(merged.links, names, diagnostics),
    expect: lowerExpectations(merged.expect, names, diagnostics),
  }
  return { document, ...gathered }
}

function nameOf(main: TopologySource | undefined): string {
  const directory = lastPartOf(main?.directory ?? '')
  if (directory !== '' && directory !== '.' && directory !== '..') return directory
  return lastPartOf(main?.shown ?? '').replace(/\.[^.]*$/, '') || 'network'
}

/** Without the host it runs on, when that is no node. */
function withKnownHost(node: TopologyNode, at: Origin | undefined, names: readonly string[], diagnostics: Diagnostic[]): TopologyNode {
  const { of, ...others } = node
  if (of === undefined || at === undefined || (names.includes(of) && of !== node.name)) return node
  diagnostics.push(
    of === node.name
      ? { code: 'topology/own-host', severity: 'error', message: `${of} cannot run on itself`, at, help: 'name the host that it runs on' }
      : unknownNode(of, at, names),
  )
  return others
}

/** A cable with an unknown end, or with an end that already has one, is left out after saying so. */
function lowerLinks(links: readonly Part<LinkPart>[], names: readonly string[], diagnostics: Diagnostic[]): readonly Cable[] {
  const used = new Map<string, Origin>()
  return links.flatMap((link): readonly Cable[] => {
    const places = link.node.kind === 'list' ? link.node.items.map((item) => item.at) : []
    const before = diagnostics.length
    const ends = link.value.map((text, index) => lowerEnd(text, places[index] ?? link.node.at, { used, names, diagnostics }))
    const [first, second] = ends
    if (diagnostics.length > before || first === undefined || second === undefined) return []
    return [{ ends: [first, second], origin: link.node.at }]
  })
}

type LinkCheck = { readonly used: Map<string, Origin>; readonly names: readonly string[]; readonly diagnostics: Diagnostic[] }

function lowerEnd(text: string, at: Origin, { used, names, diagnostics }: LinkCheck): End | undefined {
  const end = parseEnd(text)
  const device = parseInterfaceName(end?.interface ?? '')
  if (end === undefined || device === undefined) return undefined
  if (!names.includes(end.node)) {
    diagnostics.push(unknownNode(end.node, { ...at, end: Math.min(at.end, at.start + end.node.length) }, names))
    return undefined
  }
  const first = used.get(text)
  if (first !== undefined) {
    diagnostics.push({
      code: 'topology/end-used-twice',
      severity: 'error',
      message: `${text} already has a cable`,
      at,
      because: 'a NIC takes one cable; this one is left out',
      help: 'use another interface, or put a node with a bridge between them',
      related: [{ message: 'the first cable', at: first }],
    })
  }
  used.set(text, first ?? at)
  return { node: end.node, interface: device }
}
