/** Runs the runner as an ordinary user, even when the tests run as root: with a home and a temporary directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const NOBODY = 65534

export type Workplace = { readonly directory: string; readonly runner: string; readonly remove: () => void }

/** The runner as one file, with what runs inside the lab beside it, where any user can read it. */
export async function makeWorkplace(): Promise<Workplace> {
  const directory = mkdtempSync(join(tmpdir(), 'bridgework-lab-test-'))
  const runner = join(directory, 'runner.mjs')
  await build({
    entryPoints: ['test/lab/runner.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile: runner,
    logLevel: 'error',
  })
  cpSync('src/live/lab/inside', join(directory, 'inside'), { recursive: true })
  chmodSync(directory, 0o755)
  if (process.getuid?.() === 0) chownSync(directory, NOBODY, NOBODY)
  return { directory, runner, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

export function startRunner({ directory, runner }: Workplace): ChildProcess {
  const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] : []
  const [program = process.execPath, ...args] = [...drop, process.execPath, runner]
  return spawn(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HOME: directory, TMPDIR: directory, PATH: '/usr/bin:/bin' },
  })
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export function endOf(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString('utf8')
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString('utf8')
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, ...output }))
  })
}
