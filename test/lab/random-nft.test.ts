/** Rulesets of nft that nobody chose: the prediction must agree with the kernel. BRIDGEWORK_NFT_WORLDS=1-100 tries others than the usual few. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { LabTestView } from '../../src/core/lab/report.js'
import { randomNftWorld } from './random-nft.js'

const ROOT = join(import.meta.dirname, '../..')
const [first = 1, last = 6] = process.env.BRIDGEWORK_NFT_WORLDS?.split('-').map(Number) ?? []
const SEEDS = Array.from({ length: last - first + 1 }, (_, index) => first + index)
const folder = mkdtempSync(join(tmpdir(), 'bridgework-nft-'))

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

describe.concurrent('random rulesets of nft', () => {
  test.each(SEEDS)('ruleset %i', { timeout: 240_000 }, async (seed) => {
    const file = join(folder, `${seed}.yaml`)
    const yaml = randomNftWorld(seed)
    writeFileSync(file, yaml)
    const { labs } = await labTest(file)
    const rows = labs.flatMap((lab) => lab.tests)
    expect(rows.length).toBe(10)
    expect(
      rows.filter((row) => row.verdict.kind === 'disagrees'),
      yaml,
    ).toEqual([])
    expect(
      labs.flatMap((lab) => lab.boot),
      yaml,
    ).toEqual([])
  })
})
