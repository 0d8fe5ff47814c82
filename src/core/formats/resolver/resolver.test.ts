/** resolv.conf and hosts: the cases, and the promises that hold for any text. */
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { type HostsDocument, lowerResolver, parseHosts, parseResolvConf, type ResolvConfDocument } from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)

describe('cases', () => {
  test.each(cases.filter((file) => file.sections.has('resolv.conf')))('$title', (file) => {
    const text = inputOf(file, 'resolv.conf')
    const { document, diagnostics } = parseResolvConf(text, 'resolv.conf')
    const { origin: _, ...rest } = document
    expectMarked(file, 'resolv.conf', diagnostics)
    expectSection(file, 'document', outline(rest, text).join('\n'))
    expectSection(file, 'lowered', outline(lowerResolver(document), text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })

  test.each(cases.filter((file) => file.sections.has('hosts')))('$title', (file) => {
    const text = inputOf(file, 'hosts')
    const { document, diagnostics } = parseHosts(text, 'hosts')
    expectMarked(file, 'hosts', diagnostics)
    expectSection(file, 'document', outline(document.entries, text).join('\n'))
    expectSection(file, 'lowered', outline(lowerResolver(undefined, document), text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })
})

test('an empty resolv.conf means the machine itself, a missing one that nothing is known', () => {
  expect(lowerResolver(parseResolvConf('', 'x').document).nameServers.map(({ address }) => address)).toEqual(['127.0.0.1'])
  expect(lowerResolver()).toEqual({ nameServers: [], search: [], hosts: [] })
})

const PIECES = [
  'nameserver',
  'search',
  'domain',
  'options',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '#',
  ';',
  '10.0.0.1',
  'fe80::1',
  'name',
  '\u0000',
  '%',
]

describe('whatever the text', () => {
  const lowerConf = (document: ResolvConfDocument) => lowerResolver(document)
  const lowerHosts = (document: HostsDocument) => lowerResolver(undefined, document)
  test('resolv.conf', () => expectFormatContract({ parse: parseResolvConf, after: lowerConf, pieces: PIECES }))
  test('hosts', () => expectFormatContract({ parse: parseHosts, after: lowerHosts, pieces: PIECES }))
})
