/** `trace`: one probe hop by hop, the reason, and what helps. */
import type { Command } from 'commander'
import type { WalkView } from '../../core/render/view/trace.js'
import type { Protocol, Question } from '../../core/trace/answer.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { Scenario } from '../load-scenario.js'
import { addCommonOptions, addExamples, type CommonOptions, parseCount, protocolOption } from '../options.js'

type TraceOptions = CommonOptions & {
  readonly proto: Protocol
  readonly count: number
  readonly both?: boolean
  readonly reverse?: boolean
}

export function registerTrace(program: Command): void {
  const command = program
    .command('trace')
    .description('what becomes of a packet, hop by hop, and why')
    .argument('<from>', 'the node that asks')
    .argument('<to>', 'a node, node:interface, an address or a DNS name')
  addCommonOptions(command)
    .addOption(protocolOption())
    .option('--count <n>', 'probes sent, as ping -c', parseCount, 3)
    .option('--both', 'show the walk of the request and of its answer apart, each with its path')
    .option('--reverse', 'also ask the opposite: from the target back to the asker')
  addExamples(command, [
    ['trace host1 4.2.2.2', 'ping -c 3 4.2.2.2 on host1'],
    ['trace laptop server --proto tcp/22', 'ssh from laptop to the first address of server'],
    ['trace laptop server:br1 --both', 'which way the request goes, and which way its answer'],
    ['trace laptop server:br1 --reverse', 'there, and from there back'],
  ])
  command.action(runTrace)
}

async function runTrace(from: string, to: string, options: TraceOptions): Promise<void> {
  const [{ loadScenario }, { output, remarkOnWarnings }, { renderTrace }, { questionFor, opposite }] = await Promise.all([
    import('../load-scenario.js'),
    import('../output.js'),
    import('../../core/render/text/trace.js'),
    import('../question.js'),
  ])
  const scenario = await loadScenario(options.file, options.world)
  const question = questionFor(scenario.network, { from, to, protocol: options.proto, count: options.count })
  const walk = await walkOf(scenario, question)
  const reverse = options.reverse === true ? opposite(scenario.network, question, walk) : undefined
  const { world } = scenario.topology
  const view = {
    version: 1,
    kind: 'trace',
    file: options.file,
    ...(world === undefined ? {} : { world }),
    ...walk,
    ...(options.both === true ? { both: true as const } : {}),
    ...(reverse === undefined ? {} : { reverse: await walkOf(scenario, reverse) }),
  } as const
  output(options, renderTrace, view)
  remarkOnWarnings(scenario, options)
  process.exitCode = exitCodeOf(walk)
}

async function walkOf({ network, snapshot }: Scenario, question: Question): Promise<WalkView> {
  const [{ ask, fixes }, { viewWalk }, { viewFix }] = await Promise.all([
    import('../../core/questions/index.js'),
    import('../../core/render/view/trace.js'),
    import('../../core/render/view/fix.js'),
  ])
  const answer = ask(network, question)
  return viewWalk(snapshot, answer, answer.verdict === 'unreachable' ? fixes(network, answer).map(viewFix) : [])
}

/** A trace that was answered is fine, also when the answer is that nothing arrives. */
function exitCodeOf(walk: WalkView): ExitCode {
  return walk.verdict === 'undetermined' || walk.verdict === 'ambiguous' ? EXIT.undetermined : EXIT.fine
}
