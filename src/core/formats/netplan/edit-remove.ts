/** Takes entries out of maps and items out of lists. */
import type { Splice } from '../../std/splice.js'
import type { YamlList, YamlMap, YamlNode } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'
import { beginsLine, dashOf, endOfEntry, lineStartOf, nextLineOf } from './edit-place.js'

/** From the first character to behind the last one, and what stands around them in the collection. */
type Part = { readonly start: number; readonly end: number; readonly previousEnd?: number; readonly nextStart?: number }

export function removeEntries(document: NetplanDocument, map: YamlMap, key: string): readonly Splice[] {
  const isWanted = (index: number): boolean => {
    const name = map.entries[index]?.key
    return name?.kind === 'scalar' && name.text === key
  }
  const splices = map.entries.flatMap((entry, index) => {
    if (!isWanted(index)) return []
    const previous = map.entries[index - 1]
    const next = map.entries[index + 1]
    const part: Part = {
      start: entry.key.origin.start,
      end: endOfEntry(entry),
      ...(previous === undefined ? {} : { previousEnd: endOfEntry(previous) }),
      ...(next === undefined ? {} : { nextStart: next.key.origin.start }),
    }
    return [map.flow ? withoutComma(part) : withoutLines(document, part)]
  })
  return splices
}

export function removeItem(document: NetplanDocument, list: YamlList, index: number): readonly Splice[] | undefined {
  const item = list.items[index]
  if (item === undefined) return undefined
  const next = list.items[index + 1]
  const previous = list.items[index - 1]
  const start = list.flow ? item.origin.start : dashOf(document, list, item)
  const nextStart = next === undefined || list.flow ? next?.origin.start : dashOf(document, list, next)
  if (start === undefined) return undefined
  const part: Part = {
    start,
    end: Math.max(item.origin.end, start + 1),
    ...(previous === undefined ? {} : { previousEnd: previous.origin.end }),
    ...(nextStart === undefined ? {} : { nextStart }),
  }
  return [list.flow ? withoutComma(part) : withoutLines(document, part)]
}

function withoutComma({ start, end, previousEnd, nextStart }: Part): Splice {
  if (nextStart !== undefined) return { start, end: nextStart, text: '' }
  return { start: previousEnd ?? start, end, text: '' }
}

/** The lines, with a comment behind the last of them. What begins behind a dash leaves the dash to the next. */
function withoutLines({ text }: NetplanDocument, { start, end, nextStart }: Part): Splice {
  if (!beginsLine(text, start)) return { start, end: nextStart ?? end, text: '' }
  const from = lineStartOf(text, start)
  const to = nextLineOf(text, end)
  // At the end of a text without a last line feed, the one before goes.
  if (to === text.length && !text.endsWith('\n') && from > 0) return { start: from - 1, end: to, text: '' }
  return { start: from, end: to, text: '' }
}

/** Whether nothing would be left of the collection. */
export function isOnly(node: YamlNode, part: string | number): boolean {
  if (node.kind === 'list') return node.items.length === 1
  return node.kind === 'map' && node.entries.every(({ key }) => key.kind === 'scalar' && key.text === String(part))
}
