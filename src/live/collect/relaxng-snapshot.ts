/** The last gate for a host's libvirt files: the schemas of the libvirt on the machine that runs Bridgework, if it has any. */
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import { domainFormat, filterFormat, networkFormat, poolFormat } from '../../core/formats/libvirt/index.js'
import type { Snapshot } from '../../core/snapshot/snapshot.js'
import { type Files, localFiles } from '../system/files.js'
import type { SchemaKind } from './relaxng.js'

/** Where distributions install them. */
export const SCHEMAS = '/usr/share/libvirt/schemas'

/** What a person writes is small; what is larger is not worth the time that the schemas may take. */
const MAX_LENGTH = 256 * 1024

const KINDS = [
  { kind: 'network', format: networkFormat },
  { kind: 'domain', format: domainFormat },
  { kind: 'pool', format: poolFormat },
  { kind: 'filter', format: filterFormat },
] as const satisfies readonly { readonly kind: SchemaKind; readonly format: { readonly place: RegExp } }[]

/** Files that libvirt's own words are said about already are not judged again: libxml2's can mislead. */
export async function schemaFindings(snapshot: Snapshot, directory = SCHEMAS, files: Files = localFiles): Promise<readonly Diagnostic[]> {
  if (files.inspect(directory).kind !== 'directory') return []
  const wanted = Object.values(snapshot.captures).flatMap(({ id, path, text }) => {
    const known = text.length > MAX_LENGTH || path.includes('/autostart/') ? undefined : KINDS.find(({ format }) => format.place.test(path))
    if (known === undefined || !path.startsWith('/etc/libvirt/')) return []
    const refused = known.format.parse(text, id).diagnostics.some((found) => found.severity === 'error')
    return refused ? [] : [{ kind: known.kind, id, text }]
  })
  if (wanted.length === 0) return []
  const { validate } = await import('./relaxng.js')
  return wanted.flatMap(({ kind, id, text }) => validate(text, kind, id, { directory, files }))
}
