/** The command line as commander sees it. */
import { Command } from 'commander'
import { addExamples } from './options.js'
import { VERBS } from './verbs.js'

/** With `only`, the other verbs are left out: they are not needed to run that one. */
export async function makeProgram(version: string, only: string | undefined): Promise<Command> {
  const program = new Command('bridgework')
  program
    .description('Knows the network of a Linux virtualisation host: what reaches what, and why.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print the help of a verb')
    .showHelpAfterError('(bridgework --help lists the verbs and their options)')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
  const chosen = VERBS.filter((verb) => verb.name === only)
  for (const verb of chosen.length > 0 ? chosen : VERBS) (await verb.load())(program)
  program.command('complete').argument('<shell>', 'bash, zsh, fish or powershell').description('print a completion script for a shell')
  addExamples(program, [
    ['show -f server', 'the interfaces of the host, and who can ping them'],
    ['trace -f server guest1 8.8.8.8', 'one packet, hop by hop, and why it is lost'],
    ['check -f server --all-worlds', 'are all written expectations met?'],
    ['lab test -f server', 'the same with real packets in namespaces'],
  ])
  return program
}
