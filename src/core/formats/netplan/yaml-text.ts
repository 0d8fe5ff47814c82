/** Data as YAML text, for a place among braces or on lines of its own. */
import type { YamlData } from './edit-path.js'

/** What some YAML program takes for a number, a truth, a time or nothing. */
const AMBIGUOUS =
  /^(~|null|true|false|yes|no|on|off|y|n|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+.]?[0-9][0-9a-fox_.e+-]*|\.inf|\.nan)$/i
const PLAIN = /^[A-Za-z0-9_./*-](?:[A-Za-z0-9_./*@%+=~-]|:(?![\s,?[\]{}]|$))*$/

export function scalarText(data: string | number | boolean): string {
  if (typeof data !== 'string') return String(data)
  const isPlain = PLAIN.test(data) && !AMBIGUOUS.test(data) && !/^[-*]|^\.\.\.$/.test(data)
  return isPlain ? data : quoted(data)
}

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]/gu, (char) => {
      const code = char.codePointAt(0) ?? 0
      return code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${code.toString(16).padStart(2, '0')}`
    })
  return `"${escaped}"`
}

export function flowText(data: YamlData): string {
  if (typeof data !== 'object') return scalarText(data)
  if (Array.isArray(data)) return `[${data.map(flowText).join(', ')}]`
  const entries = Object.entries(data as { readonly [key: string]: YamlData })
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, value]) => `${scalarText(key)}: ${flowText(value)}`).join(', ')} }`
}

type Layout = { readonly column: number; readonly step: number }

/** `key: value` and the lines that belong to it, without the indentation of the first. */
export function entryLines(key: string, data: YamlData, layout: Layout): readonly string[] {
  const name = `${scalarText(key)}:`
  if (!isBlock(data)) return [`${name} ${flowText(data)}`]
  return [name, ...blockLines(data, { ...layout, column: layout.column + layout.step })]
}

/** A map with something in it, or a list of more than plain values. */
function isBlock(data: YamlData): data is Exclude<YamlData, string | number | boolean> {
  if (typeof data !== 'object') return false
  return Array.isArray(data) ? data.some((item) => typeof item === 'object') : Object.keys(data).length > 0
}

/** Whole lines with their indentation. */
export function blockLines(data: Exclude<YamlData, string | number | boolean>, layout: Layout): readonly string[] {
  const pad = ' '.repeat(layout.column)
  if (Array.isArray(data)) return data.flatMap((item: YamlData) => indented(pad, itemLines(item, layout)))
  const entries = Object.entries(data as { readonly [key: string]: YamlData })
  return entries.flatMap(([key, value]) => indented(pad, entryLines(key, value, layout)))
}

/** `- value`, without the indentation of the first line. */
export function itemLines(data: YamlData, layout: Layout): readonly string[] {
  if (!isBlock(data)) return [`- ${flowText(data)}`]
  const [first = '', ...others] = blockLines(data, { ...layout, column: layout.column + 2 })
  return [`- ${first.trimStart()}`, ...others]
}

function indented(pad: string, [first = '', ...others]: readonly string[]): readonly string[] {
  return [`${pad}${first}`, ...others]
}
