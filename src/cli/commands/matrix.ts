/** `matrix`: who reaches whom. */
import type { Command } from 'commander'
import type { Protocol } from '../../core/trace/answer.js'
import { EXIT } from '../exit-code.js'
import { addCommonOptions, addExamples, type CommonOptions, protocolOption } from '../options.js'

type MatrixOptions = CommonOptions & { readonly proto: Protocol; readonly nodes?: readonly string[] }

export function registerMatrix(program: Command): void {
  const command = program.command('matrix').description('who reaches whom: every node against every address of the others')
  addCommonOptions(command).addOption(protocolOption()).option('--nodes <names...>', 'only these nodes')
  addExamples(command, [
    ['matrix', 'ping'],
    ['matrix --proto tcp/22', 'ssh'],
    ['matrix --nodes host1 laptop', 'of two nodes'],
  ])
  command.action(runMatrix)
}

async function runMatrix(options: MatrixOptions): Promise<void> {
  const [{ loadScenario }, { output, remarkOnWarnings }, { viewMatrix }, { renderMatrix }, { matrixOf }, { refuseUnknownNode }] =
    await Promise.all([
      import('../load-scenario.js'),
      import('../output.js'),
      import('../../core/render/view/matrix.js'),
      import('../../core/render/text/matrix.js'),
      import('../../core/questions/index.js'),
      import('../question.js'),
    ])
  const scenario = await loadScenario(options.file, options.world)
  for (const name of options.nodes ?? []) refuseUnknownNode(scenario.network, name)
  const matrix = matrixOf(scenario.network, options.proto, (name) => options.nodes?.includes(name) ?? true)
  const { name, world } = scenario.topology
  output(options, renderMatrix, {
    version: 1,
    kind: 'matrix',
    file: options.file,
    name,
    ...(world === undefined ? {} : { world }),
    ...viewMatrix(scenario.network, scenario.snapshot, matrix),
  })
  remarkOnWarnings(scenario, options)
  process.exitCode = matrix.cells.some((cell) => cell.verdict === 'undetermined') ? EXIT.undetermined : EXIT.fine
}
