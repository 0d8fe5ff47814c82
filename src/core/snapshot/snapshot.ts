/** A bag of captured texts, the only door in: files and command outputs, with where they come from. */
import type { Origin, Position } from '../diagnostics/origin.js'
import { positionOf } from '../diagnostics/origin.js'

export type Capture = {
  /** Unique in the snapshot: `NODE:/path/of/the/file`, or the topology file's own name. This is what an Origin names. */
  readonly id: string
  /** The node whose file or output this is; absent for the topology file. */
  readonly node?: string
  /** Absolute path on the node, e.g. `/etc/network/interfaces`. */
  readonly path: string
  /** What a person can open: the path relative to the working directory. */
  readonly shown: string
  readonly text: string
  /** Line of `shown` at which `text` begins, when the text stands inside another file (default 1). */
  readonly firstLine?: number
  /** Columns by which `text` is indented there (default 0). */
  readonly indent?: number
}

export type Snapshot = {
  readonly captures: Readonly<Record<string, Capture>>
}

/** `scenarios/x/server/etc/network/interfaces:12:4`, with the line's text. */
export type Place = Position & { readonly file: string; readonly text: string }

/** Where an origin stands, for printing. Undefined when the capture is not in the snapshot. */
export function placeOf(snapshot: Snapshot, origin: Origin): Place | undefined {
  const capture = snapshot.captures[origin.capture]
  if (capture === undefined) return undefined
  const position = positionOf(capture.text, origin.start)
  const line = position.line + (capture.firstLine ?? 1) - 1
  return {
    line,
    column: position.column + (capture.indent ?? 0),
    file: capture.shown,
    text: capture.text.split('\n')[position.line - 1] ?? '',
  }
}
