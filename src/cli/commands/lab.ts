/** `lab`: the network rebuilt in namespaces and probed with real packets. */
import { type Command, InvalidArgumentError } from 'commander'
import { addCommonOptions, addExamples, addOutputOptions, type CommonOptions, DEFAULT_FILE } from '../options.js'
import type { LabTestOptions } from './lab/test.js'

type UpOptions = CommonOptions & { readonly name?: string }

export function registerLab(program: Command): void {
  const lab = program.command('lab').description('rebuild the network in namespaces, without root, and probe it with real packets')
  registerTest(lab)
  registerUp(lab)
  registerExec(lab)
  addOutputOptions(lab.command('list').description('the labs that are up')).action(async (options: { readonly json?: boolean }) =>
    (await import('./lab/list.js')).listAllLabs(options),
  )
  lab
    .command('down')
    .description('end a lab, with everything that runs in it')
    .argument('[name]', 'as lab list shows it')
    .option('--all', 'all of them')
    .action(async (name: string | undefined, options: { readonly all?: boolean }) =>
      (await import('./lab/down.js')).takeDown(name, options),
    )
}

function registerTest(lab: Command): void {
  const command = lab
    .command('test')
    .description('compare every prediction with a real packet, in a lab that lasts as long as this command')
    .argument('[files...]', 'topology files or their directories, instead of -f')
    .option('-f, --file <files...>', 'topology files, or directories that hold a bridgework.yaml', [DEFAULT_FILE])
    .option('--world <name>', 'which of the worlds that the file declares (default: the first)')
    .option('--all-worlds', 'in every world that the file declares')
    .option('--jobs <count>', 'labs side by side', parseJobs)
  addOutputOptions(command)
  addExamples(command, [
    ['lab test', 'the expectations of ./bridgework.yaml'],
    ['lab test scenarios/seed-* --all-worlds', 'many files, each in all its worlds'],
  ])
  command.action(async (files: readonly string[], options: LabTestOptions) => (await import('./lab/test.js')).testInLabs(files, options))
}

function registerUp(lab: Command): void {
  const command = addCommonOptions(lab.command('up').description('build a lab that stays until lab down')).option(
    '--name <name>',
    'what to call it (default: the name of the topology)',
  )
  addExamples(command, [
    ['lab up -f server', 'the network of ./server'],
    ['lab exec host1 -- ping 4.2.2.2', 'then, on one of its nodes'],
  ])
  command.action(async (options: UpOptions) => (await import('./lab/up.js')).bringUp(options))
}

function registerExec(lab: Command): void {
  const command = lab
    .command('exec')
    .description('run a command on a node of a lab that is up')
    .argument('<node>')
    .argument('<command...>', 'the command and its arguments, behind --')
    .option('--name <name>', 'which lab, when several are up')
    .passThroughOptions()
  lab.enablePositionalOptions()
  addExamples(command, [
    ['lab exec server -- ip route', 'the routes of a node'],
    ['lab exec server -- bash', 'a shell there'],
  ])
  command.action(async (node: string, words: readonly string[], options: { readonly name?: string }) =>
    (await import('./lab/exec.js')).execute(node, words, options),
  )
}

function parseJobs(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 99.')
  return Number(text)
}
