/** Asks the kernel about networks that nobody chose, and compares each answer with the prediction; exits with 1 on a disagreement. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load } from '../../src/core/load/index.js'
import { askSession, questionOf } from '../../src/core/questions/index.js'
import { readTopology } from '../../src/live/collect/topology-directory.js'
import { type LabTest, runLabTests } from '../../src/live/lab/index.js'
import { agreementPage } from './agreement.js'
import { count, newTally, tallyLines } from './tally.js'
import { PROFILES, type Profile } from './twists.js'
import { FLOWS_OF_A_WORLD, type World, worldOf } from './world.js'

const USAGE = `usage: npm run fuzz:kernel -- [--seed 1] [--flows 1000] [--profile all|${PROFILES.join('|')}]… [--jobs 16] [--world N] [--docs]

Builds random networks in namespaces, without root, and asks each of them ${FLOWS_OF_A_WORLD} questions. A network that disagrees is kept in
./kernel-failures; ask it again with: bridgework lab test -f kernel-failures/WORLD
--docs writes docs/agreement.md.
`

type Order = {
  readonly seed: number
  readonly profiles: readonly Profile[]
  readonly jobs: number
  readonly worlds: readonly number[]
  readonly docs: boolean
}

const KEPT = 'kernel-failures'

async function run(order: Order): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bridgework-fuzz-'))
  const tally = newTally()
  const worlds = new Map<string, World>()
  const tests = order.worlds.map((number) => async () => {
    const world = worldOf(order.seed, number, order.profiles)
    worlds.set(world.name, world)
    return labTest(world, folder)
  })
  try {
    await runLabTests(tests, order.jobs, (report) => {
      const before = tally.disagreements.length
      count(tally, report)
      const world = worlds.get(report.name)
      if (tally.disagreements.length > before && world !== undefined) keep(world)
      for (const { world: name, what } of tally.disagreements.slice(before)) console.error(`${name}: ${what}`)
      worlds.delete(report.name)
      if (process.stderr.isTTY)
        process.stderr.write(`\r${tally.flows} flows, ${tally.networks} networks, ${tally.disagreements.length} disagreements `)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(tallyLines(tally).join('\n'))
  if (order.docs) writeFileSync('docs/agreement.md', agreementPage(tally, order))
  return tally.disagreements.length === 0 ? 0 : 1
}

function keep({ name, yaml }: World): void {
  mkdirSync(join(KEPT, name), { recursive: true })
  writeFileSync(join(KEPT, name, 'bridgework.yaml'), yaml)
}

function labTest({ name, yaml }: World, folder: string): LabTest {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, yaml)
  const { snapshot, topology, diagnostics } = readTopology(file)
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error !== undefined) throw new Error(`BUG: ${name} is no topology: ${error.message}`)
  const { network, journal } = load(snapshot, topology)
  const expectations = topology.expect
  const questions = expectations.map((expectation) => questionOf(network, expectation))
  return { network, journal, expectations, answers: askSession(network, questions) }
}

function profilesOf(names: readonly string[]): readonly Profile[] | undefined {
  if (names.length === 0 || names.includes('all')) return PROFILES
  const known = PROFILES.filter((profile) => names.includes(profile))
  return known.length === names.length ? known : undefined
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      flows: { type: 'string', default: '1000' },
      profile: { type: 'string', multiple: true, default: [] },
      jobs: { type: 'string', default: '16' },
      world: { type: 'string' },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  const profiles = profilesOf(values.profile)
  if (values.help === true || profiles === undefined) {
    process.stdout.write(USAGE)
    process.exitCode = values.help === true ? 0 : 2
    return
  }
  const worlds =
    values.world === undefined
      ? Array.from({ length: Math.ceil(Number(values.flows) / FLOWS_OF_A_WORLD) }, (_, index) => index + 1)
      : [Number(values.world)]
  process.exitCode = await run({ seed: Number(values.seed), profiles, jobs: Number(values.jobs), worlds, docs: values.docs })
}

await main()
