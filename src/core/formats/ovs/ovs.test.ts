/** Open vSwitch's formats: the cases, and the promises that hold for any text and any words. */
import { describe, expect, test } from 'vitest'
import { type CaseFile, expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectCommandLineCase, expectNothingLost } from '../../../../test/command-line-contract.js'
import { expectFormatContract } from '../../../../test/format-contract.js'
import type { Parsed } from '../../diagnostics/diagnostic.js'
import * as formats from './format.js'
import {
  interfaceErrors,
  lowerFlows,
  lowerOvsdb,
  lowerOvsVsctl,
  lowerShow,
  parseDatabaseFile,
  parseFdb,
  parseFlows,
  parseShow,
  parseSwitchPorts,
  parseTables,
} from './index.js'
import { sha1, utf8Of } from './sha1.js'

const cases = readCases(`${import.meta.dirname}/cases`)
const has = (section: string) => cases.filter((file) => file.sections.has(section))

test.each(has('commands'))('$title', (file) => expectCommandLineCase(file, () => lowerOvsVsctl))

const VOCABULARY =
  'ovs-vsctl add-br del-br add-port add-bond set add remove clear br0 eth0 tag=1 trunks=[1,2] other_config:a=b -- --may-exist --if-exists port bridge open . constructor __proto__ @m'

test('whatever the words, something comes back, and what was not understood keeps its text', () => {
  expectNothingLost([lowerOvsVsctl], [['ovs-vsctl', lowerOvsVsctl]], VOCABULARY)
})

const lines = (value: unknown) => JSON.stringify(value, (key, inner) => (key === 'origin' ? undefined : inner))

/** Each text of the case with what it says; all of it is in `facts`. */
function factsOf(file: CaseFile): readonly string[] {
  const read = <Document>(
    section: string,
    parse: (text: string, capture: string) => Parsed<Document>,
    facts: (document: Document) => unknown[],
  ) => {
    if (!file.sections.has(section)) return []
    const { document, diagnostics } = parse(inputOf(file, section), 'x')
    expectMarked(file, section, diagnostics)
    if (file.sections.has('says')) expectSection(file, 'says', saysOf(diagnostics))
    return facts(document).map(lines)
  }
  return [
    ...read('flows', parseFlows, (document) => [...lowerFlows(document)]),
    ...read('show', parseShow, (document) => [...lowerShow(document).bridges]),
    ...read('tables', parseTables, (document) => {
      const state = lowerOvsdb([document])
      return [state.settings, ...state.bridges, ...interfaceErrors([document]).map(({ message }) => message)]
    }),
    ...read('ports', parseSwitchPorts, (document) => [...document.ports]),
    ...read('fdb', parseFdb, (document) => [...document.entries]),
  ]
}

test.each(has('facts'))('$title', (file) => expectSection(file, 'facts', factsOf(file).join('\n')))

describe('any text', () => {
  const words = [' ', '\n', ':', ',', '=', '{', '}', '[', ']', '"', '\\', '1', 'br0', '-']
  test('flows', () =>
    expectFormatContract({
      parse: parseFlows,
      after: lowerFlows,
      pieces: [...words, 'actions=', '(', ')', 'priority=1', '->', 'output:1', 'NXST_FLOW reply', '#'],
    }))
  test('show', () =>
    expectFormatContract({
      parse: parseShow,
      after: lowerShow,
      pieces: [...words, 'Bridge br0', '    ', 'Port a', 'Interface a', 'tag: 1', 'options: {a=b}'],
    }))
  test('tables', () =>
    expectFormatContract({
      parse: parseTables,
      after: (document) => lowerOvsdb([document]),
      pieces: [
        ...words,
        'Bridge table\n',
        '_uuid   : x\n',
        'name : br0',
        '{"headings":["name"],"data":[["br0"]]}',
        '["set",[1]]',
        '[{"rows":[{"name":1}]}]',
      ],
    }))
  test('ports and learnt addresses', () => {
    expectFormatContract({ parse: parseSwitchPorts, pieces: [...words, ' 1(eth0): addr:', '     config:', 'dpid:'] })
    expectFormatContract({
      parse: parseFdb,
      pieces: [...words, 'port  VLAN  MAC                Age', '    1     0  02:00:00:00:00:01    7'],
    })
  })
  test('database file', () =>
    expectFormatContract({ parse: parseDatabaseFile, pieces: [...words, 'OVSDB JSON 3 ', '{}\n', 'a'.repeat(40)] }))
})

