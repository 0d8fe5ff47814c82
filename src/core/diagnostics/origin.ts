/** Where a fact comes from: a range of characters in one captured text. Line and column are computed only when printing. */
export type Origin = {
  /** Id of the capture in the snapshot, e.g. `server:/etc/network/interfaces` or `bridgework.yaml`. */
  readonly capture: string
  /** UTF-16 offset of the first character. */
  readonly start: number
  /** UTF-16 offset behind the last character. */
  readonly end: number
}

/** An origin that may be absent, as the property to spread into what it belongs to. */
export function withOrigin(origin: Origin | undefined): { readonly origin?: Origin } {
  return origin === undefined ? {} : { origin }
}

export type Position = { readonly line: number; readonly column: number }

/** Line and column (both from 1) of an offset in a text. */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)))
  const line = before.split('\n').length
  return { line, column: before.length - before.lastIndexOf('\n') }
}
