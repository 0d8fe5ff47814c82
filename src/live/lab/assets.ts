/** Where the files are that run inside a lab: beside this one, or beside the bundle that this one became part of. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PLACES = ['inside', 'dist/inside', 'src/live/lab/inside'] as const

export function assetPath(name: string): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const found = PLACES.map((place) => join(directory, place, name)).find((path) => existsSync(path))
    if (found !== undefined) return found
    if (directory === dirname(directory)) throw new Error(`BUG: ${name} is not installed beside the program`)
    directory = dirname(directory)
  }
}
