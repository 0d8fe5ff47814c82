/** The rule itself; the page's examples are run by pages.test.ts. */
import { expect, test } from 'vitest'
import { exampleContext } from '../example.js'
import { gatewayOutsideSubnet } from './gateway-outside-subnet.js'

function check(options: string) {
  return gatewayOutsideSubnet.check(exampleContext(`auto eth0\niface eth0 inet static\n${options}`))
}

test.each([
  ['address 10.0.0.2/24\ngateway 10.0.0.1', 0],
  ['address 10.0.0.2/24\ngateway 10.0.1.1', 1],
  ['address 10.0.0.2/24\npre-up ip route add 10.0.1.1/32 dev eth0\ngateway 10.0.1.1', 0],
  ['address 10.0.0.2/24\ngateway nonsense', 0],
  ['address 10.0.0.2\ngateway 10.0.1.1', 0],
])('%j: %i', (options, count) => {
  expect(check(options)).toHaveLength(count)
})

test('names a router that is there', () => {
  const text =
    'auto eth0 br0\niface br0 inet static\n address 10.0.0.1/24\n bridge_ports none\niface eth0 inet static\n address 10.0.0.2/24\n gateway 10.0.9.1\n'
  expect(gatewayOutsideSubnet.check(exampleContext(text))[0]?.help).toContain("write `gateway 10.0.0.1` (host's br0)")
})
