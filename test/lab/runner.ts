/** Tests the fixture in a lab as a program of its own, so that it can be run as another user and be killed. Prints JSON lines. */
import { runLabTest } from '../../src/live/lab/test.js'
import { answer, expectation, JOURNAL, NETWORK } from './fixture.js'

const reply = expectation('host1', '10.10.11.1')
const name = expectation('server', 'laptop.lan')
const silent = expectation('server', '10.10.11.99', { outcome: 'host-unreachable', count: 3, interval: 500 })
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

const report = await runLabTest({
  network: NETWORK,
  journal: JOURNAL,
  expectations: [reply, name, silent],
  answers: [
    answer(reply, { ttl: 63, saidBy: '10.10.11.1' }),
    answer(name, { ttl: 64 }),
    answer(silent, { outcome: 'host-unreachable', reason: 'neighbour/no-answer', replies: 0, saidBy: 'local' }),
  ],
  onRow: (row) => print({ row: row.id, verdict: row.verdict.kind }),
})
print(report)
