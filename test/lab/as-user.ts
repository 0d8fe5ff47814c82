/** What is shipped, copied to where any user can read it, and run as root or as an ordinary user with a home of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NOBODY = 65534
/** package.json names the same under `files`. */
const SHIPPED = ['bin', 'dist', 'package.json', 'scenarios']

export type User = 'the user of the tests' | 'an ordinary user'

export type Installation = { readonly directory: string; readonly remove: () => void }

export function install(): Installation {
  const directory = mkdtempSync(join(tmpdir(), 'bridgework-lab-test-'))
  for (const path of SHIPPED) cpSync(path, join(directory, path), { recursive: true })
  chmodSync(directory, 0o755)
  const home = join(directory, 'home')
  mkdirSync(home)
  if (process.getuid?.() === 0) chownSync(home, NOBODY, NOBODY)
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** An ordinary user is somebody else only where root runs the tests. */
export function bridgework({ directory }: Installation, user: User, words: readonly string[]): ChildProcess {
  const drop = user === 'an ordinary user' && process.getuid?.() === 0
  const command = [process.execPath, join(directory, 'bin/bridgework'), ...words]
  const [program = '', ...args] = drop ? ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups', ...command] : command
  const home = join(directory, 'home')
  return spawn(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HOME: home, TMPDIR: home, PATH: '/usr/bin:/bin' },
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
