/** The hash of all that goes into dist/, so that a build knows whether it is stale. Plain Node: it runs before `npm ci`. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const STAMP = join(ROOT, 'dist/.source-hash')

const BESIDE_SOURCES = ['package.json', 'package-lock.json', 'tools/build.mjs', 'tools/source-hash.mjs']

export function sourceHash() {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const path of [...sources, ...BESIDE_SOURCES.map((name) => join(ROOT, name))]) {
    hash
      .update(`${path.slice(ROOT.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

/** What dist/ was built from; empty when it was not built. */
export function builtHash() {
  try {
    return readFileSync(STAMP, 'utf8')
  } catch {
    return ''
  }
}
