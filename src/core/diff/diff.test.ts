/** Two states of a node, fact by fact. */
import { expect, test } from 'vitest'
import { differenceText, diffFacts } from './diff.js'

const fact = (name: string, value: string) => ({ name, value })

test('what is only on one side, and what changed', () => {
  const before = [fact('link br0 mtu', '1500'), fact('address eth0 10.0.0.1/24', 'global')]
  const after = [fact('link br0 mtu', '9000'), fact('name server', '10.0.0.1')]
  expect(diffFacts(before, after).map(differenceText)).toEqual([
    'link br0 mtu: 1500 → 9000',
    'address eth0 10.0.0.1/24: only before: global',
    'name server: only after: 10.0.0.1',
  ])
})

test('facts of one name are compared in order, since the first route to a network wins', () => {
  const [a, b] = [fact('route main 0.0.0.0/0 metric 0', 'via 10.0.0.1'), fact('route main 0.0.0.0/0 metric 0', 'via 10.0.0.2')]
  expect(diffFacts([a, b], [a, b])).toEqual([])
  expect(diffFacts([a, b], [b, a]).map(differenceText)).toEqual([
    'route main 0.0.0.0/0 metric 0: via 10.0.0.1 → via 10.0.0.2',
    'route main 0.0.0.0/0 metric 0: via 10.0.0.2 → via 10.0.0.1',
  ])
  expect(diffFacts([a, b], [a]).map(differenceText)).toEqual(['route main 0.0.0.0/0 metric 0: only before: via 10.0.0.2'])
})
