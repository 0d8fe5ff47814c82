/** The options of `-m conntrack` besides the state. */
import type { ConntrackSide, ConntrackStatus, Family } from '../../model/netfilter.js'
import { parseNetwork, parseNetwork6 } from './core-options.js'
import { parsePortRange, parseRange, protocolName } from './numbers.js'
import type { Condition, Option } from './option.js'

const STATUSES: readonly ConntrackStatus[] = ['NONE', 'EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED']

const SIDES: Readonly<Record<string, ConntrackSide>> = {
  origsrc: 'original-source',
  origdst: 'original-destination',
  replsrc: 'reply-source',
  repldst: 'reply-destination',
}

export const CONNTRACK_OPTIONS: readonly Option[] = [
  {
    names: ['--ctproto'],
    takes: 1,
    read: ([text]) => (protocolName(text) === 'all' ? undefined : [{ kind: 'conntrack-protocol', protocol: protocolName(text) }]),
    write: ([text = '']) => [protocolName(text)],
  },
  ...Object.entries(SIDES).flatMap(([name, side]): readonly Option[] => [
    { names: [`--ct${name}`], takes: 1, read: ([text], family) => address(side, text, family) },
    { names: [`--ct${name}port`], takes: 1, read: ([text]) => port(side, text) },
  ]),
  { names: ['--ctstatus'], takes: 1, read: ([text]) => status(text) },
  { names: ['--ctdir'], takes: 1, read: ([text]) => direction(text) },
  {
    names: ['--ctexpire'],
    takes: 1,
    read([text]) {
      const range = parseRange(text, 0xffffffff)
      return range === undefined ? undefined : [{ kind: 'conntrack-expire', ...range }]
    },
  },
]

function address(side: ConntrackSide, text: string, family: Family): readonly Condition[] | undefined {
  const prefix = family === 'ip' ? parseNetwork(text) : parseNetwork6(text)
  return prefix === undefined ? undefined : [{ kind: 'conntrack-address', side, prefix }]
}

function port(side: ConntrackSide, text: string): readonly Condition[] | undefined {
  const ports = parsePortRange(text)
  return ports === undefined ? undefined : [{ kind: 'conntrack-port', side, ports }]
}

function status(text: string): readonly Condition[] | undefined {
  const found = text.split(',').map((word) => STATUSES.find((name) => word !== '' && name.startsWith(word.toUpperCase())))
  const statuses = found.filter((name) => name !== undefined)
  return statuses.length === found.length ? [{ kind: 'conntrack-status', statuses }] : undefined
}

function direction(text: string): readonly Condition[] | undefined {
  const upper = text.toUpperCase()
  if (upper !== 'ORIGINAL' && upper !== 'REPLY') return undefined
  return [{ kind: 'conntrack-direction', direction: upper === 'ORIGINAL' ? 'original' : 'reply' }]
}
