/** `demo`: predicts every test of the seed in three worlds, rebuilds each in namespaces, and compares with real packets. */
import type { Command } from 'commander'
import type { LabReport, TestRow } from '../../core/lab/report.js'
import type { DemoRow, Seen } from '../../core/render/view/demo.js'
import { EXIT } from '../exit-code.js'
import type { Scenario } from '../load-scenario.js'
import { addExamples, addOutputOptions, parseCount } from '../options.js'
import type { OutputOptions } from '../output.js'
import { lookOf, remark } from '../terminal.js'

type DemoOptions = OutputOptions & { readonly jobs?: number }

export function registerDemo(program: Command): void {
  const command = program.command('demo').description('predict all tests of the seed in three worlds, and prove them with real packets')
  addOutputOptions(command).option('--jobs <n>', 'labs at a time', parseCount)
  addExamples(command, [
    ['demo', 'a line for each probe'],
    ['demo --json', 'all rows with what was predicted and measured'],
  ])
  command.action(runDemo)
}

async function runDemo(options: DemoOptions): Promise<void> {
  const began = performance.now()
  const [{ seedScenarios }, { loadWorlds }, { output }, { isProven, viewDemo }, { renderDemo }, { INTERRUPTED }] = await Promise.all([
    import('../scenario-folders.js'),
    import('../load-worlds.js'),
    import('../output.js'),
    import('../../core/render/view/demo.js'),
    import('../../core/render/text/demo.js'),
    import('./lab/interruption.js'),
  ])
  const scenarios: Scenario[] = []
  for (const folder of seedScenarios()) for await (const scenario of loadWorlds(folder, { allWorlds: true })) scenarios.push(scenario)
  const reports = await proveAll(scenarios, options.jobs)
  const rows = reports.flatMap((report) => rowsOf(scenarios, report))
  const complaints = reports.flatMap(({ name, world, boot }) =>
    boot.filter((row) => row.verdict === 'disagrees').map((row) => `${name} (${world}): ${row.node}: ${row.what}: ${row.measured}`),
  )
  const interrupted = reports.length < scenarios.length || reports.some((report) => report.interrupted)
  const view = viewDemo(rows, { complaints, interrupted }, Math.round((performance.now() - began) / 1000))
  output(options, renderDemo, view)
  process.exitCode = interrupted ? INTERRUPTED : isProven(view) ? EXIT.fine : EXIT.finding
}

async function proveAll(scenarios: readonly Scenario[], jobs: number | undefined): Promise<readonly LabReport[]> {
  const [{ runLabTests }, { untilInterrupted }, { requireNamespaces }, { labsAtATime, labTestOf }] = await Promise.all([
    import('../../live/lab/index.js'),
    import('./lab/interruption.js'),
    import('./lab/requirements.js'),
    import('./lab/test.js'),
  ])
  await requireNamespaces()
  const progress = startProgress(scenarios.length)
  try {
    return await untilInterrupted((signal) => {
      const prepare = (scenario: Scenario) => async () => ({ ...labTestOf(scenario), signal })
      return runLabTests(longestFirst(scenarios).map(prepare), labsAtATime(jobs), (report) => progress.step(report.name))
    })
  } finally {
    progress.end()
  }
}

/** What is not answered is waited for, so those labs take longest; none of them should begin last. */
function longestFirst(scenarios: readonly Scenario[]): readonly Scenario[] {
  const waits = ({ topology }: Scenario) => topology.expect.filter(({ outcome }) => outcome !== 'reply').length
  return [...scenarios].sort((a, b) => waits(b) - waits(a))
}

function rowsOf(scenarios: readonly Scenario[], report: LabReport): readonly DemoRow[] {
  const scenario = scenarioOf(scenarios, report)
  return scenario === undefined ? [] : report.tests.map((test) => demoRow(scenario, report, test))
}

function scenarioOf(scenarios: readonly Scenario[], report: LabReport): Scenario | undefined {
  return scenarios.find(({ topology }) => topology.name === report.name && topology.world === report.world)
}

function demoRow({ topology }: Scenario, report: LabReport, test: TestRow): DemoRow {
  const expectation = topology.expect.find(({ id }) => id === test.id)
  const { id, from, to, protocol, predicted, measured, verdict, unmet } = test
  return {
    scenario: topology.name,
    world: report.world ?? '',
    id,
    ...(expectation?.about === undefined ? {} : { about: expectation.about }),
    from,
    to,
    protocol: protocol.kind === 'icmp' ? 'icmp' : `${protocol.kind}/${protocol.port}`,
    expected: expectation?.outcome ?? '',
    predicted: { ...seenIn(predicted), reason: predicted.reason },
    measured: { ...seenIn(measured), text: measured.text },
    agreement: verdict.kind,
    unmet,
    remarks: verdict.kind === 'agrees' ? [] : [verdict.why],
  }
}

/** One line that is written over on a terminal, a line now and then elsewhere. */
function startProgress(total: number): { readonly step: (name: string) => void; readonly end: () => void } {
  const { paint } = lookOf(process.stderr)
  const isTerminal = process.stderr.isTTY === true
  let done = 0
  const step = (name: string): void => {
    done += 1
    const line = `${done} of ${total} labs done`
    if (isTerminal) remark(`\r\u001b[K${paint('dim', `${line}: ${name}`)}`)
    else if (done % 10 === 0 || done === total) remark(`${line}\n`)
  }
  remark(isTerminal ? paint('dim', `building ${total} labs`) : `building ${total} labs\n`)
  return {
    step,
    end: () => {
      if (isTerminal) remark('\r\u001b[K')
    },
  }
}

/** The part of a prediction or a measurement that the sender sees. */
function seenIn({ outcome, saidBy, ttl, redirects }: Seen): Seen {
  return { outcome, redirects, ...(saidBy === undefined ? {} : { saidBy }), ...(ttl === undefined ? {} : { ttl }) }
}
