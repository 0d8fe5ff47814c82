/** What /proc says of a process: proc(5). */
import { readdirSync, readFileSync } from 'node:fs'

/** Undefined when there is no such process, or it is not ours to read. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Fields of /proc/PID/stat from the third on: the second, a name in parentheses, may hold anything. */
function statFields(pid: number): readonly string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text
    ?.slice(text.lastIndexOf(')') + 2)
    .trimEnd()
    .split(' ')
}

/** Clock ticks since boot at which it began. With the pid it names a process for good: pids are used again. */
export function startTimeOf(pid: number): string | undefined {
  return statFields(pid)?.[19]
}

export function isRunning(pid: number, startTime: string): boolean {
  const fields = statFields(pid)
  return fields !== undefined && fields[19] === startTime && fields[0] !== 'Z' && fields[0] !== 'X'
}

export function programNameOf(pid: number): string | undefined {
  return read(`/proc/${pid}/comm`)?.trim()
}

export function childrenOf(pid: number): readonly number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`)
  if (text !== undefined)
    return text
      .split(' ')
      .filter((word) => word !== '')
      .map(Number)
  // A kernel without CONFIG_PROC_CHILDREN.
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => statFields(child)?.[1] === String(pid))
}

/** The pid by which a process is known inside its innermost pid namespace. */
export function innerPidOf(pid: number): number | undefined {
  const line = read(`/proc/${pid}/status`)
    ?.split('\n')
    .find((text) => text.startsWith('NSpid:'))
  const last = line?.split(/\s+/).at(-1)
  return last === undefined ? undefined : Number(last)
}

/** Ends a process at once, if it is still the one that was started at that time. */
export function endProcess(pid: number, startTime: string): boolean {
  if (!isRunning(pid, startTime)) return false
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
