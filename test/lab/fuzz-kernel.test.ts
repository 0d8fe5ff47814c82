/** A few networks that nobody chose: the prediction must agree with the kernel about every flow. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
test('networks that nobody chose', { timeout: 300_000 }, async () => {
  const { code, output } = await run(['tools/fuzz-kernel.mjs', '--seed', '1', '--flows', '240'])
  expect(output).toMatch(/240 flows in 10 networks; \d+ agree, 0 disagree/)
  expect(code, output).toBe(0)
})

function run(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
