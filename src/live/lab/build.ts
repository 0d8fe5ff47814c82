/** Plugs in the cables, sets the kernel's defaults, and gives each node the files its resolver reads. */
import { BASELINE } from '../../core/lab/baseline.js'
import { cableWords } from '../../core/lab/design.js'
import { LAB_DIRECTORY } from '../../core/lab/steps.js'
import type { Run } from '../system/run.js'
import { type Lab, nodeDirectory, nodeOf, type RunningNode, writeInLab } from './lab.js'

export async function buildLab(lab: Lab): Promise<void> {
  // Before there are interfaces: they begin with a copy of conf.default.
  if (await inheritsSettings(lab.run)) await Promise.all([...lab.nodes.values()].map(resetNode))
  await Promise.all([plugIn(lab), ...lab.design.nodes.filter((node) => node.names).map((node) => coverResolver(lab, node.name))])
}

let inherits: Promise<boolean> | undefined

/** Whether new namespaces of this machine begin with other settings than a freshly booted kernel. The same for all labs of this process. */
function inheritsSettings(run: Run): Promise<boolean> {
  inherits ??= run(['sysctl', '-n', ...BASELINE.map(([key]) => key)]).then(
    ({ code, stdout }) => code !== 0 || stdout.trim().split(/\s+/).join(' ') !== BASELINE.map(([, value]) => value).join(' '),
  )
  return inherits
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
  const directory = nodeDirectory(lab.design, name)
  writeInLab(
    lab,
    `${directory}/fstab`,
    ['resolv.conf', 'hosts'].map((file) => `${LAB_DIRECTORY}/${directory}/${file} /etc/${file} none bind 0 0\n`).join(''),
  )
  const { code, stderr } = await nodeOf(lab, name).run(['mount', '--all', '--fstab', `${LAB_DIRECTORY}/${directory}/fstab`])
  if (code !== 0) throw new Error(`${name}: cannot have an /etc/resolv.conf and /etc/hosts of its own: ${stderr.trim()}`)
}
