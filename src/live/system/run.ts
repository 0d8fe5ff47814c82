/** The door to other programs: runs an argv, waits for its end, and tells what it said. */
import { spawn } from 'node:child_process'
import { childEnvironment, showCommand } from './environment.js'

export type Command = readonly [program: string, ...args: string[]]

export type RunResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

export type RunOptions = {
  readonly stdin?: string
  /** Milliseconds; then the program is killed and the code is 124, as timeout(1) does it. */
  readonly timeout?: number
}

/** Never rejects: a program that is not there is code 127, as in a shell. */
export type Run = (command: Command, options?: RunOptions) => Promise<RunResult>

/** More output than this is cut off: nothing that is run here has so much to say. */
const OUTPUT_LIMIT = 4 * 1024 * 1024

export const localRun: Run = (command, options = {}) =>
  new Promise((resolve) => {
    showCommand(command, options.stdin)
    const [program, ...args] = command
    const child = spawn(program, args, {
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: childEnvironment(),
    })
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
    let timer: NodeJS.Timeout | undefined
    const finish = (code: number, remark = '') => {
      clearTimeout(timer)
      resolve({ code, stdout: stdout(), stderr: stderr() + remark })
    }
    timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL')
            // What it started may still hold the pipes open.
            child.stdout?.destroy()
            child.stderr?.destroy()
            finish(124, `${program}: no end within ${options.timeout} ms\n`)
          }, options.timeout)
    child.on('error', (error) => finish('code' in error && error.code === 'ENOENT' ? 127 : 126, `${program}: ${reasonOf(error)}\n`))
    child.on('close', (code, signal) => finish(code ?? 128 + Number(signal === 'SIGKILL') * 9))
    // A program may end without having read all of its input.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.stdin)
  })

/** The same door, inside the namespaces that a process is in. */
export function namespaceRun(run: Run, pid: number): Run {
  return (command, options) => run([...enter(pid), ...command], options)
}

/** The words that put a command into all namespaces of a process. */
export function enter(pid: number): readonly [string, ...string[]] {
  return ['nsenter', '--target', String(pid), '--user', '--preserve-credentials', '--mount', '--uts', '--net', '--pid', '--']
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream?.on('data', (chunk: Buffer) => {
    if (size < OUTPUT_LIMIT) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function reasonOf(error: Error): string {
  return 'code' in error && error.code === 'ENOENT' ? 'command not found' : error.message
}
