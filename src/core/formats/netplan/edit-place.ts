/** Where in the text something can be put: columns, lines, colons and dashes. */

import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'

export function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Before the line feed, or the end of the text. */
export function lineEndOf(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found
}

/** Behind the line feed. */
export function nextLineOf(text: string, at: number): number {
  const end = lineEndOf(text, at)
  return end < text.length ? end + 1 : end
}

export function columnAt(text: string, at: number): number {
  return at - lineStartOf(text, at)
}

/** What stands before it on its line is white space. */
export function beginsLine(text: string, at: number): boolean {
  return text.slice(lineStartOf(text, at), at).trim() === ''
}

export function endOfEntry({ key, value }: YamlEntry): number {
  return Math.max(key.origin.end, value.origin.end)
}

/** Behind the colon of an entry. Undefined: it has none. */
export function behindColon({ text }: NetplanDocument, { key, value }: YamlEntry): number | undefined {
  const found = /^\s*:/.exec(text.slice(key.origin.end, Math.max(value.origin.start, key.origin.end) + 2))
  return found === null ? undefined : key.origin.end + found[0].length
}

/** How many columns a level of blocks is indented; two unless the file shows another custom. */
export function stepOf(document: NetplanDocument): number {
  const found = document.root === undefined ? undefined : stepIn(document, document.root)
  return found ?? 2
}

function stepIn({ text }: NetplanDocument, node: YamlNode): number | undefined {
  if (node.kind !== 'map' || node.flow) return undefined
  const inner = node.entries.find(({ value }) => value.kind === 'map' && !value.flow && value.entries.length > 0)
  const first = inner?.value.kind === 'map' ? inner.value.entries[0] : undefined
  if (inner === undefined || first === undefined) return undefined
  const step = columnAt(text, first.key.origin.start) - columnAt(text, inner.key.origin.start)
  return step > 0 ? step : undefined
}

/** The column of the keys of a block map. Undefined: a key does not begin its line, nor stands behind dashes. */
export function columnOfKeys({ text }: NetplanDocument, map: YamlMap): number | undefined {
  const [first] = map.entries
  if (first === undefined || map.flow) return undefined
  const { start } = first.key.origin
  return /^[ -]*$/.test(text.slice(lineStartOf(text, start), start)) ? columnAt(text, start) : undefined
}

/** The dash of an item of a block list. */
export function dashOf({ text }: NetplanDocument, list: YamlList, item: YamlNode): number | undefined {
  const column = columnAt(text, list.origin.start)
  for (let line = lineStartOf(text, item.origin.start); line >= lineStartOf(text, list.origin.start); line = lineStartOf(text, line - 1)) {
    if (text.charAt(line + column) === '-' && line + column < item.origin.start + 1) return line + column
    if (line === 0) break
  }
  return undefined
}
