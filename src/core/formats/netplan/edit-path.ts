/** Places in YAML, the data that can be put there, and whether two trees say the same. */

import { type Anchors, resolve, textOf, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'

/** Keys and list indices, from the root: `['network', 'ethernets', 'eth0', 'addresses', 0]`. */
export type YamlPath = readonly (string | number)[]

/** Numbers and truths are written without quotes; a text gets them where another program could read it as something else. */
export type YamlData = string | number | boolean | readonly YamlData[] | { readonly [key: string]: YamlData }

/** Maps as lists of pairs, so that order and repeated keys count. */
export type Told =
  | string
  | { readonly alias: string }
  | { readonly list: readonly Told[] }
  | { readonly map: readonly (readonly [Told, Told])[] }

export function told(node: YamlNode | undefined): Told | undefined {
  if (node === undefined) return undefined
  return toldOf(node)
}

function toldOf(node: YamlNode): Told {
  switch (node.kind) {
    case 'scalar':
      return node.text
    case 'alias':
      return { alias: node.name }
    case 'list':
      return { list: node.items.map(toldOf) }
    case 'map':
      return { map: node.entries.map(({ key, value }) => [toldOf(key), toldOf(value)] as const) }
  }
}

export function toldData(data: YamlData): Told {
  if (typeof data !== 'object') return String(data)
  if (Array.isArray(data)) return { list: data.map(toldData) }
  return { map: Object.entries(data).map(([key, value]) => [key, toldData(value)] as const) }
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The entry of that key; netplan lets the last one count. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.findLast((entry) => entry.key.kind === 'scalar' && textOf(entry.key) === key)
}

/** How far the path leads: the nodes on it, the root first. An alias ends it, since what it stands for is shared. */
export function nodesAlong(document: NetplanDocument, path: YamlPath): readonly YamlNode[] {
  const nodes: YamlNode[] = document.root === undefined ? [] : [document.root]
  for (const part of path) {
    const node = nodes.at(-1)
    const next = node?.kind === 'map' ? entryOf(node, String(part))?.value : node?.kind === 'list' ? node.items[Number(part)] : undefined
    if (next === undefined) break
    nodes.push(next)
  }
  return nodes
}

/** Whether something outside of the range refers to an anchor inside of it, or `name` is one. */
export function isReferredTo(document: NetplanDocument, range: { readonly start: number; readonly end: number }): boolean {
  const inside = [...document.anchors].filter(([, node]) => range.start <= node.origin.start && node.origin.end <= range.end)
  if (inside.length === 0 || document.root === undefined) return false
  const names = new Set(inside.map(([name]) => name))
  return aliasesIn(document.root).some(({ name, origin }) => names.has(name) && (origin.end <= range.start || range.end <= origin.start))
}

function aliasesIn(node: YamlNode): readonly Extract<YamlNode, { readonly kind: 'alias' }>[] {
  if (node.kind === 'alias') return [node]
  if (node.kind === 'list') return node.items.flatMap(aliasesIn)
  return node.kind === 'map' ? node.entries.flatMap(({ key, value }) => [...aliasesIn(key), ...aliasesIn(value)]) : []
}

export function isEmpty(anchors: Anchors, node: YamlNode): boolean {
  const value = resolve(anchors, node)
  return node.kind === 'scalar' && value.kind === 'scalar' && value.text === '' && value.style === 'plain'
}
