/** hostname(5): the first line that is no comment is the name of the machine. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'

export type HostnameDocument = { readonly name?: string; readonly origin: Origin }

export function parseHostname(text: string, capture: string): Parsed<HostnameDocument> {
  for (const found of text.matchAll(/[^\n]+/g)) {
    const line = found[0].trim()
    if (line === '' || line.startsWith('#')) continue
    const start = found.index + found[0].indexOf(line)
    const origin = { capture, start, end: start + line.length }
    if (line.length <= 64 && /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(line))
      return { document: { name: line, origin }, diagnostics: [] }
    const shown = line.slice(0, 64).replace(/[^\x20-\x7e]/g, '?')
    const bad: Diagnostic = {
      code: 'hostname/bad-name',
      severity: 'error',
      message: `${shown} cannot be the name of a machine`,
      at: origin,
    }
    return { document: { origin }, diagnostics: [bad] }
  }
  return { document: { origin: { capture, start: 0, end: text.length } }, diagnostics: [] }
}
