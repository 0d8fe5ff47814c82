/** `lab test`: every expectation asked with real packets. */
import { availableParallelism } from 'node:os'
import { exitCodeOf, type TestRow, viewLabTest } from '../../../core/lab/report.js'
import { askSession, questionOf } from '../../../core/questions/index.js'
import { renderLabTest } from '../../../core/render/text/lab.js'
import { type LabTest, runLabTests } from '../../../live/lab/index.js'
import type { Scenario } from '../../load-scenario.js'
import { loadWorlds } from '../../load-worlds.js'
import { output } from '../../output.js'
import { scenarioFiles } from '../../scenario-files.js'
import { remark } from '../../terminal.js'
import { INTERRUPTED, untilInterrupted } from './interruption.js'
import { requireNamespaces } from './requirements.js'

export type LabTestOptions = {
  readonly file: readonly string[]
  readonly world?: string
  readonly allWorlds?: boolean
  readonly jobs?: number
  readonly json?: boolean
}

/** A lab mostly waits, so that there can be more of them than processors. */
export function labsAtATime(jobs: number | undefined): number {
  return jobs ?? 4 * availableParallelism()
}

export async function testInLabs(files: readonly string[], options: LabTestOptions): Promise<void> {
  const scenarios: Scenario[] = []
  for (const file of await scenarioFiles(files.length > 0 ? files : options.file)) {
    for await (const scenario of loadWorlds(file, options)) scenarios.push(scenario)
  }
  await requireNamespaces()
  const total = scenarios.reduce((sum, scenario) => sum + scenario.topology.expect.length, 0)
  const progress = process.stderr.isTTY === true && options.json !== true ? showProgress(total) : undefined
  const reports = await untilInterrupted((signal) => {
    const onRow = progress === undefined ? {} : { onRow: progress }
    const tests = scenarios.map((scenario) => async (): Promise<LabTest> => ({ ...labTestOf(scenario), signal, ...onRow }))
    return runLabTests(tests, labsAtATime(options.jobs))
  })
  if (progress !== undefined) remark('\r\u001b[K')
  output(options, renderLabTest, viewLabTest(reports))
  process.exitCode = reports.length < scenarios.length || reports.some((report) => report.interrupted) ? INTERRUPTED : exitCodeOf(reports)
}

/** The scenario as the lab wants it: what is asked, and what is predicted of it as one session. */
export function labTestOf({ network, journal, topology }: Scenario): Pick<LabTest, 'network' | 'journal' | 'expectations' | 'answers'> {
  const expectations = topology.expect
  return {
    network,
    journal,
    expectations,
    answers: askSession(
      network,
      expectations.map((expectation) => questionOf(network, expectation)),
    ),
  }
}

function showProgress(total: number): (row: TestRow) => void {
  let done = 0
  return (row) => {
    done += 1
    remark(`\r\u001b[K${done}/${total} ${row.from} → ${row.to}: ${row.verdict.kind}`.replaceAll(/[^\x20-\x7e→\r\u001b]/g, ''))
  }
}
