/** YAML as netplan sees it: every scalar is a text, every node has its place, and an alias is left standing as one. */
import type { Origin } from '../diagnostics/origin.js'

export type YamlScalar = {
  readonly kind: 'scalar'
  /** Quotes and escapes resolved; empty where nothing stands. */
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'block'
  /** With the quotes. */
  readonly origin: Origin
}

export type YamlEntry = { readonly key: YamlNode; readonly value: YamlNode }

export type YamlMap = { readonly kind: 'map'; readonly flow: boolean; readonly entries: readonly YamlEntry[]; readonly origin: Origin }
export type YamlList = { readonly kind: 'list'; readonly flow: boolean; readonly items: readonly YamlNode[]; readonly origin: Origin }
/** `*name`. What it stands for is in `Anchors`, which may lead back to a node around it. */
type YamlAlias = { readonly kind: 'alias'; readonly name: string; readonly origin: Origin }

/** A node with the aliases resolved. */
export type YamlValue = YamlScalar | YamlMap | YamlList
export type YamlNode = YamlValue | YamlAlias

export type Anchors = ReadonlyMap<string, YamlValue>

export function resolve(anchors: Anchors, node: YamlNode): YamlValue {
  if (node.kind !== 'alias') return node
  return anchors.get(node.name) ?? { kind: 'scalar', text: '', style: 'plain', origin: node.origin }
}

/** The text of a scalar as a C string, which ends at a NUL. */
export function textOf(node: YamlScalar): string {
  const end = node.text.indexOf('\u0000')
  return end < 0 ? node.text : node.text.slice(0, end)
}
