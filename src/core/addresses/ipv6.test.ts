/** IPv6 addresses: what is one, how it is written (RFC 4291, RFC 5952), and that the text loses nothing. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Ipv6, ipv6FromGroups, ipv6Groups, isLinkLocal6, isMulticast6, parseIpv6 } from './ipv6.js'

/** As written | as RFC 5952 has it. */
const VALID = `
::                                      | ::
::1                                     | ::1
1::                                     | 1::
2001:DB8:0:0:0:0:0:1                    | 2001:db8::1
2001:0db8:0000:0000:0001:0000:0000:0001 | 2001:db8::1:0:0:1
2001:db8:0:1:1:1:1:1                    | 2001:db8:0:1:1:1:1:1
1:0:0:2:0:0:0:3                         | 1:0:0:2::3
0:0:0:0:0:0:0:1                         | ::1
1:2:3:4:5:6:7::                         | 1:2:3:4:5:6:7:0
::2:3:4:5:6:7:8                         | 0:2:3:4:5:6:7:8
::ffff:192.0.2.1                        | ::ffff:192.0.2.1
::FFFF:C000:0201                        | ::ffff:192.0.2.1
64:ff9b::192.0.2.33                     | 64:ff9b::c000:221
1:2:3:4:5:6:192.0.2.1                   | 1:2:3:4:5:6:c000:201
fe80::ff:fe00:10                        | fe80::ff:fe00:10
`

for (const line of VALID.trim().split('\n')) {
  const [written = '', canonical = ''] = line.split('|').map((part) => part.trim())
  test(`${written} is ${canonical}`, () => expect(parseIpv6(written)).toBe(canonical))
}

const INVALID = [
  ...['', ':', ':::', '1', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '1:2:3:4:5:6:7:8::', '::1:2:3:4:5:6:7:8', '1:', ':1'],
  ...['12345::', 'g::', '1.2.3.4', '::1.2.3', '::1.2.3.256', '::01.2.3.4', '1.2.3.4::', '::1.2.3.4:5', 'fe80::1%eth0', ' ::1', '::1/64'],
  ...['1:2:3:4:5:6:7:1.2.3.4', 'x'.repeat(1000), ':'.repeat(46)],
]

test.each(INVALID)('"%s" is none', (text) => expect(parseIpv6(text)).toBeUndefined())

const anyGroups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })

test('an address is its groups, and its text is its only text', () => {
  fc.assert(
    fc.property(anyGroups, (groups) => {
      const address = ipv6FromGroups(groups)
      expect(ipv6Groups(address)).toEqual(groups)
      expect(parseIpv6(address)).toBe(address)
      expect(parseIpv6(groups.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':'))).toBe(address)
    }),
  )
})

test('whatever the text, it is an address whose text is stable, or none', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.') }))
  fc.assert(
    fc.property(text, (written) => {
      const address = parseIpv6(written)
      if (address !== undefined) expect(parseIpv6(address)).toBe(address)
    }),
  )
})

test('link-local is fe80::/10, multicast ff00::/8', () => {
  const of = (text: string) => parseIpv6(text) as Ipv6
  expect(['fe7f:ffff::', 'fe80::', 'febf:ffff::', 'fec0::'].map((text) => isLinkLocal6(of(text)))).toEqual([false, true, true, false])
  expect(['feff::', 'ff00::', 'ffff::', '::'].map((text) => isMulticast6(of(text)))).toEqual([false, true, true, false])
})
