/** A node's captured files, by path and by pattern. */
import type { Capture, Snapshot } from '../../snapshot/snapshot.js'
import { matchesWildcard, parseGlob } from '../../std/wildcard.js'

export function fileOf(snapshot: Snapshot, node: string, path: string): Capture | undefined {
  return snapshot.captures[`${node}:${path}`]
}

export function filesOf(snapshot: Snapshot, node: string): readonly Capture[] {
  return Object.values(snapshot.captures).filter((capture) => capture.node === node)
}

/** Files directly in a directory, sorted by name as run-parts and sysctl.d do; `suffix` limits them. */
export function filesIn(
  snapshot: Snapshot,
  place: { readonly node: string; readonly directory: string; readonly suffix?: string },
): readonly Capture[] {
  const start = `${place.directory}/`
  return filesOf(snapshot, place.node)
    .filter(({ path }) => path.startsWith(start) && !path.slice(start.length).includes('/') && path.endsWith(place.suffix ?? ''))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Files that a shell pattern (`*`, `?`, `[…]`) with slashes kept apart matches, sorted. */
export function filesMatching(snapshot: Snapshot, node: string, pattern: string): readonly Capture[] {
  const wildcard = parseGlob(pattern, '/')
  return filesOf(snapshot, node)
    .filter(({ path }) => matchesWildcard(wildcard, path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
