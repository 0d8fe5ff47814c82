/** Worlds of switches that nobody chose: the prediction must agree with the kernel in each. BRIDGEWORK_WORLDS=1-100 tries others than the usual few. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { LabTestView } from '../../src/core/lab/report.js'
import { randomLayerTwo } from './random-layer-two.js'

const ROOT = join(import.meta.dirname, '../..')
/** The first few, and one in which copies of a frame come back by another port and tear the switches' tables. */
const USUAL = [1, 2, 3, 4, 15]
const wanted = process.env.BRIDGEWORK_WORLDS?.split('-').map(Number)
const SEEDS = wanted === undefined ? USUAL : range(wanted[0] ?? 1, wanted[1] ?? wanted[0] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'bridgework-layer-two-'))

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

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

describe.concurrent('random worlds of layer 2', () => {
  test.each(SEEDS)('world %i', { timeout: 240_000 }, async (seed) => {
    const file = join(folder, `${seed}.yaml`)
    const yaml = randomLayerTwo(seed)
    writeFileSync(file, yaml)
    const { labs } = await labTest(file)
    const rows = labs.flatMap((lab) => lab.tests)
    const unproven = rows.filter((row) => row.verdict.kind === 'proves-nothing' && !row.verdict.why.startsWith('more than one outcome'))
    expect(rows.length, yaml).toBe(8)
    // After one that goes both ways, what the hosts remember is not known.
    const open = rows.findIndex((row) => row.verdict.kind === 'proves-nothing')
    const certain = open < 0 ? rows : rows.slice(0, open)
    expect(
      certain.filter((row) => row.verdict.kind === 'disagrees'),
      yaml,
    ).toEqual([])
    expect(unproven, yaml).toEqual([])
    expect(
      labs.flatMap((lab) => lab.boot),
      yaml,
    ).toEqual([])
  })
})
