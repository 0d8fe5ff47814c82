/** `check`: every expectation of a topology beside what the model predicts. */
import type { Command } from 'commander'
import type { CheckTable } from '../../core/render/view/check.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Scenario } from '../load-scenario.js'
import { addCommonOptions, addExamples, type CommonOptions } from '../options.js'

type CheckOptions = CommonOptions & { readonly allWorlds?: boolean }

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description('compare every expectation with what the model predicts')
    .argument('[files...]', 'topology files or their directories, instead of -f')
  addCommonOptions(command).option('--all-worlds', 'in every world that the file declares')
  addExamples(command, [
    ['check', 'the expectations of ./bridgework.yaml'],
    ['check scenarios/seed-* --all-worlds', 'many files, each in all its worlds'],
    ['check --json', 'for a pipeline: exit code 0 met, 1 failed, 3 undetermined'],
  ])
  command.action(runCheck)
}

async function runCheck(files: readonly string[], options: CheckOptions): Promise<void> {
  const [{ scenarioFiles }, { loadWorlds }, { output, remarkOnWarnings }, { viewCheck }, { renderCheck }] = await Promise.all([
    import('../scenario-files.js'),
    import('../load-worlds.js'),
    import('../output.js'),
    import('../../core/render/view/check.js'),
    import('../../core/render/text/check.js'),
  ])
  const tables: CheckTable[] = []
  for (const file of await scenarioFiles(files.length > 0 ? files : [options.file])) {
    let warned = false
    for await (const scenario of loadWorlds(file, options)) {
      tables.push(await checkScenario(file, scenario))
      if (!warned) remarkOnWarnings(scenario, { ...options, file })
      warned = true
    }
  }
  const view = viewCheck(tables)
  output(options, renderCheck, view)
  process.exitCode = exitCodeOf(view)
}

async function checkScenario(file: string, scenario: Scenario): Promise<CheckTable> {
  const [{ askSession, questionOf }, { viewCheckRow }] = await Promise.all([
    import('../../core/questions/index.js'),
    import('../../core/render/view/check.js'),
  ])
  const { network, snapshot, topology } = scenario
  const answers = askSession(
    network,
    topology.expect.map((expectation) => questionOf(network, expectation)),
  )
  const rows = topology.expect.flatMap((expectation, index) => {
    const answer = answers[index]
    return answer === undefined ? [] : [viewCheckRow(snapshot, expectation, answer)]
  })
  return { file, name: topology.name, ...(topology.world === undefined ? {} : { world: topology.world }), rows }
}

function exitCodeOf(view: { readonly failed: number; readonly undetermined: number }): ExitCode {
  if (view.failed > 0) return EXIT.finding
  return view.undetermined > 0 ? EXIT.undetermined : EXIT.fine
}
