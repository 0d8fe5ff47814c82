/** The command lines of net-tools: the cases, and the promises that hold for any words. */
import { test } from 'vitest'
import { readCases } from '../../../../test/case-file.js'
import { expectCommandLineCase, expectNothingLost } from '../../../../test/command-line-contract.js'
import { lowerIfconfig, lowerRoute } from './index.js'

test.each(readCases(`${import.meta.dirname}/cases`))('$title', (file) =>
  expectCommandLineCase(file, (line) => (line.includes('ifconfig') ? lowerIfconfig : lowerRoute)),
)

const vocabulary = [
  'ifconfig route add del -net -host default gw netmask dev metric reject -A inet inet6 eth0 eth0:1 10.0.0.1',
  '10.0.0.0/8 255.255.255.0 up down hw ether 02:00:00:00:00:01 mtu 5 broadcast __proto__',
].join(' ')

test('whatever the words, something comes back, and what was not understood keeps its text', () => {
  expectNothingLost([lowerIfconfig, lowerRoute], [['route', lowerRoute]], vocabulary)
})
