/** Puts entries into maps and items into lists, in the style that is there. */
import type { Splice } from '../../std/splice.js'
import type { YamlList, YamlMap } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'
import type { YamlData } from './edit-path.js'
import { columnAt, columnOfKeys, endOfEntry, lineEndOf, nextLineOf, stepOf } from './edit-place.js'
import { entryLines, flowText, itemLines, scalarText } from './yaml-text.js'

type NewEntry = { readonly key: string; readonly data: YamlData }

export function addEntry(document: NetplanDocument, map: YamlMap, { key, data }: NewEntry): readonly Splice[] | undefined {
  if (map.flow) {
    const text = `${scalarText(key)}: ${flowText(data)}`
    const last = map.entries.at(-1)
    return [last === undefined ? between(document, map, text) : insert(endOfEntry(last), `, ${text}`)]
  }
  const column = columnOfKeys(document, map)
  if (column === undefined) return undefined
  return [linesBehind(document, map.origin.end, { column, lines: entryLines(key, data, { column, step: stepOf(document) }) })]
}

export function addToList(document: NetplanDocument, list: YamlList, data: YamlData): readonly Splice[] | undefined {
  if (list.flow) {
    const last = list.items.at(-1)
    return [last === undefined ? between(document, list, flowText(data)) : insert(last.origin.end, `, ${flowText(data)}`)]
  }
  const column = columnAt(document.text, list.origin.start)
  return [linesBehind(document, list.origin.end, { column, lines: itemLines(data, { column, step: stepOf(document) }) })]
}

/** Into empty brackets or braces. */
function between({ text }: NetplanDocument, { origin, kind }: YamlMap | YamlList, content: string): Splice {
  const inside = text.slice(origin.start + 1, origin.end - 1)
  const pad = kind === 'map' && inside.trim() === '' ? ' ' : ''
  return inside.trim() === ''
    ? { start: origin.start + 1, end: origin.end - 1, text: `${pad}${content}${pad}` }
    : { start: origin.end - 1, end: origin.end - 1, text: content }
}

export function insert(at: number, text: string): Splice {
  return { start: at, end: at, text }
}

type Lines = { readonly column: number; readonly lines: readonly string[] }

/** Lines behind the one that the place is on. Only the first lacks its indentation. */
function linesBehind({ text }: NetplanDocument, at: number, { column, lines }: Lines): Splice {
  const content = `${' '.repeat(column)}${lines.join('\n')}`
  const next = nextLineOf(text, Math.max(0, at))
  if (lineEndOf(text, at) === text.length) return insert(text.length, `\n${content}\n`)
  return insert(next, `${content}\n`)
}
