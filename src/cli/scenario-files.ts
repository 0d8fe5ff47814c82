/** The topology files that a command line names. */
import { join } from 'node:path'
import { lookOf, remark } from './terminal.js'

/** `scenarios/*` also names a README and directories that only others include: with several words those are left out, and it is said. */
export async function scenarioFiles(words: readonly string[]): Promise<readonly string[]> {
  if (words.length < 2) return words
  const { localFiles } = await import('../live/system/files.js')
  const isOther = (word: string) => {
    const { kind } = localFiles.inspect(word)
    if (kind === 'directory') return localFiles.inspect(join(word, 'bridgework.yaml')).kind === 'absent'
    return kind === 'file' && !/\.(ya?ml|json)$/.test(word)
  }
  const others = words.filter(isOther)
  if (others.length === words.length) return words
  if (others.length > 0) remark(lookOf(process.stderr).paint('dim', `left out, since they hold no topology: ${others.join(' ')}\n`))
  return words.filter((word) => !others.includes(word))
}
