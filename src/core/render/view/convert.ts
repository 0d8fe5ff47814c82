/** A conversion as plain data. */
import type { Conversion, Target } from '../../convert/index.js'
import { differenceText } from '../../diff/diff.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import { type DiagnosticView, viewDiagnostics } from './diagnostic.js'

export type ConvertView = {
  readonly version: 1
  readonly kind: 'convert'
  readonly node: string
  readonly to: Target
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly replaces: readonly string[]
  readonly unsaid: readonly DiagnosticView[]
  readonly complaints: readonly DiagnosticView[]
  /** Absent: this format is only written, so nothing was booted. */
  readonly differences?: readonly string[]
  /** Where the files were written to. */
  readonly out?: string
}

export function viewConversion(
  conversion: Conversion,
  what: { readonly snapshot: Snapshot; readonly node: string; readonly to: Target; readonly out?: string },
): ConvertView {
  const { files, replaces, unsaid, complaints, differences, after } = conversion
  return {
    version: 1,
    kind: 'convert',
    node: what.node,
    to: what.to,
    files,
    replaces,
    unsaid: viewDiagnostics(what.snapshot, unsaid),
    complaints: viewDiagnostics(after, complaints),
    ...(differences === undefined ? {} : { differences: differences.map(differenceText) }),
    ...(what.out === undefined ? {} : { out: what.out }),
  }
}
