/** What a start of the command line costs, as a multiple of a bare Node: at most 1.3. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const LIMIT = 1.3
const ROUNDS = 41
const COMMANDS = {
  bare: ['-e', '0'],
  version: [fileURLToPath(new URL('../bin/bridgework', import.meta.url)), '--version'],
}

function milliseconds(args) {
  const start = process.hrtime.bigint()
  spawnSync(process.execPath, args)
  return Number(process.hrtime.bigint() - start) / 1e6
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1]
}

/** In turns, so that a busy moment of the machine hits both alike. */
const times = { bare: [], version: [] }
for (let round = 0; round < ROUNDS; round++) for (const [name, args] of Object.entries(COMMANDS)) times[name].push(milliseconds(args))
const [bare, version] = [median(times.bare), median(times.version)]
console.log(
  `node -e 0: ${bare.toFixed(1)} ms, bridgework --version: ${version.toFixed(1)} ms, ratio ${(version / bare).toFixed(2)} (limit ${LIMIT})`,
)
process.exitCode = version / bare <= LIMIT ? 0 : 1
