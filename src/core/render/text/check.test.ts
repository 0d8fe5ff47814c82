/** Expectations beside predictions. */
import { expect, test } from 'vitest'
import type { Expectation } from '../../model/topology.js'
import { viewCheck, viewCheckRow } from '../view/check.js'
import { renderCheck } from './check.js'
import { PLAIN } from './paint.js'
import { LATE, LOST, POLICY, SNAPSHOT, UNKNOWN } from './sample.js'

const EXPECTATION: Expectation = {
  id: 'T1',
  from: 'guest',
  to: '4.2.2.2',
  protocol: { kind: 'icmp' },
  outcome: 'silence',
  count: 3,
  interval: 500,
  origin: POLICY,
}

const ROWS = [
  viewCheckRow(SNAPSHOT, { ...EXPECTATION, because: 'netfilter/policy', redirects: [] }, LOST),
  viewCheckRow(SNAPSHOT, { ...EXPECTATION, id: 'T2', outcome: 'reply', because: 'reachable' }, LOST),
  viewCheckRow(SNAPSHOT, { ...EXPECTATION, id: 'T3', protocol: { kind: 'tcp', port: 22 } }, UNKNOWN),
  viewCheckRow(SNAPSHOT, { ...EXPECTATION, id: 'T4', outcome: 'reply', ttl: 63, redirects: ['192.168.80.1'] }, LATE),
]

test('what was not written down is not checked, and what is unknown is not met', () => {
  expect(ROWS.map((row) => row.result)).toEqual(['met', 'failed', 'undetermined', 'met'])
  expect(viewCheck([{ file: 'f', name: 'n', rows: ROWS }])).toMatchObject({ met: 2, failed: 1, undetermined: 1 })
})

test('text', async () => {
  const view = viewCheck([
    { file: 'f', name: 'sample', world: 'plain', rows: ROWS },
    { file: 'g', name: 'empty', rows: [] },
  ])
  await expect(renderCheck(view, { paint: PLAIN, width: 100 })).toMatchFileSnapshot('golden/check.txt')
})
