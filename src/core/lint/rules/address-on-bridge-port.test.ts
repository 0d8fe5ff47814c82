/** The rule itself; the page's examples are run by pages.test.ts. */
import { expect, test } from 'vitest'
import { exampleContext } from '../example.js'
import { addressOnBridgePort } from './address-on-bridge-port.js'

test('names the bridge, and shows where it takes the port', () => {
  const text = 'auto eth0 br0\niface eth0 inet static\n address 10.0.0.2/24\niface br0 inet manual\n bridge_ports eth0\n'
  const [found, ...more] = addressOnBridgePort.check(exampleContext(text))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    message: 'eth0: address 10.0.0.2 sits on a port of br0',
    help: expect.stringContaining('move the address to br0'),
  })
  expect(found?.related).toHaveLength(1)
})
