/** Shell completion: verbs and options by @bomb.sh/tab, which only this file knows; names by the topology file or the labs that are up. */
import completions from '@bomb.sh/tab'
import completeCommander from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { DEFAULT_FILE } from './options.js'
import { print } from './terminal.js'

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

export function isShell(name: string | undefined): boolean {
  return name !== undefined && SHELLS.includes(name)
}

/** tab's own script for bash needs the package bash-completion, and evaluates what stands on the command line. */
const BASH = `# bash completion for bridgework: source <(bridgework complete bash)
_bridgework() {
  local line words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    case $line in
      :*) ;;
      "\${COMP_WORDS[COMP_CWORD]}"*) COMPREPLY+=("$line") ;;
    esac
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]}" 2> /dev/null)
}
complete -o default -F _bridgework bridgework
`

/** `complete bash` prints a script; the script calls `complete -- WORDS…`, which prints what could come next. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  if (words[0] === 'bash') return print(BASH)
  if (words[0] === '--') {
    const names = await namesFor(words.slice(1))
    if (names !== undefined) return print(names.map((name) => `${name}\n`).join(''))
  }
  withoutOwnComplete(program)
  completeCommander(program)
  if (words[0] === '--') completions.parse([...words.slice(1)])
  else completions.setup('bridgework', 'bridgework', words[0] ?? '')
}

/** Names that can stand where the last word is; undefined where no name can. */
async function namesFor(words: readonly string[]): Promise<readonly string[] | undefined> {
  const [verb, second] = words
  const [before, current = ''] = words.slice(-2)
  if (words.length < 2) return undefined
  if (before === '--world') return (await topologyOf(words)).worlds
  if (current.startsWith('-')) return undefined
  if (verb === 'explain') return words.length === 2 ? reasonCodes() : undefined
  if (verb === 'lab' && second === 'exec') return words.length === 3 ? nodesOfLabs() : undefined
  if (verb === 'what-breaks' && before === 'unplug') return (await topologyOf(words)).ends
  if (before === '--on') return (await topologyOf(words)).nodes
  const asksForNode = verb === 'trace' ? !before?.startsWith('-') || before === '--both' || before === '--reverse' : before === '--nodes'
  return asksForNode ? (await topologyOf(words)).nodes : undefined
}

async function reasonCodes(): Promise<readonly string[]> {
  const { REASONS } = await import('../core/trace/reason.js')
  return Object.keys(REASONS)
}

async function nodesOfLabs(): Promise<readonly string[]> {
  const { listLabs } = await import('../live/lab/index.js')
  return [...new Set(listLabs().flatMap((lab) => lab.nodes.map((node) => node.name)))]
}

/** What is wrong with the file is not said: nobody wants to hear of it in the middle of a line. */
async function topologyOf(
  words: readonly string[],
): Promise<{ readonly nodes: readonly string[]; readonly worlds: readonly string[]; readonly ends: readonly string[] }> {
  const at = words.findLastIndex((word) => word === '-f' || word === '--file')
  const { readTopology } = await import('../live/collect/topology-directory.js')
  const { topology } = readTopology((at < 0 ? undefined : words[at + 1]) ?? DEFAULT_FILE)
  const ends = topology.cables.flatMap((cable) => cable.ends.map((end) => `${end.node}:${end.interface}`))
  return { nodes: topology.nodes.map((node) => node.name), worlds: topology.worlds, ends }
}

/** tab adds a command of that name itself. */
function withoutOwnComplete(program: Command): void {
  const commands = program.commands as Command[]
  const at = commands.findIndex((command) => command.name() === 'complete')
  if (at >= 0) commands.splice(at, 1)
}
