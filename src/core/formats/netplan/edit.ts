/** Changes of single values, as splices: every other character of the text stays. What cannot be changed so is not changed at all. */
import { applySplices, type Splice } from '../../std/splice.js'
import type { YamlNode } from '../../yaml/node.js'
import { readYaml } from '../../yaml/read.js'
import type { NetplanDocument } from './document.js'
import { addEntry, addToList, insert } from './edit-add.js'
import { entryOf, isReferredTo, isSame, nodesAlong, type Told, told, toldData, type YamlData, type YamlPath } from './edit-path.js'
import { behindColon, columnAt, dashOf } from './edit-place.js'
import { isOnly, removeEntries, removeItem } from './edit-remove.js'
import { replaceValue, type Slot } from './edit-replace.js'
import { entryLines } from './yaml-text.js'

/**
 * Gives the place this value; what is missing on the way to it is added. Undefined: it cannot be done without changing something else,
 * for example because an alias is in the way.
 */
export function setValue(document: NetplanDocument, path: YamlPath, data: YamlData): readonly Splice[] | undefined {
  if (path.length === 0 || document.broken !== undefined) return undefined
  const splices = splicesToSet(document, path, data)
  return checked(document, splices, (before) => toldWith(before, path, toldData(data)))
}

/** Adds an item to the list; one that is missing is made. */
export function addItem(document: NetplanDocument, path: YamlPath, data: YamlData): readonly Splice[] | undefined {
  const nodes = nodesAlong(document, path)
  const node = nodes.length === path.length + 1 ? nodes.at(-1) : undefined
  if (node?.kind === 'list' && document.broken === undefined) {
    const place = [...path, node.items.length]
    return checked(document, addToList(document, node, data), (before) => toldWith(before, place, toldData(data)))
  }
  return node === undefined || (node.kind === 'scalar' && node.text === '') ? setValue(document, path, [data]) : undefined
}

/** Removes the key or item. Undefined: it is not there, or something refers to it. */
export function removeValue(document: NetplanDocument, path: YamlPath): readonly Splice[] | undefined {
  const part = path.at(-1)
  const nodes = nodesAlong(document, path)
  const node = nodes.at(-1)
  const parent = nodes.at(-2)
  if (part === undefined || nodes.length !== path.length + 1 || node === undefined || parent === undefined) return undefined
  if (document.broken !== undefined || isReferredTo(document, node.origin)) return undefined
  if (isOnly(parent, part) && path.length > 1) return emptied(document, path.slice(0, -1), parent)
  const splices =
    parent.kind === 'map'
      ? removeEntries(document, parent, String(part))
      : parent.kind === 'list'
        ? removeItem(document, parent, Number(part))
        : undefined
  return checked(document, splices, (before) => toldWithout(before, path))
}

/** netplan refuses a key with nothing behind it, so empty braces or brackets stay. */
function emptied(document: NetplanDocument, path: YamlPath, parent: YamlNode): readonly Splice[] | undefined {
  const nothing = parent.kind === 'list' ? [] : {}
  const slot = slotOf(document, path)
  const splices = slot === undefined ? undefined : replaceValue(document, slot, nothing)
  return checked(document, splices, (before) => toldWith(before, path, toldData(nothing)))
}

function splicesToSet(document: NetplanDocument, path: YamlPath, data: YamlData): readonly Splice[] | undefined {
  const nodes = nodesAlong(document, path)
  const last = nodes.at(-1)
  if (last === undefined) return begun(document, path, data)
  const rest = path.slice(nodes.length - 1)
  if (rest.length === 0) {
    if (isReferredTo(document, last.origin)) return undefined
    const slot = slotOf(document, path)
    return slot === undefined ? undefined : replaceValue(document, slot, data)
  }
  const [part = '', ...below] = rest
  const inner = nested(below, data)
  if (inner === undefined) return undefined
  if (last.kind === 'map' && typeof part === 'string') return addEntry(document, last, { key: part, data: inner })
  if (last.kind === 'list' && part === last.items.length) return addToList(document, last, inner)
  if (last.kind !== 'scalar' || last.text !== '') return undefined
  const slot = slotOf(document, path.slice(0, nodes.length - 1))
  const whole = nested(rest, data)
  return slot === undefined || whole === undefined ? undefined : replaceValue(document, slot, whole)
}

