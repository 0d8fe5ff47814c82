/** Plugs in the cables, sets the kernel's defaults, and gives each node the files its resolver reads. */
import { BASELINE } from '../../core/lab/baseline.js'
import { cableWords } from '../../core/lab/design.js'
import { LAB_DIRECTORY } from '../../core/lab/steps.js'
import { type Lab, nodeDirectory, nodeOf, type RunningNode } from './lab.js'

export async function buildLab(lab: Lab): Promise<void> {
  // Before there are interfaces: they begin with a copy of conf.default.
  await Promise.all([...lab.nodes.values()].map(resetNode))
  await Promise.all([plugIn(lab), ...lab.design.nodes.filter((node) => node.names).map((node) => coverResolver(lab, node.name))])
}

async function resetNode(node: RunningNode): Promise<void> {
  const { code, stderr } = await node.run(['sysctl', '-q', '-e', '-w', ...BASELINE.map(([key, value]) => `${key}=${value}`)])
  if (code !== 0) throw new Error(`${node.name}: the kernel's defaults cannot be set: ${stderr.trim()}`)
}

async function plugIn(lab: Lab): Promise<void> {
  const pid = (name: string) => nodeOf(lab, name).innerPid
  const lines = lab.design.cables.map((cable, index) => cableWords(cable, pid, `unplugged${index}`).join(' '))
  const { code, stderr } = await lab.run(['ip', '-batch', '-'], { stdin: `${lines.join('\n')}\n` })
  if (code !== 0) throw new Error(`the cables cannot be made: ${stderr.trim()}`)
}

async function coverResolver(lab: Lab, name: string): Promise<void> {
  const { run } = nodeOf(lab, name)
  for (const file of ['resolv.conf', 'hosts']) {
    const { code, stderr } = await run(['mount', '--bind', `${LAB_DIRECTORY}/${nodeDirectory(lab.design, name)}/${file}`, `/etc/${file}`])
    if (code !== 0) throw new Error(`${name}: cannot have an /etc/${file} of its own: ${stderr.trim()}`)
  }
}
