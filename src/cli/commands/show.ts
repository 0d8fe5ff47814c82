/** `show`: the hosts' interfaces, who is responsible for them, and who outside can ping them. */
import type { Command } from 'commander'
import { EXIT } from '../exit-code.js'
import { addCommonOptions, addExamples, type CommonOptions } from '../options.js'

export function registerShow(program: Command): void {
  const command = program
    .command('show')
    .description('the interfaces of the hosts: subsystem, device, addresses, and who outside can ping them')
  addExamples(addCommonOptions(command), [
    ['show', 'of ./bridgework.yaml'],
    ['show -f scenarios/seed-routed', 'a directory works too'],
    ['show --world plain-router --json', 'another outside, as JSON'],
  ])
  command.action(runShow)
}

async function runShow(options: CommonOptions): Promise<void> {
  const [{ loadScenario }, { output, remarkOnWarnings }, { viewHosts }, { renderShow }, { ask }] = await Promise.all([
    import('../load-scenario.js'),
    import('../output.js'),
    import('../../core/render/view/show.js'),
    import('../../core/render/text/show.js'),
    import('../../core/questions/index.js'),
  ])
  const scenario = await loadScenario(options.file, options.world)
  const { name, about, world } = scenario.topology
  output(options, renderShow, {
    version: 1,
    kind: 'show',
    file: options.file,
    name,
    ...(about === undefined ? {} : { about }),
    ...(world === undefined ? {} : { world }),
    ...viewHosts(scenario.network, ask),
  })
  remarkOnWarnings(scenario, options)
  process.exitCode = EXIT.fine
}
