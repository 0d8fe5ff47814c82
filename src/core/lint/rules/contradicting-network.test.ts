/** The rule itself; the page's examples are run by pages.test.ts. */
import { expect, test } from 'vitest'
import { exampleContext } from '../example.js'
import { contradictingNetwork } from './contradicting-network.js'

function messages(options: string): readonly string[] {
  return contradictingNetwork.check(exampleContext(`auto eth0\niface eth0 inet static\n${options}`)).map((found) => found.message)
}

test.each([
  ['address 10.0.0.5\nnetmask 255.255.255.0\nnetwork 10.0.0.0', 0],
  ['address 10.0.0.5/25\nnetwork 10.0.0.0', 0],
  ['address 10.0.0.5\nnetmask 25\nnetwork 10.0.0.0', 0],
  ['address 10.0.0.5/24\nnetwork 10.0.0.5', 1],
  ['address 10.0.0.200/25\nnetwork 10.0.0.0', 1],
  ['address 10.0.0.5\nnetwork 10.0.9.0', 0],
  ['netmask 255.255.255.0\nnetwork 10.0.9.0', 0],
])('%j: %i', (options, count) => {
  expect(messages(options)).toHaveLength(count)
})
