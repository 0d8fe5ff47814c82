/** Where the files are that run inside a lab: in a folder beside this file, or above the bundle that this file became part of. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export function assetPath(name: string): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const path = join(directory, 'inside', name)
    if (existsSync(path)) return path
    if (directory === dirname(directory)) throw new Error(`BUG: ${name} is not installed beside the program`)
    directory = dirname(directory)
  }
}
