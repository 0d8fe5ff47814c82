/** Shell completion by @bomb.sh/tab, the only file that knows it. */
import completions from '@bomb.sh/tab'
import completeCommander from '@bomb.sh/tab/commander'
import type { Command } from 'commander'

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

export function isShell(name: string | undefined): boolean {
  return name !== undefined && SHELLS.includes(name)
}

/** `complete bash` prints a script; the script calls `complete -- WORDS…`, which prints what could come next. */
export function complete(program: Command, words: readonly string[]): void {
  withoutOwnComplete(program)
  completeCommander(program)
  if (words[0] === '--') completions.parse([...words.slice(1)])
  else completions.setup('bridgework', 'bridgework', words[0] ?? '')
}

/** tab adds a command of that name itself. */
function withoutOwnComplete(program: Command): void {
  const commands = program.commands as Command[]
  const at = commands.findIndex((command) => command.name() === 'complete')
  if (at >= 0) commands.splice(at, 1)
}
