/** Labs that stay: brought up by one call, entered and taken down by others. */
import { designLab } from '../../core/lab/design.js'
import type { BootRow } from '../../core/lab/replayed.js'
import type { BootEvent } from '../../core/load/journal.js'
import type { Network } from '../../core/model/index.js'
import { endProcess, isRunning } from '../system/proc.js'
import { enter, localRun, type Run } from '../system/run.js'
import { runInteractively } from '../system/start.js'
import { boot } from './boot.js'
import type { Lab } from './lab.js'
import { openLab } from './open.js'
import { claimLab, forgetLab, listLabs, type RegisteredLab, registered, writeLab } from './registry.js'

export type LabUp = {
  readonly network: Network
  readonly journal: readonly BootEvent[]
  readonly name: string
  /** The topology file, for `lab list`. */
  readonly file: string
  readonly run?: Run
  readonly signal?: AbortSignal
}

export type LabIsUp = {
  readonly lab: RegisteredLab
  readonly replayed: number
  readonly boot: readonly BootRow[]
  readonly deviations: readonly string[]
  readonly milliseconds: number
}

/** Two calls wanted the same name at the same time. */
export class LabExists extends Error {}

/** Throws when it cannot be built or is interrupted; nothing is left of it then. */
export async function upLab(up: LabUp): Promise<LabIsUp> {
  const began = performance.now()
  const design = designLab(up.network, up.journal)
  const base = { name: up.name, file: up.file, ...(up.network.world === undefined ? {} : { world: up.network.world }) }
  let entry: RegisteredLab | undefined
  let lab: Lab | undefined
  try {
    lab = await openLab(design, {
      run: up.run ?? localRun,
      persistent: true,
      onHolder: (pid) => {
        const holder = registered(pid)
        if (holder === undefined) return
        const building: RegisteredLab = { ...base, ...holder, state: 'building', nodes: [] }
        if (claimLab(building)) entry = building
      },
    })
    if (entry === undefined) throw new LabExists(up.name)
    const { replaying, complaints } = await boot(lab, up.signal)
    await nameHosts(lab)
    if (up.signal?.aborted === true) throw new Error('interrupted')
    entry = {
      ...entry,
      state: 'up',
      nodes: [...lab.nodes.values()].flatMap(({ name, pid }) => ({ name, ...(registered(pid) ?? { pid: 0, startTime: '' }) })),
    }
    writeLab(entry)
    lab.release()
    return {
      lab: entry,
      ...replaying,
      deviations: [...design.deviations, ...complaints],
      milliseconds: Math.round(performance.now() - began),
    }
  } catch (error) {
    await lab?.close()
    if (entry !== undefined) forgetLab(up.name)
    throw error
  }
}

/** So that the prompt of a shell in a node shows where one is. */
async function nameHosts(lab: Lab): Promise<void> {
  await Promise.all([...lab.nodes.values()].map((node) => node.run(['hostname', node.name.replaceAll(/[^A-Za-z0-9.-]/g, '-')])))
}

/** Milliseconds within which killed processes must be gone. */
const PATIENCE = 5000

/** Ends the lab and waits until its processes are gone; false when some are not. */
export async function downLab(lab: RegisteredLab): Promise<boolean> {
  endProcess(lab.pid, lab.startTime)
  const processes = [lab, ...lab.nodes]
  for (let waited = 0; waited < PATIENCE; waited += 10) {
    if (!processes.some((one) => isRunning(one.pid, one.startTime))) {
      forgetLab(lab.name)
      return true
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  return false
}

export type Found =
  | { readonly kind: 'found'; readonly lab: RegisteredLab }
  /** The labs that are up, and the nodes of those that were meant. */
  | { readonly kind: 'absent'; readonly names: readonly string[]; readonly nodes: readonly string[] }
  | { readonly kind: 'several'; readonly names: readonly string[] }

/** Without a name: the only one that is running, if it has that node. */
export function findLab(name: string | undefined, node?: string): Found {
  const labs = listLabs()
  const meant = labs.filter((lab) => name === undefined || lab.name === name)
  const matching = meant.filter((lab) => node === undefined || lab.nodes.some((one) => one.name === node))
  const [first, ...more] = matching
  if (first === undefined)
    return { kind: 'absent', names: labs.map((lab) => lab.name), nodes: meant.flatMap((lab) => lab.nodes.map((one) => one.name)) }
  return more.length > 0 ? { kind: 'several', names: matching.map((lab) => lab.name) } : { kind: 'found', lab: first }
}

/** Runs a command in a node with this terminal; its exit code, or undefined when the node is gone. */
export async function execInLab(lab: RegisteredLab, node: string, command: readonly [string, ...string[]]): Promise<number | undefined> {
  const found = lab.nodes.find((one) => one.name === node)
  if (found === undefined || !isRunning(found.pid, found.startTime)) return undefined
  return runInteractively([...enter(found.pid), ...command])
}
