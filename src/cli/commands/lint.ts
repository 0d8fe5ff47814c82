/** `lint`: what is wrong or risky in the texts, with line and remedy. */
import type { Command } from 'commander'
import type { DiagnosticView } from '../../core/render/view/diagnostic.js'
import type { LintTable } from '../../core/render/view/lint.js'
import { EXIT } from '../exit-code.js'
import type { Scenario } from '../load-scenario.js'
import { addCommonOptions, addExamples, type CommonOptions } from '../options.js'

export function registerLint(program: Command): void {
  const command = program
    .command('lint')
    .description('find mistakes in the configuration texts')
    .argument('[files...]', 'topology files or their directories, instead of -f')
  addExamples(addCommonOptions(command), [
    ['lint', 'the texts of ./bridgework.yaml'],
    ['lint scenarios/seed-*', 'many at once'],
    ['lint --json', 'for a pipeline: exit code 1 when something was found'],
  ])
  command.action(runLint)
}

async function runLint(files: readonly string[], options: CommonOptions): Promise<void> {
  const [{ scenarioFiles }, { loadScenario }, { output }, { hasFindings }, { renderLint }] = await Promise.all([
    import('../scenario-files.js'),
    import('../load-scenario.js'),
    import('../output.js'),
    import('../../core/render/view/lint.js'),
    import('../../core/render/text/lint.js'),
  ])
  const tables: LintTable[] = []
  for (const file of await scenarioFiles(files.length > 0 ? files : [options.file]))
    tables.push(await lintScenario(file, await loadScenario(file, options.world)))
  const view = { version: 1, kind: 'lint', tables } as const
  output(options, renderLint, view)
  process.exitCode = hasFindings(view) ? EXIT.finding : EXIT.fine
}

async function lintScenario(file: string, scenario: Scenario): Promise<LintTable> {
  const { name, world } = scenario.topology
  return { file, name, ...(world === undefined ? {} : { world }), findings: await findingsOf(scenario) }
}

async function findingsOf(scenario: Scenario): Promise<readonly DiagnosticView[]> {
  const [{ lint, lintContext }, { withoutRepeats }, { viewDiagnostics }] = await Promise.all([
    import('../../core/lint/index.js'),
    import('../../core/lint/repeats.js'),
    import('../../core/render/view/diagnostic.js'),
  ])
  const { snapshot, topology, diagnostics } = scenario
  const findings = lint(lintContext(snapshot, topology, scenario))
  return viewDiagnostics(snapshot, [...withoutRepeats(diagnostics, findings), ...findings])
}
