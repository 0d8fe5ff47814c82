/** A private directory for what must be known to the next call: one JSON file for each name. */
import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

export type StateDirectory = {
  readonly path: string
  readonly names: () => readonly string[]
  /** Undefined when there is none, or it is not JSON. */
  readonly read: (name: string) => unknown
  readonly write: (name: string, value: unknown) => void
  /** As write, but false when there is one already. */
  readonly create: (name: string, value: unknown) => boolean
  readonly remove: (name: string) => void
}

/** Throws when the directory is there but could have been made by somebody else. */
export function openStateDirectory(area: string): StateDirectory {
  const runtime = process.env['XDG_RUNTIME_DIR']
  const base =
    runtime !== undefined && runtime !== '' && isOurs(runtime)
      ? `${runtime}/bridgework`
      : `${tmpdir()}/bridgework-${process.getuid?.() ?? 0}`
  const path = `${base}/${area}`
  for (const directory of [base, path]) makePrivate(directory)
  const file = (name: string) => `${path}/${encodeURIComponent(name)}.json`
  return {
    path,
    names: () =>
      readdirSync(path)
        .filter((entry) => entry.endsWith('.json'))
        .map((entry) => decodeURIComponent(entry.slice(0, -'.json'.length)))
        .sort(),
    read: (name) => {
      try {
        return JSON.parse(readFileSync(file(name), 'utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write: (name, value) => renameSync(writeBeside(file(name), value), file(name)),
    create: (name, value) => {
      const fresh = writeBeside(file(name), value)
      try {
        linkSync(fresh, file(name))
        return true
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
        throw error
      } finally {
        rmSync(fresh, { force: true })
      }
    },
    remove: (name) => rmSync(file(name), { force: true }),
  }
}

/** The whole value under another name, so that nobody reads half of it. */
function writeBeside(file: string, value: unknown): string {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
  return fresh
}

function isOurs(directory: string): boolean {
  try {
    const found = lstatSync(directory)
    return found.isDirectory() && found.uid === process.getuid?.()
  } catch {
    return false
  }
}

function makePrivate(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (!isOurs(directory)) throw new Error(`${directory} belongs to somebody else`)
  chmodSync(directory, 0o700)
}
