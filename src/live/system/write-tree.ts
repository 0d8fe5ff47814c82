/** Writes files below a directory, each in its place; existing ones are replaced whole or not at all. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The reason why it cannot be done, if it cannot. Netplan warns of files that others may read. */
export function writeTree(directory: string, files: readonly { readonly path: string; readonly text: string }[]): string | undefined {
  for (const { path, text } of files) {
    const target = join(directory, path)
    const fresh = `${target}.${process.pid}`
    try {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(fresh, text, { mode: path.startsWith('/etc/netplan/') ? 0o600 : 0o644 })
      renameSync(fresh, target)
    } catch (error) {
      rmSync(fresh, { force: true })
      return `${target} cannot be written: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}
