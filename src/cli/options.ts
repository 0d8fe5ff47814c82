/** The options that most verbs share. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Protocol } from '../core/trace/answer.js'

export type CommonOptions = { readonly file: string; readonly world?: string; readonly json?: boolean }

export const DEFAULT_FILE = 'bridgework.yaml'

export function addCommonOptions(command: Command): Command {
  return addOutputOptions(
    command
      .option('-f, --file <file>', 'topology file, or a directory that holds a bridgework.yaml', DEFAULT_FILE)
      .option('--world <name>', 'which of the worlds that the file declares (default: the first)'),
  )
}

export function addOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print JSON, with a version, instead of text')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
}

export function addExamples(command: Command, examples: readonly (readonly [line: string, what: string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length))
  const lines = examples.map(([line, what]) => `  $ bridgework ${line.padEnd(width)}  ${what}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** `icmp`, `tcp/22`, `udp/53`. */
function parseProtocol(text: string): Protocol {
  if (text === 'icmp') return { kind: 'icmp' }
  const [kind, port = '', ...more] = text.split('/')
  const isPort = more.length === 0 && /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65535
  if ((kind !== 'tcp' && kind !== 'udp') || !isPort) throw new InvalidArgumentError('It must be icmp, tcp/PORT or udp/PORT.')
  return { kind, port: Number(port) }
}

/** `--proto`, read into a Protocol. */
export function protocolOption(): Option {
  return new Option('--proto <protocol>', 'icmp, tcp/PORT or udp/PORT').default({ kind: 'icmp' }, 'icmp').argParser(parseProtocol)
}

/** The same without a default: all protocols that somebody listens on. */
export function optionalProtocolOption(): Option {
  return new Option('--proto <protocol>', 'only icmp, tcp/PORT or udp/PORT').argParser(parseProtocol)
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 999.')
  return Number(text)
}
