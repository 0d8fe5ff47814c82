/** Opens a lab: a user namespace of its own with everything else inside it, so that nothing of the machine can be touched. */
import { realpathSync } from 'node:fs'
import type { LabDesign } from '../../core/lab/design.js'
import { LAB_DIRECTORY } from '../../core/lab/steps.js'
import { childrenOf, innerPidOf, programNameOf } from '../system/proc.js'
import { enter, namespaceRun, type Run } from '../system/run.js'
import { type Started, start } from '../system/start.js'
import { type Lab, makeDirectoryInLab, nodeDirectory, type RunningNode, writeInLab } from './lab.js'

const NAMESPACES = [
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  '--uts',
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '--',
] as const

export type Opening = {
  readonly run: Run
  readonly persistent: boolean
  /** Told at once which process everything dies with, so that it can be written down. */
  readonly onHolder?: (pid: number) => void
}

export async function openLab(design: LabDesign, opening: Opening): Promise<Lab> {
  const { run, persistent } = opening
  // `cat` ends with its input, that is with this process, even if that is killed; so does the whole pid namespace.
  const holder = persistent
    ? start([...NAMESPACES, 'sleep', 'infinity'], 'none')
    : start(['setpriv', '--pdeathsig', 'SIGKILL', ...NAMESPACES, 'cat'], 'pipe')
  if (holder.pid !== undefined) opening.onHolder?.(holder.pid)
  const nodeHolders: Started[] = []
  try {
    const pid = await childThatRuns(holder, persistent ? 'sleep' : 'cat')
    await prepare({ pid }, design, run)
    const nodes = await Promise.all(design.nodes.map((node) => openNode({ pid }, node.name, { run, nodeHolders })))
    return {
      design,
      pid,
      persistent,
      run: namespaceRun(run, pid),
      nodes: new Map(nodes.map((node) => [node.name, node])),
      close: () => close(holder, persistent),
      release: () => {
        for (const one of [holder, ...nodeHolders]) one.release()
      },
    }
  } catch (error) {
    await close(holder, persistent)
    throw error
  }
}

/** The holder's process forks the first process of the new pid namespace and waits for it. */
async function childThatRuns(started: Started, program: string): Promise<number> {
  if (started.pid === undefined) throw new Error(`cannot start ${program}`)
  let gone = false
  void started.ended.then(() => {
    gone = true
  })
  for (let attempt = 0; attempt < 5000 && !gone; attempt += 1) {
    const child = childrenOf(started.pid)[0]
    if (child !== undefined && programNameOf(child) === program) return child
    await new Promise((resolve) => {
      setTimeout(resolve, 1)
    })
  }
  throw new Error('the namespaces of the lab did not come up')
}

async function prepare(lab: { readonly pid: number }, design: LabDesign, run: Run): Promise<void> {
  const mounted = await namespaceRun(run, lab.pid)(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/run'])
  if (mounted.code !== 0) throw new Error(`the lab cannot have a /run of its own: ${mounted.stderr.trim()}`)
  makeDirectoryInLab(lab, LAB_DIRECTORY)
  for (const node of design.nodes) {
    const directory = nodeDirectory(design, node.name)
    makeDirectoryInLab(lab, `${LAB_DIRECTORY}/${directory}`)
    writeInLab(lab, `${directory}/resolv.conf`, '')
    writeInLab(lab, `${directory}/hosts`, '127.0.0.1 localhost\n')
  }
  restoreLinkTarget(lab)
}

/** Where /etc/resolv.conf is a link into /run, which is empty in the lab: something must be there to be covered by a node's own file. */
function restoreLinkTarget(lab: { readonly pid: number }): void {
  let target: string
  try {
    target = realpathSync('/etc/resolv.conf')
  } catch {
    return
  }
  if (!target.startsWith('/run/')) return
  makeDirectoryInLab(lab, target.slice(0, target.lastIndexOf('/')))
  writeInLab(lab, `../${target.slice('/run/'.length)}`, '')
}

type NodeOpening = { readonly run: Run; readonly nodeHolders: Started[] }

async function openNode(lab: { readonly pid: number }, name: string, opening: NodeOpening): Promise<RunningNode> {
  const holder = start([...enter(lab.pid), 'unshare', '--net', '--mount', '--uts', '--', 'sleep', 'infinity'], 'none')
  opening.nodeHolders.push(holder)
  const pid = await childThatRuns(holder, 'sleep')
  const innerPid = innerPidOf(pid)
  if (innerPid === undefined) throw new Error(`the namespaces of ${name} did not come up`)
  return { name, pid, innerPid, run: namespaceRun(opening.run, pid) }
}

/** The first process of the pid namespace goes with its holder, and takes all others along. */
async function close(holder: Started, persistent: boolean): Promise<void> {
  if (persistent) holder.kill()
  else holder.endInput()
  const patience = setTimeout(() => holder.kill(), 1000)
  await holder.ended
  clearTimeout(patience)
}
