/** os-release(5): which distribution this is, as shell assignments. */
import type { Diagnostic, Parsed } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { firstUnprintable } from '../../std/printable.js'

export type OsReleaseDocument = {
  /** Lower case, e.g. `debian`; os-release(5) says `linux` where nothing is said. */
  readonly id: string
  /** Nearest relatives first. */
  readonly idLike: readonly string[]
  /** E.g. `12` or `24.04`; absent for a rolling distribution. */
  readonly versionId?: string
  readonly codename?: string
  /** All assignments, quotes resolved; of two with one name the last counts. */
  readonly fields: ReadonlyMap<string, { readonly value: string; readonly origin: Origin }>
  readonly origin: Origin
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'$`\\]*))\s*$/

export function parseOsRelease(text: string, capture: string): Parsed<OsReleaseDocument> {
  const diagnostics: Diagnostic[] = []
  const fields = new Map<string, { readonly value: string; readonly origin: Origin }>()
  const binary = firstUnprintable(text)
  if (binary !== undefined) {
    diagnostics.push({
      code: 'os-release/not-text',
      severity: 'error',
      message: 'This is not a text',
      at: { capture, start: binary, end: binary + 1 },
    })
  }
  for (const found of binary === undefined ? text.matchAll(/[^\n]+/g) : []) {
    const line = found[0].trim()
    if (line === '' || line.startsWith('#')) continue
    const start = found.index + found[0].indexOf(line)
    const origin = { capture, start, end: start + line.length }
    const [, name, double, single, bare] = ASSIGNMENT.exec(line) ?? []
    if (name !== undefined) fields.set(name, { value: single ?? bare ?? double?.replace(/\\(.)/g, '$1') ?? '', origin })
    else if (diagnostics.length < 20) {
      const message = `${line.slice(0, 60).replace(/\s+/g, ' ')} is not an assignment`
      diagnostics.push({ code: 'os-release/bad-line', severity: 'warning', message, at: origin, help: 'write NAME="value"' })
    }
  }
  const value = (name: string): string | undefined => (fields.get(name)?.value === '' ? undefined : fields.get(name)?.value)
  const [versionId, codename] = [value('VERSION_ID'), value('VERSION_CODENAME')]
  const document: OsReleaseDocument = {
    id: value('ID')?.toLowerCase() ?? 'linux',
    idLike: value('ID_LIKE')?.split(/\s+/) ?? [],
    ...(versionId === undefined ? {} : { versionId }),
    ...(codename === undefined ? {} : { codename }),
    fields,
    origin: fields.get('ID')?.origin ?? { capture, start: 0, end: text.length },
  }
  return { document, diagnostics }
}
