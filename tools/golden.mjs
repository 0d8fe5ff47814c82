/** Rewrites every written-down expectation, twice: what differs between the two runs is not an expectation. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './source-hash.mjs'

const FOLDERS = ['src', 'test', 'scenarios', 'docs']

function hashes() {
  const files = FOLDERS.map((name) => join(ROOT, name))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  return new Map(files.map((path) => [path.slice(ROOT.length), createHash('sha256').update(readFileSync(path)).digest('hex')]))
}

/** Tests that keep their expectations outside vitest's snapshots look at BRIDGEWORK_GOLDEN. */
function rewrite() {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--update', '--project', 'quick', '--reporter=dot']
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, BRIDGEWORK_GOLDEN: '1' } }).status === 0
}

function differences(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort()
}

const original = hashes()
const passedFirst = rewrite()
const first = hashes()
const passedSecond = rewrite()
const unstable = differences(first, hashes())
for (const path of differences(original, first)) console.log(`rewritten: ${path}`)
for (const path of unstable) console.log(`differs from run to run: ${path}`)
process.exitCode = passedFirst && passedSecond && unstable.length === 0 ? 0 : 1
