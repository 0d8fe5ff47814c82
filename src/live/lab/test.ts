/** Rebuilds a network, probes it with real packets, and compares what they met with the prediction. */
import { release } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { designLab, type LabDesign } from '../../core/lab/design.js'
import { type LabReport, summarise, type TestRow, testRow, unfaithfulNodes } from '../../core/lab/report.js'
import type { BootEvent } from '../../core/load/journal.js'
import type { Expectation, Network } from '../../core/model/index.js'
import type { Answer } from '../../core/trace/answer.js'
import { localRun, type Run } from '../system/run.js'
import { type Booted, boot } from './boot.js'
import type { Lab } from './lab.js'
import { openLab } from './open.js'
import { measure } from './probe.js'
import type { Replaying } from './replay.js'

export type LabTest = {
  readonly network: Network
  readonly journal: readonly BootEvent[]
  readonly expectations: readonly Expectation[]
  /** One for each expectation, in order, asked as one session. */
  readonly answers: readonly Answer[]
  readonly run?: Run
  /** Ends the lab at once; what was measured until then is reported. */
  readonly signal?: AbortSignal
  readonly onRow?: (row: TestRow) => void
}

export async function runLabTest(test: LabTest): Promise<LabReport> {
  const clock = { began: performance.now(), built: 0, tested: 0 }
  const design = designLab(
    test.network,
    test.journal,
    test.answers.map((answer) => answer.question),
  )
  const tests: TestRow[] = []
  let booted: Booted = { replaying: { replayed: 0, boot: [] }, complaints: [] }
  const lab = await openLab(design, { run: test.run ?? localRun, persistent: false })
  const abort = () => {
    void lab.close()
  }
  test.signal?.addEventListener('abort', abort)
  try {
    if (test.signal?.aborted === true) abort()
    booted = await boot(lab, test.signal)
    clock.built = performance.now()
    await probeAll(lab, test, { tests, replaying: booted.replaying })
  } catch (error) {
    // What is asked of a lab that is being closed fails in many ways.
    if (test.signal?.aborted !== true) throw error
  } finally {
    clock.tested = performance.now()
    test.signal?.removeEventListener('abort', abort)
    await lab.close()
  }
  return report(test, design, { ...booted, tests }, clock)
}

type Found = Booted & { readonly tests: readonly TestRow[] }

function report(
  test: LabTest,
  design: LabDesign,
  found: Found,
  clock: { readonly began: number; readonly built: number; readonly tested: number },
): LabReport {
  const { network } = test
  const { replaying, complaints, tests } = found
  const built = clock.built === 0 ? clock.tested : clock.built
  return {
    version: 1,
    name: network.name,
    ...(network.world === undefined ? {} : { world: network.world }),
    kernel: release(),
    ...replaying,
    deviations: [...design.deviations, ...complaints],
    tests,
    interrupted: test.signal?.aborted === true,
    milliseconds: {
      build: Math.round(built - clock.began),
      tests: Math.round(clock.tested - built),
      teardown: Math.round(performance.now() - clock.tested),
    },
    summary: summarise(tests, replaying.boot),
  }
}

async function probeAll(lab: Lab, test: LabTest, found: { readonly tests: TestRow[]; readonly replaying: Replaying }): Promise<void> {
  const unfaithful = unfaithfulNodes(found.replaying.boot)
  for (const [index, expectation] of test.expectations.entries()) {
    const answer = test.answers[index]
    if (answer === undefined) continue
    const measured = await measure(lab, answer.question)
    if (test.signal?.aborted === true) return
    const own = test.network.nodes[expectation.from]?.addresses.map((one) => one.address) ?? []
    const row = testRow(expectation, answer, measured, { own, unfaithful })
    found.tests.push(row)
    test.onRow?.(row)
    if (answer.rest !== undefined && index + 1 < test.expectations.length) await wait(answer.rest)
  }
}
