/** dnsmasq: the cases, what it accepts and refuses, and the promises that hold for any text. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { allocate, type DnsmasqDocument, includesOf, isRead, lowerDnsmasq, parse, parseLeases, print } from './index.js'

const directory = `${import.meta.dirname}/cases`
const cases = readCases(directory)
const having = (section: string) => cases.filter((file) => file.sections.has(section))

describe('configurations', () => {
  test.each(having('conf'))('$title', (file) => {
    const text = inputOf(file, 'conf')
    const { document, diagnostics } = parse(text, 'conf')
    const lowered = lowerDnsmasq([document], 'dnsmasq')
    const all = [...diagnostics, ...lowered.diagnostics]
    expect(print(document)).toBe(text)
    if ((file.sections.get('conf') ?? '').includes('#! ')) expectMarked(file, 'conf', all)
    else expect(all).toEqual([])
    const lines = document.lines.map(({ raw: _, ...line }) => line)
    if (file.sections.has('document')) expectSection(file, 'document', outline(lines, text).join('\n'))
    expectSection(file, 'lowered', outline(lowered.facts, text).join('\n'))
    expectSection(file, 'says', saysOf(all))
  })
})

/** test/lab/dnsmasq-syntax.test.ts asks the real one about the same lines. */
describe('single lines', () => {
  const linesOf = (name: string) => readFileSync(`${directory}/${name}`, 'utf8').trimEnd().split('\n')
  const complaints = (line: string) => {
    const { document, diagnostics } = parse(`${line}\n`, 'conf')
    const all = [...diagnostics, ...lowerDnsmasq([document], 'dnsmasq').diagnostics]
    return all.filter(({ severity, code }) => severity === 'error' || code === 'dnsmasq/unknown-option').map(({ code }) => code)
  }
  test.each(linesOf('accepted.txt'))('accepted: %s', (line) => expect(complaints(line)).toEqual([]))
  test.each(linesOf('refused.txt'))('refused: %s', (line) => expect(complaints(line)).toHaveLength(1))
})

describe('leases', () => {
  test.each(having('leases'))('$title', (file) => {
    const text = inputOf(file, 'leases')
    const { document, diagnostics } = parseLeases(text, 'leases')
    expectMarked(file, 'leases', diagnostics)
    expectSection(file, 'document', outline(document.leases, text).join('\n'))
    expectSection(file, 'says', saysOf(diagnostics))
  })
})

test('files that a configuration names', () => {
  const text =
    'conf-file=/etc/more.conf\nconf-dir=/etc/dnsmasq.d/,*.conf\nconf-dir=/etc/other,.bak,.old\naddn-hosts=/etc/hosts.lan\nhostsdir=/h\nconf-file\n'
  const includes = includesOf(parse(text, 'conf').document)
  expect(includes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'configuration /etc/more.conf',
    'configuration-directory /etc/dnsmasq.d/',
    'configuration-directory /etc/other',
    'hosts /etc/hosts.lan',
    'hosts-directory /h',
  ])
  const read = ['a.conf', 'a', '.a.conf', 'a.conf~', '#a.conf#', 'a.bak'].map((name) => {
    return includes
      .map((include) => (include.kind === 'configuration-directory' && isRead(name, include) ? name : ''))
      .filter((found) => found !== '')
  })
  expect(read).toEqual([['a.conf', 'a.conf'], ['a'], [], [], [], []])
})

test('several files are one server', () => {
  const documents = ['interface=br0\n', 'dhcp-range=10.0.0.10,10.0.0.20\n'].map((text, index) => parse(text, `file${index}`).document)
  const { facts } = lowerDnsmasq(documents, 'lan')
  expect(facts.server).toMatchObject({ name: 'lan', interfaces: ['br0'], ranges: [{ start: '10.0.0.10' }], origin: { capture: 'file1' } })
  expect(lowerDnsmasq([], 'none').facts.server).not.toHaveProperty('origin')
})

test('a range that ends before it starts has no address', () => {
  const { ranges } = lowerDnsmasq([parse('dhcp-range=10.0.0.0,static\n', 'conf').document], 'x').facts.server
  expect(ranges).toMatchObject([{ start: '10.0.0.0', end: '9.255.255.255' }])
  expect(allocate('52:54:00:00:00:01' as never, { ranges, isTaken: () => false })).toBeUndefined()
})

const PIECES = [
  'interface',
  'dhcp-range',
  'dhcp-host',
  'dhcp-option',
  'address',
  'host-record',
  'server',
  'domain',
  'local-service',
  'conf-dir',
  'constructor',
  'port',
  '=',
  ',',
  ' ',
  '\n',
  '\r\n',
  '\r',
  'n',
  '"',
  '\\',
  '#',
  ' #',
  '10.0.0.1',
  '10.0.0.9',
  '255.255.255.0',
  'static',
  '12h',
  'tag:x',
  'set:x',
  '52:54:00:00:00:01',
  '*:',
  '/',
  'a.b',
  'option:',
  'router',
  '3',
  '::1',
  'infinite',
  '\u0000',
  '1415070000 ',
  'duid ',
]

describe('whatever the text', () => {
  const after = (document: DnsmasqDocument) => [lowerDnsmasq([document], 'x'), includesOf(document)]
  test('a configuration', () => expectFormatContract({ parse, print, after, pieces: PIECES }))
  test('leases', () => expectFormatContract({ parse: parseLeases, pieces: PIECES }))

  test('a binary file is one message', () => {
    const { document, diagnostics } = parse('interface=br0\n\u0000\u0001\n', 'conf')
    expect(diagnostics.map(({ code, at }) => [code, at?.start])).toEqual([['dnsmasq/not-text', 14]])
    expect(lowerDnsmasq([document], 'x').facts.server.interfaces).toEqual([])
  })
})
