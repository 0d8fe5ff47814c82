/** Reads a directory that is laid out like the `/` of a node. */
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import { directoryOf, joinPath } from '../../core/std/posix-path.js'
import type { Files } from '../system/files.js'

/** Configuration is small; what is larger is a log or an image. */
const MAX_BYTES = 1024 * 1024
const MAX_FILES = 20_000
const MAX_LINKS = 40

export type RootFile = {
  /** On the node, e.g. `/etc/hosts`. */
  readonly path: string
  /** Where it was found, relative to the working directory. */
  readonly shown: string
  readonly text: string
}

type Reading = {
  readonly files: Files
  readonly root: string
  /** Makes a shown path openable. */
  readonly open: (shown: string) => string
  readonly found: RootFile[]
  readonly diagnostics: Diagnostic[]
  readonly wanted: Wanted
}

/** Paths on the node, `` for its root. What is not wanted is neither listed nor read. */
export type Wanted = { readonly file: (path: string) => boolean; readonly folder: (path: string) => boolean }

const EVERYTHING: Wanted = { file: () => true, folder: () => true }

/** All regular files below `root`, in the order of their paths. */
export function readRoot(
  root: string,
  files: Files,
  open: (shown: string) => string,
  wanted: Wanted = EVERYTHING,
): { readonly found: readonly RootFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const reading: Reading = { files, root, open, found: [], diagnostics: [], wanted }
  readDirectory(reading, root, '', [])
  if (reading.found.length > MAX_FILES) {
    reading.diagnostics.push({
      code: 'topology/too-many-files',
      severity: 'warning',
      message: `${root} holds more than ${MAX_FILES} files; the rest is not read`,
      help: 'give a directory with the configuration only, e.g. a copy of /etc',
    })
  }
  return { found: reading.found, diagnostics: reading.diagnostics }
}

/** `above`: the directories that this one is in, so that a link back to one of them ends. */
function readDirectory(reading: Reading, shown: string, path: string, above: readonly string[]): void {
  const names = reading.files.list(reading.open(shown))
  if (!Array.isArray(names)) {
    const { refused } = names as { readonly refused: string }
    reading.diagnostics.push(skipped(shown, refused))
    return
  }
  for (const name of names as readonly string[]) {
    if (reading.found.length <= MAX_FILES) readEntry(reading, joinPath(shown, name), `${path}/${name}`, [...above, shown])
  }
}

function readEntry(reading: Reading, shown: string, path: string, above: readonly string[]): void {
  const { files, open, wanted } = reading
  const real = followLinks(reading, shown)
  const { kind, bytes } = files.inspect(open(real))
  if (kind === 'directory' && !above.includes(real) && wanted.folder(path)) readDirectory(reading, real, path, above)
  // Devices and sockets are no configuration, and a dangling link is nothing.
  if (kind !== 'file' || !wanted.file(path)) return
  if (bytes > MAX_BYTES) {
    const message = `${shown} is larger than 1 MB and is not read`
    reading.diagnostics.push({
      code: 'topology/file-too-large',
      severity: 'note',
      message,
      help: 'remove it from the directory if it is no configuration',
    })
    return
  }
  const read = files.readText(open(real))
  if ('refused' in read) reading.diagnostics.push(skipped(shown, read.refused))
  else reading.found.push({ path, shown, text: read.text })
}

/** An absolute link means a path on the node, so it starts again at the root, never at the `/` of this machine. */
function followLinks({ files, root, open }: Reading, shown: string): string {
  let at = shown
  for (let link = 0; link < MAX_LINKS; link++) {
    const target = files.linkTarget(open(at))
    if (target === undefined) return at
    at = target.startsWith('/') ? joinPath(root, target.slice(1)) : joinPath(directoryOf(at), target)
  }
  return at
}

/** The rest of the directory may be enough. */
function skipped(shown: string, reason: string): Diagnostic {
  return { ...unreadable(shown, reason), severity: 'warning', because: 'what it says is not taken into account' }
}

export function unreadable(shown: string, reason: string): Diagnostic {
  return {
    code: 'topology/unreadable',
    severity: 'error',
    message: `${shown} cannot be read: ${reason}`,
    help:
      reason === 'permission denied'
        ? `make it readable (ls -l ${shown}), or run as a user who may read it`
        : `check the path (ls ${shown})`,
  }
}
