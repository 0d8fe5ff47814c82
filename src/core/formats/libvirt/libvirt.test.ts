/** libvirt: the cases, and the promises that hold for any text. */
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { withoutXml } from '../../../../test/without-xml.js'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { lowerNetwork, parseDomain, parseNetwork, parseStatus, parseXml, printXml } from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)
const having = (section: string) => cases.filter((file) => file.sections.has(section))

describe('networks', () => {
  test.each(having('network'))('$title', (file) => {
    const text = inputOf(file, 'network')
    const { document, diagnostics } = parseNetwork(text, 'network')
    expect(printXml(document.xml)).toBe(text)
    expectMarked(file, 'network', diagnostics)
    expectSection(file, 'says', saysOf(diagnostics))
    if (!file.sections.has('document')) return
    expectSection(file, 'document', outline(withoutXml(document), text).join('\n'))
    const bridge = parseInterfaceName('virbr9')
    expectSection(file, 'lowered', outline(lowerNetwork(document, { active: true, ...(bridge && { bridge }) }), text).join('\n'))
  })
})

describe('guests', () => {
  test.each(having('domain'))('$title', (file) => {
    const text = inputOf(file, 'domain')
    const { document, diagnostics } = parseDomain(text, 'domain')
    expect(printXml(document.xml)).toBe(text)
    expectMarked(file, 'domain', diagnostics)
    expectSection(file, 'document', outline(withoutXml(document), text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })
})

describe('leases', () => {
  test.each(having('status'))('$title', (file) => {
    const text = inputOf(file, 'status')
    const { document, diagnostics } = parseStatus(text, 'status')
    if ((file.sections.get('status') ?? '').includes('#!')) expectMarked(file, 'status', diagnostics)
    expectSection(file, 'document', outline(document.leases, text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })

  test('an empty file is no lease and no mistake', () => {
    expect(parseStatus('', 'status')).toMatchObject({ document: { leases: [] }, diagnostics: [] })
  })
})

const XML_PIECES = [
  '<network>',
  '</network>',
  '<domain>',
  '</domain>',
  '<devices>',
  '</devices>',
  "<interface type='network'>",
  '</interface>',
  '<source',
  '<name>',
  '</name>',
  '<ip',
  ' address=',
  "'10.0.0.1'",
  '"10.0.0.300"',
  ' prefix="24"',
  " family='ipv6'",
  '>',
  '/>',
  '<dhcp>',
  '</dhcp>',
  "<range start='10.0.0.9' end='10.0.0.2'/>",
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?xml',
  '?>',
  '<!DOCTYPE x [',
  ']>',
  '&amp;',
  '&',
  '&#65;',
  '&#x110000;',
  '&constructor;',
  ' toString="1"',
  '<constructor/>',
  '<',
  'text',
  '\r\n',
  '\r',
  '&#10;',
  '\ud800',
  'é',
  '<forward',
  " mode='natt'",
  "<bridge name='virbr0'",
  " constructor='1'",
]
const JSON_PIECES = [
  '[',
  ']',
  '{',
  '}',
  '"ip-address"',
  '"mac-address"',
  ':',
  ',',
  '"10.0.0.1"',
  '"52:54:00:00:00:01"',
  '1e999',
  'null',
  '&a ',
  '*a',
  '!!map',
  '"',
  '\n',
  '- ',
  '? ',
  '%YAML 3\n---\n',
  '<<',
]

describe('whatever the text', () => {
  const print = ({ xml }: { readonly xml: Parameters<typeof printXml>[0] }) => printXml(xml)
  test('XML', () => expectFormatContract({ parse: parseXml, print: printXml, pieces: XML_PIECES }))
  test('a network', () =>
    expectFormatContract({ parse: parseNetwork, print, pieces: XML_PIECES, after: (document) => lowerNetwork(document) }))
  test('a guest', () => expectFormatContract({ parse: parseDomain, print, pieces: XML_PIECES }))
  test('leases', () => expectFormatContract({ parse: parseStatus, pieces: JSON_PIECES }))

  test('a text that is nested very deeply', () => {
    const deep = '<network>'.repeat(20_000)
    const { document, diagnostics } = parseNetwork(deep, 'deep')
    expect(printXml(document.xml)).toBe(deep)
    expect(diagnostics.length).toBeLessThan(60)
    expect(parseStatus('['.repeat(20_000), 'deep').diagnostics).toHaveLength(1)
  })

  test('a binary file is one message', () => {
    const { document, diagnostics } = parseNetwork('\u007fELF\u0002\u0001\u0000<network>', 'network')
    expect(diagnostics.map(({ code, at }) => [code, at?.start])).toEqual([['xml/not-text', 0]])
    expect(document.ips).toEqual([])
  })
})

test('a bridge that libvirt has to name is the one that the start says', () => {
  const { document } = parseNetwork("<network><name>n</name><ip address='10.0.0.1' prefix='24'/></network>", 'network')
  const bridge = parseInterfaceName('virbr3')
  expect(lowerNetwork(document).server).toBeUndefined()
  expect(lowerNetwork(document, { active: false, ...(bridge && { bridge }) })).toMatchObject({
    network: { bridge: 'virbr3', active: false, mode: 'isolated' },
    server: { interfaces: ['virbr3'], router: [], hosts: [], ranges: [], authoritative: false },
  })
})
