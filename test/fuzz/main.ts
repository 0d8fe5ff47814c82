/** Feeds every reader almost right texts for a while; exits with 1 when one throws, hangs, is slow or does not keep its text. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, Worker } from 'node:worker_threads'
import { fuzzForever, type Order, orderOfWorker, type Report } from './worker.js'

const HANGS_AFTER = 30_000
const USAGE = `usage: npm run fuzz -- [--minutes 1] [--seed 1] [--format NAME]… [--large] [FOLDER]…

FOLDER: files to begin with, beside those of the scenarios. Texts that fail are written to ./fuzz-failures.
--large: only texts of 1 MiB, where anything slower than linear shows.
`

type Tally = { inputs: number; kept: number; slowest: number; failures: number }

function report(tallies: ReadonlyMap<string, Tally>): void {
  for (const [format, { inputs, kept, slowest, failures }] of [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(
      `${format.padEnd(24)} ${String(inputs).padStart(9)} inputs ${String(kept).padStart(6)} kinds, slowest ${slowest.toFixed(2)} s, ${failures} failures`,
    )
}

function keepFailure({ format, text, complaint }: Extract<Report, { kind: 'failure' }>, number: number): void {
  mkdirSync('fuzz-failures', { recursive: true })
  const file = `fuzz-failures/${format}-${number}.txt`
  writeFileSync(file, text)
  console.error(`${file}: ${complaint}`)
}

function run(order: Order, minutes: number): void {
  const tallies = new Map<string, Tally>()
  const tallyOf = (format: string): Tally => {
    const known = tallies.get(format) ?? { inputs: 0, kept: 0, slowest: 0, failures: 0 }
    tallies.set(format, known)
    return known
  }
  let trying: { readonly format: string; readonly text: string; readonly since: number } | undefined
  let failures = 0
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: order })
  const finish = async (code: number) => {
    clearInterval(watch)
    await worker.terminate()
    report(tallies)
    console.log(`${failures} failures in ${[...tallies.values()].reduce((sum, tally) => sum + tally.inputs, 0)} inputs, seed ${order.seed}`)
    process.exitCode = code
  }
  const until = Date.now() + minutes * 60_000
  const watch = setInterval(() => {
    if (trying !== undefined && Date.now() - trying.since > HANGS_AFTER) {
      failures += 1
      keepFailure({ kind: 'failure', format: trying.format, text: trying.text, complaint: 'hangs' }, failures)
      void finish(1)
    } else if (Date.now() > until) void finish(failures === 0 ? 0 : 1)
  }, 200)
  worker.on('message', (message: Report) => {
    if (message.kind === 'trying') trying = { format: message.format, text: message.text, since: Date.now() }
    if (message.kind === 'failure') {
      failures += 1
      tallyOf(message.format).failures += 1
      keepFailure(message, failures)
    }
    if (message.kind !== 'done') return
    const tally = tallyOf(message.format)
    tally.inputs += message.inputs
    tally.kept = message.kept
    tally.slowest = Math.max(tally.slowest, message.slowest)
  })
  worker.on('error', (error) => {
    console.error(error)
    void finish(1)
  })
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      format: { type: 'string', multiple: true, default: [] },
      large: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) process.stdout.write(USAGE)
  else {
    const { format: formats, large } = values
    run({ seed: Number(values.seed), folders: ['scenarios', ...positionals], formats, large }, Number(values.minutes))
  }
}

if (isMainThread) main()
else fuzzForever(orderOfWorker())
