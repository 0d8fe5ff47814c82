/** The scenarios that come with the program. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localFiles } from '../live/system/files.js'
import { refuseWord } from './unusable.js'

/** Folders `seed-*` that hold a topology file, in the order of their names. */
export function seedScenarios(): readonly string[] {
  const root = scenarioRoot()
  const names = localFiles.list(root)
  if ('refused' in names)
    throw refuseWord('no-scenarios', `${root} cannot be read: ${names.refused}`, 'run it from a complete copy of the program')
  return names
    .filter((name) => name.startsWith('seed-'))
    .map((name) => join(root, name))
    .filter(isScenario)
}

function isScenario(folder: string): boolean {
  return localFiles.inspect(join(folder, 'bridgework.yaml')).kind === 'file'
}

/** In the nearest directory above this file, or above the bundle that this file became part of. */
function scenarioRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (localFiles.inspect(join(directory, 'scenarios')).kind !== 'directory') {
    const above = dirname(directory)
    if (above === directory)
      throw refuseWord('no-scenarios', 'there is no directory scenarios beside the program', 'run it from a complete copy of the program')
    directory = above
  }
  return join(directory, 'scenarios')
}
