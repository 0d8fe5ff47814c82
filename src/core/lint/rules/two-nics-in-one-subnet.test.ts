/** The rule itself; the page's examples are run by pages.test.ts. */
import { expect, test } from 'vitest'
import { exampleContext } from '../example.js'
import { twoNicsInOneSubnet } from './two-nics-in-one-subnet.js'

function stanza(name: string, address: string): string {
  return `auto ${name}\niface ${name} inet static\n address ${address}\n`
}

test.each([
  [stanza('eth0', '10.0.0.2/24') + stanza('eth1', '10.0.1.2/24'), 0],
  [stanza('eth0', '10.0.0.2/24') + stanza('eth1', '10.0.0.3/25'), 0],
  [stanza('eth0', '10.0.0.2/32') + stanza('eth1', '10.0.0.2/32'), 0],
  [stanza('eth0', '10.0.0.2/24') + stanza('eth1', '10.0.0.3/24') + stanza('eth1:1', '10.0.0.4/24'), 1],
  [stanza('eth0', '10.0.0.2/24') + stanza('eth1', '10.0.0.3/24') + stanza('eth2', '10.0.0.4/24'), 2],
])('%j: %i', (text, count) => {
  expect(twoNicsInOneSubnet.check(exampleContext(text))).toHaveLength(count)
})
