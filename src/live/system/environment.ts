/** The environment of the programs that are run: all system programs are found, and they speak English. */
import { accessSync, constants } from 'node:fs'

const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin']

/** The sbin directories are not on an ordinary user's PATH in Debian. */
export function programDirectories(): readonly string[] {
  const own = (process.env['PATH'] ?? '').split(':').filter((directory) => directory !== '')
  return [...own, ...SYSTEM_DIRECTORIES.filter((directory) => !own.includes(directory))]
}

export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: programDirectories().join(':'), LC_ALL: 'C' }
}

/** Where a program is; undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  return programDirectories()
    .map((directory) => `${directory}/${name}`)
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** BRIDGEWORK_DEBUG shows every command. */
export function showCommand(command: readonly string[], stdin?: string): void {
  if ((process.env['BRIDGEWORK_DEBUG'] ?? '') === '') return
  const words = command.map((word) => (/^[\w.:/@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
  const input =
    stdin === undefined
      ? ''
      : stdin
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `\n  < ${line}`)
          .join('')
  process.stderr.write(`+ ${words.join(' ')}${input}\n`)
}
