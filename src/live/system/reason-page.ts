/** Where the pages of the reason codes are: in docs/reasons, above this file or above the bundle that it became part of. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export function reasonPage(code: string): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const path = join(directory, 'docs/reasons', `${code}.md`)
    if (existsSync(path)) return readFileSync(path, 'utf8')
    if (directory === dirname(directory)) throw new Error(`BUG: docs/reasons/${code}.md is not installed with the program`)
    directory = dirname(directory)
  }
}
