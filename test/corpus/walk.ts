/** A folder of real files as a Corpus: whatever is in it, followed as far as links stay inside. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Corpus } from './suite.js'

/** Larger files are images and archives. */
const LARGEST = 8 * 1024 * 1024

export function readCorpus(folder: string): Corpus {
  const root = realpathSync(folder)
  const files = [...filesBelow(root, '')].sort()
  const known = new Set(files)
  return {
    files,
    text: (file) => {
      if (!known.has(file)) throw new Error(`${file} is not in ${folder}`)
      return decode(readFileSync(join(root, file)))
    },
  }
}

function* filesBelow(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) yield* filesBelow(root, path)
    } else if (isReadable(root, path)) yield path
  }
}

/** A link counts as a case of its own, as in libvirt's test folders, but not one that leads nowhere or out of the folder. */
function isReadable(root: string, path: string): boolean {
  try {
    const full = join(root, path)
    if (lstatSync(full).isSymbolicLink() && !realpathSync(full).startsWith(root + sep)) return false
    const { size } = statSync(full)
    return statSync(full).isFile() && size <= LARGEST
  } catch {
    return false
  }
}

/** UTF-8, or one character a byte where it is not: each byte must come back either way. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}
