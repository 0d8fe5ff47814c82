/** Labs of worlds that a generator made: each is written to a file, and `lab test` is asked about it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { LabTestView } from '../../src/core/lab/report.js'

const ROOT = join(import.meta.dirname, '../..')

/** `1-100`, or one number, as an environment variable has it; else the usual ones. */
export function seedsFrom(wanted: string | undefined, usual: readonly number[]): readonly number[] {
  if (wanted === undefined) return usual
  const [first = 1, last = first] = wanted.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** The folder in which the worlds stand goes with the tests of the file. */
export function labsOf(): (seed: number, yaml: string) => Promise<LabTestView> {
  const folder = mkdtempSync(join(tmpdir(), 'bridgework-worlds-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (seed, yaml) => {
    const file = join(folder, `${seed}.yaml`)
    writeFileSync(file, yaml)
    return labTest(file)
  }
}

function labTest(file: string): Promise<LabTestView> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(ROOT, 'bin/bridgework'), ['lab', 'test', '-f', file, '--json'], { cwd: ROOT })
    const output = { out: '', err: '' }
    child.stdout.on('data', (text) => (output.out += text))
    child.stderr.on('data', (text) => (output.err += text))
    child.on('close', () => {
      if (output.out === '') reject(new Error(output.err))
      else resolve(JSON.parse(output.out) as LabTestView)
    })
  })
}
