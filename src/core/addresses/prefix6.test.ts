/** IPv6 prefixes: how they are written, what lies in them, and where host bits are. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Ipv6, ipv6FromGroups, ipv6Groups } from './ipv6.js'
import { contains6, formatPrefix6, isNetwork6, networkOf6, parsePrefix6, samePrefix6 } from './prefix6.js'

/** As written | address | length | its network. */
const VALID = `
2001:db8::1/64        | 2001:db8::1 | 64  | 2001:db8::
2001:DB8::/32         | 2001:db8::  | 32  | 2001:db8::
2001:db8:ffff::/33    | 2001:db8:ffff:: | 33 | 2001:db8:8000::
::1                   | ::1         | 128 | ::1
fe80::1/0             | fe80::1     | 0   | ::
2001:db8::ff/127      | 2001:db8::ff | 127 | 2001:db8::fe
`

for (const line of VALID.trim().split('\n')) {
  const [written = '', address = '', length = '', network = ''] = line.split('|').map((part) => part.trim())
  test(`${written} lies in ${network}/${length}`, () => {
    const prefix = parsePrefix6(written)
    expect(prefix).toEqual({ address, length: Number(length) })
    if (prefix !== undefined) expect(networkOf6(prefix.address, prefix.length)).toEqual({ address: network, length: Number(length) })
  })
}

test.each(['', '/64', '::1/', '::1/129', '::1/64/64', '::1/-1', '::1/6 4', '10.0.0.0/8', '::1/0064', 'x/64'])('"%s" is none', (text) =>
  expect(parsePrefix6(text)).toBeUndefined(),
)

const anyAddress = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }).map(ipv6FromGroups)
const anyLength = fc.integer({ min: 0, max: 128 })

/** Written down bit by bit, so that the arithmetic is not compared with itself. */
function bitsOf(address: Ipv6): string {
  return ipv6Groups(address)
    .map((group) => group.toString(2).padStart(16, '0'))
    .join('')
}

test('a network has its first bits from the address and zeros behind them', () => {
  fc.assert(
    fc.property(anyAddress, anyLength, (address, length) => {
      const network = networkOf6(address, length)
      expect(bitsOf(network.address)).toBe(bitsOf(address).slice(0, length).padEnd(128, '0'))
      expect(isNetwork6(network)).toBe(true)
      expect(contains6(network, address)).toBe(true)
      expect(samePrefix6(networkOf6(network.address, length), network)).toBe(true)
    }),
  )
})

test('what lies in a prefix agrees in its bits', () => {
  fc.assert(
    fc.property(anyAddress, anyAddress, anyLength, (address, other, length) => {
      const inside = bitsOf(address).slice(0, length) === bitsOf(other).slice(0, length)
      expect(contains6({ address, length }, other)).toBe(inside)
      expect(isNetwork6({ address, length })).toBe(!bitsOf(address).slice(length).includes('1'))
    }),
  )
})

test('a prefix that is printed is read again', () => {
  fc.assert(
    fc.property(anyAddress, anyLength, (address, length) => {
      expect(parsePrefix6(formatPrefix6({ address, length }))).toEqual({ address, length })
    }),
  )
})
