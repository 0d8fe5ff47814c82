/** Reads the directory of a host: laid out like its `/`, or an unpacked sosreport, whose etc/ is that of the host. */
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import { isWantedFile, mayHoldWanted, type Output, outputOf } from '../../core/formats/sosreport/index.js'
import type { Capture, Snapshot } from '../../core/snapshot/snapshot.js'
import { joinPath } from '../../core/std/posix-path.js'
import type { Files } from '../system/files.js'
import { type RootFile, readRoot } from './root-directory.js'

type Tree = { readonly found: readonly RootFile[]; readonly diagnostics: readonly Diagnostic[] }

/** All files that may matter. Of a sosreport those of the host, and under /sos_commands what its commands printed. */
export function readTree(root: string, files: Files, open: (shown: string) => string): Tree {
  const report = reportIn(root, files, open)
  return report === undefined ? readRoot(root, files, open) : readRoot(report, files, open, { file: isWantedFile, folder: mayHoldWanted })
}

/** The folder of the report: `root`, or the only one in it, as an archive unpacks. */
export function reportIn(root: string, files: Files, open: (shown: string) => string): string | undefined {
  const isReport = (folder: string) => files.inspect(open(joinPath(folder, 'sos_commands'))).kind === 'directory'
  if (isReport(root)) return root
  const names = files.list(open(root))
  if (!isNames(names) || names.length > 3) return undefined
  return names.map((name) => joinPath(root, name)).find(isReport)
}

function isNames(names: ReturnType<Files['list']>): names is readonly string[] {
  return Array.isArray(names)
}

export type Sosreport = {
  readonly snapshot: Snapshot
  /** The captures that are outputs of commands, by their ids. */
  readonly outputs: Readonly<Record<string, Output>>
  readonly diagnostics: readonly Diagnostic[]
}

export type SosreportOptions = { readonly node: string; readonly files: Files; readonly open: (shown: string) => string }

/** A report as a snapshot of one node. A plain directory of captured outputs (`ip_addr.txt` …) will do. */
export function readSosreport(root: string, { node, files, open }: SosreportOptions): Sosreport {
  const { found, diagnostics } = readTree(root, files, open)
  const captures = found.map((file): Capture => ({ id: `${node}:${file.path}`, node, ...file }))
  const outputs = captures.flatMap((capture) => {
    const output = capture.path.startsWith('/etc/') ? undefined : outputOf(capture.path)
    return output === undefined ? [] : [[capture.id, output] as const]
  })
  return {
    snapshot: { captures: Object.fromEntries(captures.map((capture) => [capture.id, capture])) },
    outputs: Object.fromEntries(outputs),
    diagnostics,
  }
}
