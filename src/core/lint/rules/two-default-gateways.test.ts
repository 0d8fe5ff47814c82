/** The rule itself; the page's examples are run by pages.test.ts, and DHCP by the seed's scenario of eth1. */
import { expect, test } from 'vitest'
import { exampleContext } from '../example.js'
import { twoDefaultGateways } from './two-default-gateways.js'

const FIRST = 'auto eth0\niface eth0 inet static\n address 10.0.0.2/24\n gateway 10.0.0.1\n'

test('a stanza that nothing brings up is no second gateway', () => {
  expect(twoDefaultGateways.check(exampleContext(`${FIRST}iface eth1 inet static\n address 10.0.1.2/24\n gateway 10.0.1.1\n`))).toEqual([])
})

test('a second gateway on an alias of the same interface is another matter', () => {
  expect(
    twoDefaultGateways.check(exampleContext(`${FIRST}auto eth0:1\niface eth0:1 inet static\n address 10.0.1.2/24\n gateway 10.0.1.1\n`)),
  ).toEqual([])
})

test('says which one is there already, and what the kernel said', () => {
  const [found] = twoDefaultGateways.check(
    exampleContext(`${FIRST}auto eth1\niface eth1 inet static\n address 10.0.1.2/24\n gateway 10.0.1.1\n`),
  )
  expect(found?.message).toBe('eth1: gateway 10.0.1.1 is a second default gateway beside 10.0.0.1 on eth0')
  expect(found?.because).toContain('File exists')
})
