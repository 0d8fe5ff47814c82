/** Differences as text: the cause before the flows, long lists cut, nothing hidden in JSON. */
import { expect, test } from 'vitest'
import { why } from '../../diagnostics/why.js'
import type { Cell } from '../../questions/matrix.js'
import { viewDifferences } from '../view/difference.js'
import { renderDifferences } from './difference.js'
import { PLAIN } from './paint.js'
import { POLICY, SNAPSHOT } from './sample.js'

const TARGETS = Array.from({ length: 10 }, (_, index) => `10.0.0.${index + 1}`)

function cell(address: string, end: Pick<Cell, 'verdict' | 'outcome' | 'reason' | 'why'>): Cell {
  return { from: 'guest', to: 'laptop', address, ...end }
}

const REPLY = { verdict: 'reachable', outcome: 'reply', reason: 'reachable', why: why('it arrives') } as const
const DROPPED = {
  verdict: 'unreachable',
  outcome: 'silence',
  reason: 'netfilter/policy',
  why: why('FORWARD of router has the policy DROP', POLICY),
} as const
const UNKNOWN = { verdict: 'undetermined', outcome: 'silence', reason: 'unknown/not-modelled', why: why('bond0 is not modelled') } as const

const lost = TARGETS.map((address) => {
  const [before, after] = [cell(address, REPLY), cell(address, DROPPED)]
  return { from: 'guest', to: 'laptop', address, protocol: 'icmp', before, after }
})
const unclear = { ...lost[0], address: '10.0.0.99', before: cell('10.0.0.99', UNKNOWN), after: cell('10.0.0.99', DROPPED) }
const gone = { from: 'laptop', to: 'guest', address: '10.9.9.9', protocol: 'tcp/22', before: cell('10.9.9.9', REPLY) }

const VIEW = {
  version: 1,
  kind: 'what-breaks',
  before: 'sample',
  after: 'iptables -P FORWARD \u001b[31mDROP',
  ...viewDifferences(
    { before: SNAPSHOT, after: SNAPSHOT },
    {
      protocols: ['icmp', 'tcp/22'],
      compared: 20,
      unknown: 1,
      groups: [
        { kind: 'lost', before: 'reachable', after: 'netfilter/policy', at: 'router', side: 'after', why: DROPPED.why, flows: lost },
        { kind: 'lost', before: 'reachable', after: 'absent', side: 'before', why: REPLY.why, flows: [gone] },
        {
          kind: 'unclear',
          before: 'unknown/not-modelled',
          after: 'netfilter/policy',
          side: 'after',
          why: DROPPED.why,
          flows: [{ from: 'guest', to: 'laptop', protocol: 'icmp', ...unclear }],
        },
      ],
    },
  ),
} as const

test('as text', async () => {
  await expect(renderDifferences(VIEW, { paint: PLAIN, width: 90 })).toMatchFileSnapshot('golden/differences.txt')
})

test('JSON has every flow', () => {
  const view = JSON.parse(JSON.stringify(VIEW)) as typeof VIEW
  expect(view.groups.map((group) => group.flows.length)).toEqual([10, 1, 1])
  expect(view.groups[0]?.origins).toEqual([{ file: 'router/etc/iptables/rules.v4', line: 2, column: 1, text: ':FORWARD DROP [0:0]' }])
})
