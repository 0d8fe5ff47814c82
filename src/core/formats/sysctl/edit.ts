/** Changes a kernel parameter in a sysctl.conf(5) and nothing else. */
import type { Splice } from '../../std/splice.js'
import type { SysctlDocument } from './document.js'
import { canonicalKey } from './key.js'
import { print } from './print.js'

/** The value of the last line that sets the key is changed in its place; without one a line is added at the end. */
export function setParameter(document: SysctlDocument, key: string, value: string): readonly Splice[] {
  const wanted = canonicalKey(key)
  const found = document.lines.flatMap((line) => (line.kind === 'setting' && canonicalKey(line.key.text) === wanted ? [line] : [])).at(-1)
  const at = found?.value.origin
  if (at !== undefined) return [{ start: at.start, end: at.end, text: value }]
  const text = print(document)
  return [{ start: text.length, end: text.length, text: `${text === '' || text.endsWith('\n') ? '' : '\n'}${key} = ${value}\n` }]
}

/** Every line that sets the key goes. */
export function removeParameter(document: SysctlDocument, key: string): readonly Splice[] {
  const wanted = canonicalKey(key)
  return document.lines.flatMap((line) => {
    if (line.kind !== 'setting' || canonicalKey(line.key.text) !== wanted) return []
    return [{ start: line.origin.start, end: line.origin.start + line.raw.length, text: '' }]
  })
}
