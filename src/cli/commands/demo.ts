/** `demo`: predicts every test of the seed in three worlds, rebuilds each in namespaces, and compares with real packets. */
import type { Command } from 'commander'
import type { LabReport, TestRow } from '../../core/lab/report.js'
import type { DemoRow } from '../../core/render/view/demo.js'
import { EXIT } from '../exit-code.js'
import type { Scenario } from '../load-scenario.js'
import { addExamples, addOutputOptions, parseCount } from '../options.js'
import type { OutputOptions } from '../output.js'
import { lookOf, remark } from '../terminal.js'

type DemoOptions = OutputOptions & { readonly jobs: number }

/** Labs wait most of the time: more of them than processors pay. */
const JOBS = 12
const INTERRUPTED = 130

export function registerDemo(program: Command): void {
  const command = program.command('demo').description('predict all tests of the seed in three worlds, and prove them with real packets')
  addOutputOptions(command).option('--jobs <n>', 'labs at a time', parseCount, JOBS)
  addExamples(command, [
    ['demo', 'a line for each probe'],
    ['demo --json', 'all rows with what was predicted and measured'],
  ])
  command.action(runDemo)
}

async function runDemo(options: DemoOptions): Promise<void> {
  const began = performance.now()
  const [{ seedScenarios }, { loadWorlds }, { output }, { isProven, viewDemo }, { renderDemo }] = await Promise.all([
    import('../scenario-folders.js'),
    import('../load-worlds.js'),
    import('../output.js'),
    import('../../core/render/view/demo.js'),
    import('../../core/render/text/demo.js'),
  ])
  const scenarios: Scenario[] = []
  for (const folder of seedScenarios()) for await (const scenario of loadWorlds(folder, { allWorlds: true })) scenarios.push(scenario)
  const reports = await proveAll(scenarios, options.jobs)
  const rows = reports.flatMap(({ report, scenario }) => report.tests.map((test) => demoRow(scenario, report, test)))
  const view = viewDemo(rows, Math.round((performance.now() - began) / 1000))
  output(options, renderDemo, view)
  const interrupted = reports.some(({ report }) => report.interrupted)
  process.exitCode = interrupted ? INTERRUPTED : isProven(view) ? EXIT.fine : EXIT.finding
}

type Proven = { readonly scenario: Scenario; readonly report: LabReport }

async function proveAll(scenarios: readonly Scenario[], jobs: number): Promise<readonly Proven[]> {
  const { runPool } = await import('../pool.js')
  const { signal, stop } = abortOnSignals()
  const progress = startProgress(scenarios.length)
  const prove = async (scenario: Scenario): Promise<Proven> => {
    const report = await proveOne(scenario, signal)
    progress.step(scenario.topology.name)
    return { scenario, report }
  }
  try {
    return await runPool(scenarios.map((scenario) => () => prove(scenario)), jobs)
  } finally {
    progress.end()
    stop()
  }
}

async function proveOne({ network, journal, topology }: Scenario, signal: AbortSignal): Promise<LabReport> {
  const [{ askSession, questionOf }, { runLabTest }] = await Promise.all([
    import('../../core/questions/index.js'),
    import('../../live/lab/test.js'),
  ])
  const answers = askSession(network, topology.expect.map((expectation) => questionOf(network, expectation)))
  return runLabTest({ network, journal, expectations: topology.expect, answers, signal })
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
    predicted: { outcome: predicted.outcome, reason: predicted.reason },
    measured: { outcome: measured.outcome, text: measured.text },
    agreement: verdict.kind,
    unmet,
    remarks: verdict.kind === 'agrees' ? [] : [verdict.why],
  }
}

function abortOnSignals(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, abort)
  return { signal: controller.signal, stop: () => { for (const name of names) process.off(name, abort) } }
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
  return { step, end: () => { if (isTerminal) remark('\r\u001b[K') } }
}
