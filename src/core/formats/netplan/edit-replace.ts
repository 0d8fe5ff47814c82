/** Puts another value in the place of one. */
import type { Splice } from '../../std/splice.js'
import type { YamlNode } from '../../yaml/node.js'
import type { NetplanDocument } from './document.js'
import { insert } from './edit-add.js'
import type { YamlData } from './edit-path.js'
import { isEmpty } from './edit-path.js'
import { columnAt, lineEndOf, stepOf } from './edit-place.js'
import { blockLines, flowText } from './yaml-text.js'

/** Where the value of a key or of a dash stands. */
export type Slot = {
  readonly node: YamlNode
  /** Behind the colon or dash. */
  readonly behind: number
  /** The column of the key or dash. */
  readonly column: number
  readonly inFlow: boolean
}

export function replaceValue(document: NetplanDocument, slot: Slot, data: YamlData): readonly Splice[] {
  const { node, behind } = slot
  if (isEmpty(document.anchors, node)) return fill(document, slot, data)
  if (isOnLines(node) && !isPlain(data)) return [onLines(document, slot, data)]
  if (!isOnLines(node)) return [{ start: node.origin.start, end: node.origin.end, text: inStyleOf(document, node, data) }]
  // A comment behind the key stays.
  const lines = { start: lineEndOf(document.text, behind), end: node.origin.end, text: '' }
  return node.origin.start > lines.start
    ? [insert(behind, ` ${flowText(data)}`), lines]
    : [{ start: node.origin.start, end: node.origin.end, text: flowText(data) }]
}

function isPlain(data: YamlData): data is string | number | boolean {
  return typeof data !== 'object' || Object.keys(data).length === 0
}

function isOnLines(node: YamlNode): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow
}

/** A quoted text stays quoted. */
function inStyleOf({ text }: NetplanDocument, node: YamlNode, data: YamlData): string {
  const quote = text.charAt(node.origin.start)
  if (
    node.kind !== 'scalar' ||
    node.style !== 'quoted' ||
    typeof data !== 'string' ||
    /['"\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff]/.test(data)
  ) {
    return flowText(data)
  }
  return `${quote}${data}${quote}`
}

function onLines(document: NetplanDocument, { node, column }: Slot, data: YamlData): Splice {
  const step = stepOf(document)
  const own = columnAt(document.text, node.origin.start)
  // A list may stand in its key's column, a map may not.
  const deeper = Array.isArray(data) || own > column ? own : column + step
  if (typeof data !== 'object') return { start: node.origin.start, end: node.origin.end, text: flowText(data) }
  const [first = '', ...others] = blockLines(data, { column: deeper, step })
  return { start: node.origin.start, end: node.origin.end, text: [`${' '.repeat(deeper - own)}${first.trimStart()}`, ...others].join('\n') }
}

/** Where nothing stands. */
function fill(document: NetplanDocument, { node, behind, column, inFlow }: Slot, data: YamlData): readonly Splice[] {
  const at = Math.max(behind, node.origin.end)
  if (inFlow || isPlain(data) || typeof data !== 'object') return [insert(at, ` ${flowText(data)}`)]
  const step = stepOf(document)
  const lines = blockLines(data, { column: column + step, step })
  const end = lineEndOf(document.text, at)
  return [insert(end, `\n${lines.join('\n')}`)]
}
