/** Paths with slashes, as texts; no file system is asked. */

/** `a/./b//../c` is `a/c`; leading `..` of a relative path stay; the empty path is `.`. */
export function normalisePath(path: string): string {
  const absolute = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!absolute) parts.push('..')
  }
  const joined = parts.join('/')
  if (absolute) return `/${joined}`
  return joined === '' ? '.' : joined
}

/** `path` as seen from `directory`. An absolute path stays as it is. */
export function joinPath(directory: string, path: string): string {
  return normalisePath(path.startsWith('/') || directory === '' ? path : `${directory}/${path}`)
}

/** The directory that a path names its last part in; `.` for a bare name. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  if (slash < 0) return '.'
  return slash === 0 ? '/' : path.slice(0, slash)
}

export function lastPartOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
