/** systemd's unit files: the cases, and the promises that hold for any text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectMarked, expectSection, inputOf, readCases, saysOf } from '../../../../test/case-file.js'
import { expectFormatContract, outline } from '../../../../test/format-contract.js'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseMac } from '../../addresses/mac.js'
import { applySplices } from '../../std/splice.js'
import {
  addKey,
  addSection,
  linkFormat,
  lowerLink,
  lowerNetdev,
  lowerNetwork,
  matches,
  netdevFormat,
  networkdConfFormat,
  networkFormat,
  parse,
  print,
  removeKey,
  removeSection,
  resolvedConfFormat,
  setKey,
  unitOf,
} from './index.js'

const cases = readCases(`${import.meta.dirname}/cases`)
const section = (name: string) => `x.${name}`

describe.each(['network', 'netdev', 'link', 'networkd.conf', 'resolved.conf'])('%s', (kind) => {
  test.each(cases.filter((file) => file.sections.has(kind)))('$title', (file) => {
    const text = inputOf(file, kind)
    const { document, diagnostics } = parse(text, kind.endsWith('.conf') ? kind : section(kind))
    expect(print(document)).toBe(text)
    expectMarked(file, kind, diagnostics)
    if (file.sections.has('says')) expectSection(file, 'says', saysOf(diagnostics))
    if (file.sections.has('facts')) expectSection(file, 'facts', outline(factsOf(kind, text), text).join('\n'))
  })
})

function factsOf(kind: string, text: string): unknown {
  const unit = unitOf([parse(text, section(kind)).document])
  const device = parseInterfaceName('eth0')
  const mac = parseMac('02:00:00:00:00:01')
  if (kind === 'link') return lowerLink(unit)
  if (device === undefined || mac === undefined) return undefined
  if (kind === 'network') return lowerNetwork(unit, { device, tables: new Map() })
  const netdev = lowerNetdev(unit)
  return netdev === undefined ? undefined : { ...netdev, requests: netdev.requests(device, mac) }
}

const PIECES = [
  ...[
    '[',
    ']',
    '[Match]',
    '[Network]',
    '[Route]',
    '[Address]',
    '[BridgeVLAN]',
    '[NetDev]',
    '[VLAN]',
    '[Netwrk]',
    '\n',
    '\r\n',
    '\u0000',
    '\\\n',
  ],
  ...[
    '#',
    ';',
    '=',
    ' ',
    '\\',
    '"',
    'Name',
    'Kind',
    'Address',
    'Gateway',
    'DHCP',
    'PVID',
    'Id',
    'X-a',
    'eth0',
    'vlan',
    '10.0.0.1/24',
    'yes',
    '!',
  ],
  ...['\ufeff', '\ufffd', 'fe80::1', 'MultiPathRoute=10.0.0.1@eth0 3', 'Table=main', '%', '1min 2s', '*'],
]

describe.each([networkFormat, netdevFormat, linkFormat, networkdConfFormat, resolvedConfFormat])('$name', (format) => {
  test('whatever the text, it is read and printed back', () => {
    const device = parseInterfaceName('eth0')
    const mac = parseMac('02:00:00:00:00:01')
    expectFormatContract({
      parse: format.parse,
      print,
      pieces: PIECES,
      after: (document) => {
        const unit = unitOf([document])
        const netdev = document.kind === 'netdev' ? lowerNetdev(unit) : undefined
        if (device === undefined || mac === undefined) return undefined
        return [
          lowerLink(unit),
          netdev?.requests(device, mac),
          document.kind === 'network' ? lowerNetwork(unit, { device, tables: new Map() }) : [],
        ]
      },
    })
  })

  test('a file of another format is not taken for one', () => {
    const others = [
      'auto eth0\niface eth0 inet dhcp\n',
      'network:\n  version: 2\n',
      '<network><name>x</name></network>\n',
      '*filter\nCOMMIT\n',
    ]
    for (const text of others) expect(format.likeness(text)).toBeLessThan(0.5)
  })
})

test('twice the text takes about twice the time', () => {
  for (const line of ['Name=eth0\n', '[Network]\nBogus=1\n', 'Bogus=1 \\\n']) {
    const took = (size: number) => {
      const text = line.repeat(size)
      const started = performance.now()
      expect(print(parse(text, 'x.network').document)).toBe(text)
      return performance.now() - started
    }
    took(1000)
    expect(took(16_000)).toBeLessThan(80 * (took(1000) + 5))
  }
})

const value = fc.stringMatching(/^[a-z0-9:./ -]{1,20}$/).map((text) => text.trim())
const line = fc.oneof(
  fc.constantFrom(
    '[Match]',
    '[Network]',
    '[Route]',
    '# a comment',
    '',
    '; another',
    'X-a = b',
    'Gateway=10.0.0.1',
    '  DNS = 1.1.1.1 \\',
    ' 8.8.8.8',
  ),
  fc.tuple(fc.constantFrom('Name', 'Address', 'Metric'), value).map(([key, text]) => `${key}=${text}`),
)
const file = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, newline, isEnded]) => lines.join(newline) + (isEnded ? newline : ''))
const written = (text: string) =>
  parse(text, 'x.network').document.sections.map(({ name, assignments }) => ({
    name: name.text,
    has: assignments.map(({ key, value: one }) => `${key.text}=${one.text}`),
  }))

describe('an edit', () => {
  test('of a key shows in its section, and nothing else is touched', () => {
    fc.assert(
      fc.property(file, fc.constantFrom('Address', 'DHCP'), value, (text, key, wanted) => {
        const { document } = parse(text, 'x.network')
        const after = written(applySplices(text, setKey(document, { name: 'Network' }, { key, value: wanted })))
        const before = written(text)
        const at = before.findIndex(({ name }) => name === 'Network')
        const own = after[at < 0 ? after.length - 1 : at]
        expect(own?.has.filter((one) => one.startsWith(`${key}=`))).toEqual([`${key}=${wanted}`])
        expect(after.filter((one) => one !== own)).toEqual(before.filter((_, index) => index !== at))
        expect(own?.has.filter((one) => !one.startsWith(`${key}=`))).toEqual(
          (before[at]?.has ?? []).filter((one) => !one.startsWith(`${key}=`)),
        )
      }),
    )
  })

  test('that adds or removes a key or a section is undone by its opposite', () => {
    fc.assert(
      fc.property(file, value, (text, wanted) => {
        const setting = { key: 'DNS', value: `added ${wanted}` }
        const added = applySplices(text, addKey(parse(text, 'x.network').document, { name: 'Network' }, setting))
        const removed = applySplices(
          added,
          removeKey(parse(added, 'x.network').document, { name: 'Network' }, { key: 'DNS', value: setting.value.trim() }),
        )
        expect(written(removed).filter(({ has }) => has.length > 0)).toEqual(written(text).filter(({ has }) => has.length > 0))
        const longer = applySplices(text, addSection(parse(text, 'x.network').document, 'Neighbor', [setting]))
        expect(written(longer)).toEqual([...written(text), { name: 'Neighbor', has: [`DNS=${setting.value.trim()}`] }])
        expect(written(applySplices(longer, removeSection(parse(longer, 'x.network').document, { name: 'Neighbor' })))).toEqual(
          written(text),
        )
      }),
    )
  })

  test('keeps comments, order and white space', () => {
    const text = '# top\n[Match]\nName = eth0\n\n[Network]\n  Address = 10.0.0.1/24   \n# why\nDNS=1.1.1.1\n'
    const { document } = parse(text, 'x.network')
    expect(applySplices(text, setKey(document, { name: 'Network' }, { key: 'Address', value: '10.0.0.9/24' }))).toBe(
      text.replace('10.0.0.1', '10.0.0.9'),
    )
    expect(applySplices(text, addKey(document, { name: 'Network' }, { key: 'Address', value: '10.1.0.1/24' }))).toBe(
      text.replace('24   \n', '24   \nAddress=10.1.0.1/24\n'),
    )
  })
})

test.each([
  ['Name=eth0 eth1', 'eth1', 'yes'],
  ['Name=eth*', 'lan0', 'no'],
  ['Name=!eth* lo', 'lan0', 'yes'],
  ['Name=!eth* lo', 'lo', 'no'],
  ['Name="eth0"', 'eth0', 'yes'],
  ['Name=eth0\nName=eth1', 'eth0', 'yes'],
  ['Name=eth0\nMACAddress=02-00-00-00-00-01', 'eth0', 'yes'],
  ['Name=eth0\nMACAddress=0200.0000.0002', 'eth0', 'no'],
  ['Name=eth0\nKind=bridge', 'eth0', 'no'],
  ['Name=eth0\nDriver=virtio_net', 'eth0', 'unknown'],
  ['Name=eth1\nDriver=virtio_net', 'eth0', 'no'],
])('[Match] %s is about %s: %s', (keys, name, verdict) => {
  const unit = unitOf([parse(`[Match]\n${keys}\n`, 'x.network').document])
  expect(matches(unit, { names: [name], mac: '02:00:00:00:00:01', kind: null, type: 'ether' }).kind).toBe(verdict)
})
