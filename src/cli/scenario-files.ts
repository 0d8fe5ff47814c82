/** The topology files that a command line names. */
import { join } from 'node:path'
import { lookOf, remark } from './terminal.js'

/** `scenarios/*` also names directories that only others include: with several words those are left out, and it is said. */
export async function scenarioFiles(words: readonly string[], otherwise: string): Promise<readonly string[]> {
  if (words.length === 0) return [otherwise]
  if (words.length === 1) return words
  const { localFiles } = await import('../live/system/files.js')
  const isEmpty = (word: string) =>
    localFiles.inspect(word).kind === 'directory' && localFiles.inspect(join(word, 'bridgework.yaml')).kind === 'absent'
  const empty = words.filter(isEmpty)
  if (empty.length === words.length) return words
  if (empty.length > 0) remark(lookOf(process.stderr).paint('dim', `left out, since they hold no bridgework.yaml: ${empty.join(' ')}\n`))
  return words.filter((word) => !empty.includes(word))
}
