/** Kernel parameters: the cases, and the promises that hold for any text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { canonicalKey, lowerSysctl, parse, print, settingsOf } from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)
const withoutOrigins = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' ? undefined : inner))

test.each(cases.filter((file) => file.sections.has('sysctl.conf')))('$title', (file) => {
  const text = inputOf(file, 'sysctl.conf')
  const { document, diagnostics } = parse(text, 'x')
  expect(print(document)).toBe(text)
  expectMarked(file, 'sysctl.conf', diagnostics)
  expectSection(file, 'says', saysOf(diagnostics))
  expectSection(file, 'settings', settingsOf(document).map(withoutOrigins).join('\n'))
})

test.each(cases.filter((file) => file.sections.has('commands')))('$title', (file) => {
  const lines = inputOf(file, 'commands')
    .split('\n')
    .filter((line) => line !== '')
  const told = lines.flatMap((line) => [
    line,
    ...lowerSysctl(line.split(' ').map((text) => ({ text }))).map((request) => `  ${withoutOrigins(request)}`),
  ])
  expectSection(file, 'requests', told.join('\n'))
})

test('binary data is one finding', () => {
  const text = `net.x = 1\n${'\u0000\n'.repeat(100)}`
  const { document, diagnostics } = parse(text, 'x')
  expect(diagnostics.map((found) => found.code)).toEqual(['sysctl/not-text'])
  expect(print(document)).toBe(text)
})

test.each([
  ['net.ipv4.ip_forward', 'net.ipv4.ip_forward'],
  ['net/ipv4/conf/eth0.5/rp_filter', 'net.ipv4.conf.eth0/5.rp_filter'],
  ['net.ipv4.conf.eth0/5.rp_filter', 'net.ipv4.conf.eth0/5.rp_filter'],
  ['/proc/sys/net/ipv4/ip_forward', 'net.ipv4.ip_forward'],
])('%s is %s', (written, key) => expect(canonicalKey(written)).toBe(key))

describe('whatever the text', () => {
  const pieces = [
    'net',
    '.',
    '/',
    ' = ',
    '=',
    '-',
    '#',
    ';',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '*',
    '1',
    'ipv4',
    '\u0000',
    '\u00a0',
    '\ufeff',
    '\u2028',
  ]
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
  )

  test('a document comes back that prints as the text, and every word stands at its origin', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { document, diagnostics } = parse(text, 'x')
        expect(print(document)).toBe(text)
        for (const found of diagnostics) expect(found.at?.end).toBeLessThanOrEqual(text.length)
        for (const line of document.lines) {
          expect(line.origin.end).toBeLessThanOrEqual(text.length)
          if (line.kind !== 'setting') continue
          expect(text.slice(line.key.origin?.start, line.key.origin?.end)).toBe(line.key.text)
          expect(text.slice(line.value.origin?.start, line.value.origin?.end)).toBe(line.value.text)
        }
        settingsOf(document)
      }),
      { numRuns: 2000 },
    )
  })
})
