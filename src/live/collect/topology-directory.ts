/** Reads a topology file, the files it includes and the directories of its nodes into one Snapshot. */
import { isAbsolute, relative, resolve } from 'node:path'
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js'
import type { Origin } from '../../core/diagnostics/origin.js'
import { includesOf, type LoweredTopology, lowerTopology, parseTopology, type TopologySource } from '../../core/formats/topology/index.js'
import type { Topology } from '../../core/model/topology.js'
import type { Capture, Snapshot } from '../../core/snapshot/snapshot.js'
import { directoryOf, joinPath, lastPartOf } from '../../core/std/posix-path.js'
import { type Files, localFiles } from '../system/files.js'
import { unreadable } from './root-directory.js'
import { readTree } from './sosreport-directory.js'

const FILE_NAME = 'bridgework.yaml'
const MAX_FILE_BYTES = 4 * 1024 * 1024

export type ReadTopologyOptions = {
  readonly world?: string
  /** Paths are shown relative to this directory; default: the working directory. */
  readonly from?: string
  readonly files?: Files
}

export type ReadTopology = { readonly snapshot: Snapshot; readonly topology: Topology; readonly diagnostics: readonly Diagnostic[] }

type Reading = {
  readonly files: Files
  readonly from: string
  readonly mainDirectory: string
  readonly sources: TopologySource[]
  readonly captures: Map<string, Capture>
  readonly diagnostics: Diagnostic[]
  /** Files read or being read. */
  readonly seen: Set<string>
}

/** `file` may be a directory: then its `bridgework.yaml` is meant. Never throws for what it finds on disk. */
export function readTopology(file: string, options: ReadTopologyOptions = {}): ReadTopology {
  const from = resolve(options.from ?? '.')
  const files = options.files ?? localFiles
  const given = shownFrom(from, file)
  const main = files.inspect(resolve(from, given)).kind === 'directory' ? joinPath(given, FILE_NAME) : given
  const reading: Reading = {
    files,
    from,
    mainDirectory: directoryOf(main),
    sources: [],
    captures: new Map(),
    diagnostics: [],
    seen: new Set(),
  }
  readSource(reading, main, undefined)
  const lowered = lowerTopology(reading.sources, options.world)
  for (const capture of lowered.captures) reading.captures.set(capture.id, capture)
  readNeeded(reading, lowered)
  return {
    snapshot: { captures: Object.fromEntries(reading.captures) },
    topology: reading.sources.length === 0 ? { ...lowered.document, name: lastPartOf(main) } : lowered.document,
    diagnostics: [...reading.diagnostics, ...lowered.diagnostics],
  }
}

/** A path as it is shown: relative to `from` unless that only climbs. */
function shownFrom(from: string, path: string): string {
  const shown = relative(from, resolve(from, path))
  if (shown === '') return '.'
  return isAbsolute(path) && shown.startsWith('..') ? resolve(path) : shown
}

/** What a file includes is read, and stands, before it. A circle ends where it would begin again. */
function readSource(reading: Reading, shown: string, includedAt: Origin | undefined): void {
  const { files, from, seen } = reading
  const path = resolve(from, shown)
  if (seen.has(path)) return
  seen.add(path)
  const { kind, bytes } = files.inspect(path)
  const read = bytes > MAX_FILE_BYTES ? { refused: 'it is larger than 4 MB' } : files.readText(path)
  if ('refused' in read) {
    const reason = kind === 'absent' ? 'it does not exist' : read.refused
    reading.diagnostics.push(at(includedAt, includedAt === undefined ? noTopology(shown, reason) : unreadable(shown, reason)))
    return
  }
  const id = relative(resolve(from, reading.mainDirectory), path)
  const { document, diagnostics } = parseTopology(read.text, id)
  reading.captures.set(id, { id, path: id, shown, text: read.text })
  reading.diagnostics.push(...diagnostics)
  const directory = directoryOf(shown)
  for (const included of includesOf(document, directory)) readSource(reading, included.path, included.at)
  reading.sources.push({ document, shown, directory })
}

function readNeeded(reading: Reading, lowered: LoweredTopology): void {
  for (const file of lowered.files) {
    const read = reading.files.readText(resolve(reading.from, file.path))
    if ('refused' in read) reading.diagnostics.push(at(file.at, unreadable(file.path, read.refused)))
    else
      reading.captures.set(file.id, {
        id: file.id,
        node: file.node,
        path: file.id.slice(file.node.length + 1),
        shown: file.path,
        text: read.text,
      })
  }
  for (const directory of lowered.directories) readNodeRoot(reading, directory)
}

function readNodeRoot(reading: Reading, directory: LoweredTopology['directories'][number]): void {
  const open = (shown: string): string => resolve(reading.from, shown)
  const { kind } = reading.files.inspect(open(directory.path))
  if (kind !== 'directory') {
    reading.diagnostics.push(at(directory.at, noRoot(directory.node, directory.path, kind === 'absent')))
    return
  }
  const { found, diagnostics } = readTree(directory.path, reading.files, open)
  reading.diagnostics.push(...diagnostics.map((diagnostic) => at(directory.at, diagnostic)))
  for (const file of found) {
    const id = `${directory.node}:${file.path}`
    reading.captures.set(id, { id, node: directory.node, ...file })
  }
}

function at(origin: Origin | undefined, diagnostic: Diagnostic): Diagnostic {
  return origin === undefined ? diagnostic : { ...diagnostic, at: origin }
}

function noTopology(shown: string, reason: string): Diagnostic {
  return {
    code: 'topology/unreadable',
    severity: 'error',
    message: `${shown} cannot be read: ${reason}`,
    help: `give a topology file or a directory that holds a ${FILE_NAME}: -f FILE`,
  }
}

function noRoot(node: string, path: string, absent: boolean): Diagnostic {
  return {
    code: 'topology/no-directory',
    severity: 'error',
    message: absent ? `${path}, the root of ${node}, does not exist` : `${path}, the root of ${node}, is not a directory`,
    because: `without its files nothing is known of ${node}`,
    help: `create it (mkdir -p ${path}/etc) or correct root:`,
  }
}