test('SHA-1 and UTF-8 as their standards have them', () => {
  expect(sha1(utf8Of(''))).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709')
  expect(sha1(utf8Of('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d')
  expect(sha1(utf8Of('a'.repeat(1000)))).toBe('291e9a6c66994949b57ba5e650361e98fc36b1ba')
  expect([...utf8Of('aé€😀')]).toEqual([0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80])
})

const record = (value: unknown, magic = 'JSON') => {
  const json = `${JSON.stringify(value)}\n`
  return `OVSDB ${magic} ${utf8Of(json).length} ${sha1(utf8Of(json))}\n${json}`
}
const strings = { type: { key: 'string', value: 'string', min: 0, max: 'unlimited' } }
const several = { type: { key: 'uuid', min: 0, max: 'unlimited' } }
const schema = (name: string) => ({
  name,
  tables: {
    Open_vSwitch: { columns: { bridges: several } },
    Bridge: {
      columns: {
        name: { type: 'string' },
        ports: several,
        external_ids: strings,
        fail_mode: { type: { key: 'string', min: 0, max: 1 } },
      },
    },
  },
})
const [root, bridge, one, two] = ['aa', 'bb', 'c1', 'c2']
const uuid = (text = '') => ['uuid', text]
const history = [
  {
    Open_vSwitch: { [root ?? '']: { bridges: uuid(bridge) } },
    Bridge: {
      [bridge ?? '']: {
        name: 'brücke',
        ports: uuid(one),
        external_ids: [
          'map',
          [
            ['a', '1'],
            ['b', '2'],
          ],
        ],
      },
    },
  },
  {
    _is_diff: true,
    Port: { c1: { name: 'eth0' }, c2: { name: 'eth1' } },
    Bridge: { [bridge ?? '']: { ports: ['set', [uuid(one), uuid(two)]] } },
  },
  {
    _is_diff: true,
    Bridge: {
      [bridge ?? '']: {
        external_ids: [
          'map',
          [
            ['a', '1'],
            ['b', '3'],
            ['c', '4'],
          ],
        ],
        fail_mode: 'secure',
      },
    },
  },
  { _is_diff: true, Port: { c1: null } },
]
const text = [schema('Open_vSwitch'), ...history].map((value) => record(value)).join('')

describe('the database file', () => {
  test('is replayed to its last state: differences of sets and maps, rows that go', () => {
    const { document, diagnostics } = parseDatabaseFile(text, 'conf.db')
    expect(diagnostics).toEqual([])
    const [found] = lowerOvsdb([document]).bridges
    expect(found?.name).toBe('brücke')
    expect(found?.ports.map((port) => port.name)).toEqual(['eth1'])
    expect(found?.settings).toEqual({ 'external_ids:b': '3', 'external_ids:c': '4' })
    expect(found?.failMode).toBe('secure')
    expect(text.slice(found?.origin?.start, found?.origin?.end)).toBe('"bb"')
  })

  test('a damaged record ends it, as it does for ovsdb-server', () => {
    const { document, diagnostics } = parseDatabaseFile(text.replace('"fail_mode":"secure"', '"fail_mode":"open"'), 'conf.db')
    expect(lowerOvsdb([document]).bridges[0]?.failMode).toBeUndefined()
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning ovs/record-damaged'])
  })

  test('a cluster or another database is told and not read', () => {
    const codes = (content: string) => parseDatabaseFile(content, 'x').diagnostics.map(({ code, severity }) => `${severity} ${code}`)
    expect(codes(record({ name: 'Open_vSwitch' }, 'CLUSTER'))).toEqual(['warning ovs/clustered-database'])
    expect(codes(record(schema('OVN_Northbound')))).toEqual(['note ovs/other-database'])
    expect(codes('hello')).toEqual(['error ovs/no-database'])
    expect(codes('')).toEqual(['error ovs/no-database'])
  })
})

test('each output is recognised by what is in it, and by no other of them', () => {
  const samples: Readonly<Record<string, string>> = {
    'ovs-flows': inputOf(has('flows')[0] as CaseFile, 'flows'),
    'ovs-show': inputOf(has('show')[0] as CaseFile, 'show'),
    'ovs-tables': inputOf(has('tables')[0] as CaseFile, 'tables'),
    'ovs-ports': inputOf(has('ports')[0] as CaseFile, 'ports'),
    'ovs-fdb': inputOf(has('fdb')[0] as CaseFile, 'fdb'),
    'ovs-database': 'OVSDB JSON 5 d910b02871075d3156ec8675dfc95b7d5d640aa6\nnull\n',
  }
  for (const [name, text] of Object.entries(samples)) {
    const likely = Object.values(formats).filter((format) => format.likeness(text) >= 0.5)
    expect(likely.map((format) => format.name)).toEqual([name])
  }
})