/** A text without any content gets its first. */
function begun({ text }: NetplanDocument, path: YamlPath, data: YamlData): readonly Splice[] | undefined {
  const [first, ...below] = path
  const inner = nested(below, data)
  if (typeof first !== 'string' || inner === undefined) return undefined
  const lines = entryLines(first, inner, { column: 0, step: 2 }).join('\n')
  return [insert(text.length, `${text === '' || text.endsWith('\n') ? '' : '\n'}${lines}\n`)]
}

/** The data with the keys of the path around it; a list can only begin with its first item. */
function nested(path: YamlPath, data: YamlData): YamlData | undefined {
  let inner = data
  for (const part of [...path].reverse()) {
    if (typeof part === 'number' && part !== 0) return undefined
    inner = typeof part === 'number' ? [inner] : { [part]: inner }
  }
  return inner
}

function slotOf(document: NetplanDocument, path: YamlPath): Slot | undefined {
  const nodes = nodesAlong(document, path)
  const part = path.at(-1)
  const node = nodes.at(-1)
  const parent = nodes.at(-2)
  if (part === undefined || node === undefined || nodes.length !== path.length + 1) return undefined
  if (parent?.kind === 'map') {
    const entry = entryOf(parent, String(part))
    const behind = entry === undefined ? undefined : behindColon(document, entry)
    if (entry === undefined || behind === undefined) return undefined
    return { node, behind, column: columnAt(document.text, entry.key.origin.start), inFlow: parent.flow }
  }
  if (parent?.kind !== 'list') return undefined
  const dash = parent.flow ? node.origin.start : dashOf(document, parent, node)
  return dash === undefined
    ? undefined
    : { node, behind: parent.flow ? dash : dash + 1, column: columnAt(document.text, dash), inFlow: parent.flow }
}

/** Only splices that lead to exactly what is wanted are given out. */
function checked(
  document: NetplanDocument,
  splices: readonly Splice[] | undefined,
  wanted: (before: Told | undefined) => Told | undefined,
): readonly Splice[] | undefined {
  if (splices === undefined) return undefined
  const after = readYaml(applySplices(document.text, splices), document.capture)
  if (after.fault !== undefined || !isSame(told(after.root), wanted(told(document.root)))) return undefined
  return [...after.anchors.keys()].length === document.anchors.size ? splices : undefined
}

function toldWith(before: Told | undefined, path: YamlPath, value: Told): Told | undefined {
  const [part, ...rest] = path
  if (part === undefined) return value
  if (before === undefined || before === '') {
    const inner = toldWith(undefined, rest, value)
    if (inner === undefined) return undefined
    return typeof part === 'number' ? { list: [inner] } : { map: [[part, inner]] }
  }
  if (typeof before !== 'object' || 'alias' in before) return undefined
  if ('list' in before) return toldInList(before.list, Number(part), { rest, value })
  const at = before.map.findLastIndex(([key]) => key === String(part))
  const inner = toldWith(before.map[at]?.[1], rest, value)
  if (inner === undefined) return undefined
  return {
    map:
      at < 0
        ? [...before.map, [String(part), inner]]
        : before.map.map((entry, index) => (index === at ? ([entry[0], inner] as const) : entry)),
  }
}

function toldInList(
  list: readonly Told[],
  index: number,
  { rest, value }: { readonly rest: YamlPath; readonly value: Told },
): Told | undefined {
  const inner = toldWith(list[index], rest, value)
  if (inner === undefined || index > list.length) return undefined
  return { list: index === list.length ? [...list, inner] : list.map((item, at) => (at === index ? inner : item)) }
}

function toldWithout(before: Told | undefined, path: YamlPath): Told | undefined {
  const [part, ...rest] = path
  if (part === undefined || typeof before !== 'object' || 'alias' in before) return undefined
  if ('list' in before) {
    const kept = before.list.flatMap((item, index) => (index !== part ? [item] : rest.length === 0 ? [] : [toldWithout(item, rest)]))
    return kept.includes(undefined) ? undefined : { list: kept as readonly Told[] }
  }
  if (rest.length === 0) {
    const kept = before.map.filter(([key]) => key !== part)
    return kept.length === 0 ? undefined : { map: kept }
  }
  const at = before.map.findLastIndex(([key]) => key === part)
  const inner = toldWithout(before.map[at]?.[1], rest)
  return inner === undefined ? undefined : { map: before.map.map((entry, index) => (index === at ? ([entry[0], inner] as const) : entry)) }
}
