/** Sets up, runs every check, and closes with one plain line: `N passed, N failed`. `--quick` leaves the lab's tests out. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setUp } from './setup.mjs'
import { ROOT } from './source-hash.mjs'

/** Each counts as one test. */
const CHECKS = ['lint', 'typecheck', 'dead']

/** Whatever follows vitest's own words must not depend on a terminal. */
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: '1' }

function run(program, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio, env: { ...process.env, ...PLAIN } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

async function check(name) {
  const npm = process.env.npm_execpath === undefined ? ['npm'] : [process.execPath, process.env.npm_execpath]
  const [program, ...args] = [...npm, 'run', '--silent', name]
  const { code, output } = await run(program, args, ['ignore', 'pipe', 'pipe'])
  console.log(code === 0 ? `${name}: fine` : `${output.trim()}\n${name}: FAILED`)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/** A suite that crashed has no failed test in it, and counts as one. So does a crash of vitest itself. */
function count(report, code) {
  const { testResults, numPassedTests, numFailedTests, numPendingTests } = report
  const crashed = testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = numFailedTests + crashed
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: numPendingTests }
}

async function runTests(projects) {
  const folder = mkdtempSync(join(tmpdir(), 'bridgework-test-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  try {
    const { code } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...reporters], 'inherit')
    return count(JSON.parse(readFileSync(file, 'utf8')), code)
  } catch (error) {
    console.log(`vitest gave no report: ${error}`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main() {
  if (!setUp()) return [{ passed: 0, failed: 1, skipped: 0 }]
  const checks = await Promise.all(CHECKS.map(check))
  return [...checks, await runTests(process.argv.includes('--quick') ? ['--project', 'quick'] : [])]
}

const results = await main()
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((key) => results.reduce((sum, result) => sum + result[key], 0))
if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
