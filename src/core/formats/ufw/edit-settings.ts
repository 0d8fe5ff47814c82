/** Changes a setting in ufw.conf or /etc/default/ufw and nothing else. */
import type { Splice } from '../../std/splice.js'
import type { SettingsDocument } from './document.js'
import { printLines } from './document.js'

/** Quoted as it was; a value that needs quotes gets them. Every assignment of the name is changed, since the last one counts. */
export function setSetting(document: SettingsDocument, name: string, value: string): readonly Splice[] {
  const text = printLines(document)
  const found = document.lines.flatMap((line) => (line.kind === 'setting' && line.name === name ? [line] : []))
  if (found.length > 0)
    return found.map(({ valueAt }) => ({ start: valueAt.start, end: valueAt.end, text: quoteLike(text.charAt(valueAt.start), value) }))
  const before = text === '' || text.endsWith('\n') ? '' : '\n'
  return [{ start: text.length, end: text.length, text: `${before}${name}=${quoteLike('', value)}\n` }]
}

function quoteLike(quote: string, value: string): string {
  const isPlain = /^[\w./:@%+,-]*$/.test(value)
  if (quote === "'" && !value.includes("'")) return `'${value}'`
  return quote !== '"' && isPlain ? value : `"${value.replace(/["\\$`]/g, '\\$&')}"`
}
