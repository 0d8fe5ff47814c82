/** Ports and TCP flags: the options of `-m tcp`, `-m udp` and `-m multiport`. */
import { formatPortRange, parsePortRange, parseWhole } from './numbers.js'
import type { Condition, Option } from './option.js'

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const

type Side = 'source-port' | 'destination-port' | 'either-port'

export const PORT_OPTIONS: readonly Option[] = [
  portOption(['--sport', '--source-port'], 'source-port'),
  portOption(['--dport', '--destination-port'], 'destination-port'),
]

export const TCP_OPTIONS: readonly Option[] = [
  ...PORT_OPTIONS,
  { names: ['--syn'], takes: 0, read: () => [{ kind: 'tcp-flags', mask: ['FIN', 'SYN', 'RST', 'ACK'], set: ['SYN'] }] },
  {
    names: ['--tcp-option'],
    takes: 1,
    read([text]) {
      const option = parseWhole(text)
      return option === undefined || option < 1 || option > 255 ? undefined : [{ kind: 'tcp-option', option }]
    },
  },
  {
    names: ['--tcp-flags'],
    takes: 2,
    read([examined, wanted]) {
      const mask = flagsOf(examined)
      const set = flagsOf(wanted)
      return mask === undefined || set === undefined ? undefined : [{ kind: 'tcp-flags', mask, set }]
    },
  },
]

export const MULTIPORT_OPTIONS: readonly Option[] = [
  portOption(['--sports', '--source-ports'], 'source-port'),
  portOption(['--dports', '--destination-ports'], 'destination-port'),
  portOption(['--ports', '--port'], 'either-port'),
]

function portOption(names: readonly string[], kind: Side): Option {
  return { names, takes: 1, read: ([text]) => ports(kind, text), write: (values) => values.map(writePorts) }
}

function ports(kind: Side, text: string): readonly Condition[] | undefined {
  const ranges = text.split(',').map((word) => parsePortRange(word))
  const all = ranges.filter((range) => range !== undefined)
  return all.length === ranges.length ? [{ kind, ports: all }] : undefined
}

/** With numbers, since a lab may have no services(5). */
function writePorts(text: string): string {
  const ranges = text.split(',').map((word) => parsePortRange(word))
  return ranges.some((range) => range === undefined)
    ? text
    : ranges.flatMap((range) => (range === undefined ? [] : [formatPortRange(range)])).join(',')
}

function flagsOf(text: string): readonly string[] | undefined {
  const upper = text.toUpperCase()
  if (upper === 'ALL') return FLAGS
  if (upper === 'NONE') return []
  const flags = upper.split(',')
  return flags.every((flag) => FLAGS.some((known) => known === flag)) ? flags : undefined
}
