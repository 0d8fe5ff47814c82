/** `what-breaks`: every flow that a change would gain, lose or fail for another reason. */
import type { Command } from 'commander'
import { differenceExit, type FlowOptions, filterOf } from '../flow-filter.js'
import { addCommonOptions, addExamples, type CommonOptions, optionalProtocolOption } from '../options.js'

type BreaksOptions = CommonOptions & FlowOptions & { readonly on?: string }

export function registerWhatBreaks(program: Command): void {
  const command = program
    .command('what-breaks')
    .description('which flows a change would lose or gain, tried in the model; options stand before the change')
    .argument('<change...>', 'a command line, or unplug NODE:INTERFACE; several changes each in quotes')
    .passThroughOptions()
  addCommonOptions(command)
    .addOption(optionalProtocolOption())
    .option('--nodes <names...>', 'only flows between these nodes')
    .option('--on <node>', 'where the commands are typed (default: the only host)')
  addExamples(command, [
    ['what-breaks ip link set br0 down', 'on the host'],
    ['what-breaks --on laptop iptables -P FORWARD DROP', 'on another node'],
    ['what-breaks unplug server:eth0', 'a cable'],
    ["what-breaks 'ip route del default' 'ip route add default via 10.0.0.9'", 'two changes together'],
  ])
  command.action(runWhatBreaks)
}

async function runWhatBreaks(words: readonly string[], options: BreaksOptions): Promise<void> {
  const [{ loadScenario }, { output }, { applyChange, changesIn }, { differencesOf }, { viewDifferences }, { renderDifferences }] =
    await Promise.all([
      import('../load-scenario.js'),
      import('../output.js'),
      import('../change-words.js'),
      import('../../core/questions/index.js'),
      import('../../core/render/view/difference.js'),
      import('../../core/render/text/difference.js'),
    ])
  const { network, snapshot, topology } = await loadScenario(options.file, options.world)
  const changes = changesIn(words)
  let after = network
  for (const change of changes) after = await applyChange(after, options.on, change)
  const differences = differencesOf(network, after, filterOf([network], options))
  output(options, renderDifferences, {
    version: 1,
    kind: 'what-breaks',
    before: topology.world === undefined ? topology.name : `${topology.name} (world ${topology.world})`,
    after: changes.join('; '),
    ...viewDifferences({ before: snapshot, after: snapshot }, differences),
  } as const)
  process.exitCode = differenceExit(differences)
}
