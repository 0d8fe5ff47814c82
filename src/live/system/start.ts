/** The door to programs that go on running. */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { childEnvironment, showCommand } from './environment.js'
import type { Command } from './run.js'

export type Started = {
  /** Undefined when the program could not be started at all. */
  readonly pid: number | undefined
  /** Settles when it has ended. */
  readonly ended: Promise<void>
  /** Its first line of output; undefined when it ended without one. */
  readonly firstLine: Promise<string | undefined>
  /** Ends its input. */
  readonly endInput: () => void
  readonly kill: () => void
  /** Lets this process end while the program goes on. */
  readonly release: () => void
}

/** `input: 'pipe'`: the program sees the end of its input when this process ends, however it ends. In a session of its own: Ctrl-C is not for it. */
export function start(command: Command, input: 'pipe' | 'none'): Started {
  showCommand(command)
  const [program, ...args] = command
  const child = spawn(program, args, {
    stdio: [input === 'pipe' ? 'pipe' : 'ignore', 'pipe', 'ignore'],
    env: childEnvironment(),
    detached: true,
  })
  child.stdin?.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', () => resolve())
  })
  return {
    pid: child.pid,
    ended,
    firstLine: firstLineOf(child),
    endInput: () => child.stdin?.end(),
    kill: () => {
      child.kill('SIGKILL')
    },
    release: () => {
      child.stdout?.destroy()
      child.unref()
    },
  }
}

function firstLineOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
    child.stdout?.on('close', () => resolve(undefined))
    child.on('error', () => resolve(undefined))
  })
}

/** Runs a program that talks to the terminal itself; its exit code, as a shell gives it. */
export function runInteractively(command: Command, environment: Readonly<Record<string, string>> = {}): Promise<number> {
  showCommand(command)
  const [program, ...args] = command
  const { PATH } = childEnvironment()
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, PATH, ...environment } })
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
