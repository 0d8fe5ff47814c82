/** `what-differs`: every flow that two networks, or two worlds of one, treat differently. */
import type { Command } from 'commander'
import { differenceExit, type FlowOptions, filterOf } from '../flow-filter.js'
import type { Scenario } from '../load-scenario.js'
import { addExamples, addOutputOptions, optionalProtocolOption } from '../options.js'
import type { OutputOptions } from '../output.js'
import { refuseWord } from '../unusable.js'

type DiffersOptions = OutputOptions & FlowOptions & { readonly world?: string }

export function registerWhatDiffers(program: Command): void {
  const command = program
    .command('what-differs')
    .description('which flows change between two networks: gained, lost, or failing for another reason')
    .argument('<before>', 'a topology file, or a directory that holds a bridgework.yaml')
    .argument('[after]', 'the other one; without it, the same in the world that --world names')
    .option('--world <name>', 'the world of both, or of the second when there is one file')
  addOutputOptions(command).addOption(optionalProtocolOption()).option('--nodes <names...>', 'only flows between these nodes')
  addExamples(command, [
    ['what-differs old new', 'two directories'],
    ['what-differs . --world plain-router', 'the first world of ./bridgework.yaml and another'],
    ['what-differs old new --proto tcp/22', 'only ssh; otherwise ping and all that somebody listens on'],
    ['what-differs old new --json', 'for a pipeline: exit code 0 nothing differs, 1 something does'],
  ])
  command.action(runWhatDiffers)
}

async function runWhatDiffers(first: string, second: string | undefined, options: DiffersOptions): Promise<void> {
  const [{ output }, { differencesOf }, { viewDifferences }, { renderDifferences }] = await Promise.all([
    import('../output.js'),
    import('../../core/questions/index.js'),
    import('../../core/render/view/difference.js'),
    import('../../core/render/text/difference.js'),
  ])
  const [before, after] = await bothOf(first, second, options.world)
  const differences = differencesOf(before.network, after.network, filterOf([before.network, after.network], options))
  output(options, renderDifferences, {
    version: 1,
    kind: 'what-differs',
    before: nameOf(first, before, second === undefined),
    after: nameOf(second ?? first, after, second === undefined),
    ...viewDifferences({ before: before.snapshot, after: after.snapshot }, differences),
  } as const)
  process.exitCode = differenceExit(differences)
}

async function bothOf(first: string, second: string | undefined, world: string | undefined): Promise<readonly [Scenario, Scenario]> {
  const { loadScenario } = await import('../load-scenario.js')
  if (second !== undefined) return [await loadScenario(first, world), await loadScenario(second, world)]
  if (world === undefined)
    throw refuseWord('one-network', 'there is nothing to compare with', 'name a second file, or a world with --world')
  return [await loadScenario(first), await loadScenario(first, world)]
}

function nameOf(file: string, { topology }: Scenario, isByWorld: boolean): string {
  return isByWorld ? `${topology.name} (world ${topology.world})` : file
}
