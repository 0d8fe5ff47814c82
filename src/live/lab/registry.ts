/** The persistent labs of this user. An entry names its processes by pid and start time, so that nothing else is ever taken for them. */
import { isRunning, startTimeOf } from '../system/proc.js'
import { openStateDirectory } from '../system/state-directory.js'

export type RegisteredProcess = { readonly pid: number; readonly startTime: string }

export type RegisteredLab = RegisteredProcess & {
  readonly name: string
  readonly file: string
  readonly world?: string
  readonly state: 'building' | 'up'
  readonly nodes: readonly (RegisteredProcess & { readonly name: string })[]
}

/** Labs that are running. Entries of labs that are gone are dropped. */
export function listLabs(): readonly RegisteredLab[] {
  const directory = openStateDirectory('labs')
  return directory.names().flatMap((name) => {
    const entry = directory.read(name)
    if (isEntry(entry) && entry.name === name && isRunning(entry.pid, entry.startTime)) return [entry]
    directory.remove(name)
    return []
  })
}

export function writeLab(lab: RegisteredLab): void {
  openStateDirectory('labs').write(lab.name, lab)
}

/** False when another lab has the name. */
export function claimLab(lab: RegisteredLab): boolean {
  return openStateDirectory('labs').create(lab.name, lab)
}

export function forgetLab(name: string): void {
  openStateDirectory('labs').remove(name)
}

/** Undefined when it has ended already. */
export function registered(pid: number): RegisteredProcess | undefined {
  const startTime = startTimeOf(pid)
  return startTime === undefined ? undefined : { pid, startTime }
}

function isEntry(value: unknown): value is RegisteredLab {
  return (
    isProcess(value) &&
    'name' in value &&
    typeof value.name === 'string' &&
    'file' in value &&
    typeof value.file === 'string' &&
    'nodes' in value &&
    Array.isArray(value.nodes) &&
    value.nodes.every((node: unknown) => isProcess(node) && 'name' in node && typeof node.name === 'string')
  )
}

function isProcess(value: unknown): value is RegisteredProcess {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'startTime' in value &&
    typeof value.startTime === 'string'
  )
}
