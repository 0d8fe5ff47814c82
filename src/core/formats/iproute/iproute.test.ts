/** The command lines of iproute2: the cases, and the promises that hold for any words. */
import { test } from 'vitest'
import { readCases } from '../../../../test/case-file.js'
import { expectCommandLineCase, expectNothingLost } from '../../../../test/command-line-contract.js'
import { lowerBridge, lowerIp } from './index.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) =>
  expectCommandLineCase(file, (line) => (line.startsWith('bridge') ? lowerBridge : lowerIp)),
)

const vocabulary = [
  'ip -4 -6 -f addr a link l route r rule ru neigh tuntap add del set flush replace append dev eth0 via src table',
  'type bridge bridge_slave nexthop default 10.0.0.1 10.0.0.0/8 up master metric 5 __proto__ constructor label',
  'lladdr nud permanent from lookup fwmark brd + peer isolated on fdb vlan',
].join(' ')

test('whatever the words, something comes back, and what was not understood keeps its text', () => {
  expectNothingLost([lowerIp, lowerBridge], [['ip', lowerIp]], vocabulary)
})
