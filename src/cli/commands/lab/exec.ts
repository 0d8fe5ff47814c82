/** `lab exec`: a command on a node of a lab that is up. */
import { execInLab, findLab } from '../../../live/lab/index.js'
import { refuseWord, suggest } from '../../unusable.js'

export async function execute(node: string, words: readonly string[], options: { readonly name?: string }): Promise<void> {
  // Behind an argument commander leaves `--` where it stands.
  const [program, ...args] = words[0] === '--' ? words.slice(1) : words
  if (program === undefined) throw refuseWord('no-command', 'what should run there?', `bridgework lab exec ${node} -- COMMAND`)
  const found = findLab(options.name, node)
  if (found.kind === 'several')
    throw refuseWord('which-lab', `several labs have a node ${node}`, `--name NAME, one of: ${found.names.join(', ')}`)
  if (found.kind === 'absent') {
    if (found.names.length === 0) throw refuseWord('unknown-node', 'no lab is up', 'bridgework lab up -f FILE')
    if (found.nodes.length === 0)
      throw refuseWord('unknown-lab', `no lab called ${options.name} is up`, suggest(options.name ?? '', found.names, 'labs that are up:'))
    throw refuseWord('unknown-node', `no lab with a node ${node} is up`, suggest(node, [...new Set(found.nodes)], 'the nodes are'))
  }
  const code = await execInLab(found.lab, node, [program, ...args])
  if (code === undefined)
    throw refuseWord('unknown-node', `${found.lab.name} has no node ${node} any more`, `bridgework lab down ${found.lab.name}`)
  process.exitCode = code
}
