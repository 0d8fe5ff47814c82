/** Matches that read a packet's other fields, and those whose answer is not in the packet at all. */
import { DSCP_CLASSES } from './classes.js'
import { parseRange, parseWhole } from './numbers.js'
import type { Condition, Modules, Option } from './option.js'
import { parseTos } from './tos.js'

/** What their answer depends on. All options of one module are one match; rule.ts puts them together. */
export const DEPENDING: Readonly<Record<string, string>> = {
  hashlimit: 'the rate',
  connlimit: 'the number of connections',
  connbytes: 'the traffic so far',
  recent: 'the packets before',
  quota: 'the traffic so far',
  statistic: 'chance',
  time: 'the time',
  owner: 'the sending process',
  cgroup: 'the sending process',
  rateest: 'the rate',
  nfacct: 'the traffic so far',
  cpu: 'the processor',
  cluster: 'the cluster',
  helper: 'the connection',
  connlabel: 'the connection',
}

export const KEPT_MODULES: Modules = {
  length: [rangeOption(['--length'], 'length')],
  tcpmss: [rangeOption(['--mss'], 'tcp-mss')],
  dscp: [
    { names: ['--dscp'], takes: 1, read: ([text]) => dscp(parseWhole(text)) },
    { names: ['--dscp-class'], takes: 1, read: ([text]) => dscp(DSCP_CLASSES[text.toUpperCase()]) },
  ],
  tos: [
    {
      names: ['--tos'],
      takes: 1,
      read([text]) {
        const found = parseTos(text)
        return found === undefined ? undefined : [{ kind: 'tos', ...found }]
      },
    },
  ],
  set: [
    {
      names: ['--match-set', '--set'],
      takes: 2,
      read: ([name, directions]) => [{ kind: 'set', name, directions: directions.split(',') }],
    },
  ],
}

function rangeOption(names: readonly string[], kind: 'length' | 'tcp-mss'): Option {
  return {
    names,
    takes: 1,
    read([text]) {
      const range = parseRange(text, 0xffff)
      return range === undefined ? undefined : [{ kind, ...range }]
    },
  }
}

function dscp(value: number | undefined): readonly Condition[] | undefined {
  return value === undefined || value > 63 ? undefined : [{ kind: 'dscp', value }]
}
