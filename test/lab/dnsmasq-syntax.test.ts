/** What we say that dnsmasq accepts and refuses, asked of the real one. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const CASES = 'src/core/formats/dnsmasq/cases'
const directory = mkdtempSync(join(tmpdir(), 'bridgework-dnsmasq-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** `--test` reads the configuration and starts nothing. */
function isAccepted(line: string): boolean {
  const file = join(directory, 'dnsmasq.conf')
  writeFileSync(file, `${line}\n`)
  const { status, error } = spawnSync('dnsmasq', ['--test', `--conf-file=${file}`], { timeout: 20_000 })
  if (error !== undefined) throw error
  return status === 0
}

test.each([
  { name: 'accepted.txt', expected: true },
  { name: 'refused.txt', expected: false },
])('$name', ({ name, expected }) => {
  const lines = readFileSync(join(CASES, name), 'utf8').trimEnd().split('\n')
  expect(lines.filter((line) => isAccepted(line) !== expected)).toEqual([])
})
