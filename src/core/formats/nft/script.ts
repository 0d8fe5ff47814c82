/** A whole script as nft(8) reads it: with what it includes, and its variables resolved. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { NftCommand } from '../../model/index.js'
import { inOrder } from './block.js'
import { toolError } from './check.js'
import { parseNft } from './parse.js'
import { define, noVariables, resolveCommand, type Variables } from './variables.js'

export type NftFile = { readonly id: string; readonly text: string }

/** The files that a path, perhaps with wildcards, stands for; undefined where that cannot be known. */
export type FindFiles = (path: string) => readonly NftFile[] | undefined

export type NftScript = {
  readonly commands: readonly NftCommand[]
  /** What nft may read anywhere: includes replaced by the text of the files. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  /** What nft says when it refuses the script without asking the kernel. */
  readonly error?: string
  /** What the script needs that is not known or not modelled. */
  readonly missing: readonly string[]
}

const DEEPEST = 16
/** Verbs that only show something. */
const SHOWS = /^(list|monitor|describe|export|get)\b/

type Reading = { readonly find: FindFiles; readonly variables: Variables; readonly diagnostics: Diagnostic[]; readonly missing: string[] }

export function readScript(file: NftFile, find: FindFiles): NftScript {
  const reading: Reading = { find, variables: noVariables(), diagnostics: [], missing: [] }
  const { commands, text } = readFile(reading, file, 0)
  const unknown = reading.variables.unknown[0]
  const error = unknown === undefined ? toolError(commands) : `Error: unknown identifier '${unknown}'`
  return {
    commands,
    text,
    diagnostics: reading.diagnostics,
    missing: reading.missing,
    ...(error === undefined ? {} : { error }),
  }
}

function readFile(reading: Reading, file: NftFile, depth: number): Pick<NftScript, 'commands' | 'text'> {
  const { document, diagnostics } = parseNft(file.text, file.id)
  reading.diagnostics.push(...diagnostics)
  const commands: NftCommand[] = []
  let [text, done] = ['', 0]
  for (const command of inOrder(document.commands)) {
    if (command.kind === 'include') {
      const included = readInclude(reading, command.path, depth)
      commands.push(...included.commands)
      text += `${file.text.slice(done, command.origin.start)}${included.text}`
      done = command.origin.end
    } else commands.push(...readOne(reading, command))
  }
  return { commands, text: text + file.text.slice(done) }
}

function readOne(reading: Reading, command: Exclude<NftCommand, { kind: 'include' }>): readonly NftCommand[] {
  if (command.kind === 'define') {
    define(reading.variables, command.name, command.value)
    return []
  }
  if (command.kind === 'other') {
    if (!SHOWS.test(command.text)) reading.missing.push(command.text)
    return []
  }
  if ('verb' in command && SHOWS.test(command.verb)) return []
  return [resolveCommand(reading.variables, command)]
}

function readInclude(reading: Reading, written: string, depth: number): Pick<NftScript, 'commands' | 'text'> {
  // The default include path is /etc (libnftables, DEFAULT_INCLUDE_PATH).
  const path = written.startsWith('/') ? written : `/etc/${written.replace(/^\.\//, '')}`
  const files = depth >= DEEPEST ? undefined : reading.find(path)
  if (files === undefined) {
    reading.missing.push(`include "${written}"`)
    return { commands: [], text: '' }
  }
  const parts = files.map((file) => readFile(reading, file, depth + 1))
  return { commands: parts.flatMap(({ commands }) => commands), text: parts.map(({ text }) => `${text}\n`).join('') }
}
