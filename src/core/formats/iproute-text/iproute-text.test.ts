/** Outputs of ip(8) for people: the same entries as those of `ip -json`, and the promises that hold for any text. */
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases } from '../../../../test/case-file.js'
import { expectFormatContract } from '../../../../test/format-contract.js'
import { brctlShow, iprouteText } from './format.js'
import { parse, parseBrctlShow } from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)

const lines = (values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value, (key, inner) => (key === 'origin' ? undefined : inner))).join('\n')

test.each(cases.filter((file) => file.sections.has('output')))('$title', (file) => {
  const text = inputOf(file, 'output')
  const { document, diagnostics } = parse(text, 'x')
  expectMarked(file, 'output', diagnostics)
  expectSection(file, 'entries', `${document.kind}\n${lines(document.entries.map(({ fields }) => fields))}`)
  for (const { fields, origin } of document.entries) {
    expect(text.slice(origin.start, origin.end)).toContain(String(fields['ifname'] ?? fields['dst'] ?? fields['priority']))
  }
  expect(iprouteText.likeness(text)).toBeGreaterThanOrEqual(0.5)
})

test.each(cases.filter((file) => file.sections.has('brctl')))('$title', (file) => {
  const text = inputOf(file, 'brctl')
  const { document, diagnostics } = parseBrctlShow(text, 'x')
  expectMarked(file, 'brctl', diagnostics)
  expectSection(file, 'bridges', lines(document.bridges))
  expect(brctlShow.likeness(text)).toBe(1)
})

describe('any text', () => {
  test('of ip', () =>
    expectFormatContract({
      parse,
      pieces: [
        ...[
          '1: eth0: <UP> mtu 1500 ',
          '\n',
          '    ',
          ' ',
          '\\',
          'inet ',
          '10.0.0.1/24 ',
          'link/ether ',
          'bridge ',
          'bridge_slave ',
          'default ',
          'via ',
        ],
        ...[
          'dev ',
          'nexthop ',
          '0:\tfrom all ',
          'lookup ',
          'lladdr ',
          'PERMANENT',
          'port\tvlan ids\n',
          'mtu ',
          'scope ',
          '<',
          '>',
          '@',
          ':',
        ],
      ],
    }))
  test('of brctl', () =>
    expectFormatContract({
      parse: parseBrctlShow,
      pieces: ['br0', '\t', '8000.525400000001', ' yes ', 'eth0', '\n', 'bridge name\tbridge id'],
    }))
})
