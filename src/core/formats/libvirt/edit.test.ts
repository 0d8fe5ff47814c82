/** Edits of libvirt's XML: the new value is read back, and nothing else has changed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outline } from '../../../../test/format-contract.js'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import { applySplices, type Splice } from '../../std/splice.js'
import {
  addDhcpHost,
  addDhcpRange,
  addElement,
  addInterface,
  findElement,
  parseDomain,
  parseNetwork,
  parseXml,
  removeAtPath,
  removeDhcpHost,
  removeDhcpRange,
  removeInterface,
  setAtPath,
  setBridgeName,
  setForwardMode,
  setInterfaceMac,
  setInterfaceSource,
  setNetworkAddress,
  setText,
} from './index.js'

const ip = (text: string) => parseIpv4(text) ?? (expect.fail(text) as never)
const mac = (text: string) => parseMac(text) ?? (expect.fail(text) as never)
const device = (text: string) => parseInterfaceName(text) ?? (expect.fail(text) as never)

/** Path → value, without the tree and the places. */
function valuesOf(document: unknown): ReadonlyMap<string, string> {
  const strip = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(strip)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (['xml', 'element', 'origin', 'metadata'].includes(key) ? [] : [[key, strip(item)]])),
    )
  }
  return new Map(outline(strip(document), '').map((line) => line.split(' = ') as [string, string]))
}

/** The lines that an edit took away and added, in the order of the text. */
function changed(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ]
}

/** Layouts that people and programs write: indentation, quotes, line ends, comments, what libvirt does not know. */
const layout = fc.record({
  unit: fc.constantFrom('  ', '    ', '\t', ' '),
  quote: fc.constantFrom('"', "'"),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  comment: fc.constantFrom('', '<!-- a > b & c -->', '<x:own xmlns:x="urn:x" a = "1"/>'),
  space: fc.constantFrom('', ' '),
})
type Layout = typeof layout extends fc.Arbitrary<infer Value> ? Value : never

function write(lines: readonly string[], { unit, quote, lineBreak, comment, space }: Layout): string {
  return lines
    .map((line) => {
      const depth = line.length - line.trimStart().length
      return `${unit.repeat(depth)}${line.trimStart().replaceAll("'", quote).replaceAll('/>', `${space}/>`).replaceAll('=', `${space}=${space}`)}${depth === 0 ? '' : comment}`
    })
    .join(lineBreak)
}

const NETWORK = [
  '<network>',
  ' <name>n</name>',
  " <forward mode='nat'/>",
  " <bridge name='virbr5' stp='on' delay='0'/>",
  " <ip address='10.0.0.1' netmask='255.255.255.0'>",
  '  <dhcp>',
  "   <range start='10.0.0.2' end='10.0.0.9'/>",
  "   <host mac='52:54:00:00:00:01' name='one' ip='10.0.0.3'/>",
  '  </dhcp>',
  ' </ip>',
  " <ip address='10.1.0.1' prefix='16'/>",
  '</network>',
]

type Edit<Document> = {
  readonly title: string
  readonly edit: (document: Document) => readonly Splice[]
  /** Path → value, `undefined`: gone. */
  readonly gives: Readonly<Record<string, string | undefined>>
}

/** Everything but what is named must be as it was; `gives` may name more than changes. */
function expectEdit<Document>(
  text: string,
  parse: (text: string, capture: string) => { document: Document },
  { edit, gives }: Edit<Document>,
): void {
  const before = parse(text, 'x').document
  const after = parse(applySplices(text, edit(before)), 'x').document
  const [old, now] = [valuesOf(before), valuesOf(after)]
  for (const [path, value] of Object.entries(gives)) expect([path, now.get(path)]).toEqual([path, value])
  const touched = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path))
  expect(touched.filter((path) => !Object.hasOwn(gives, path))).toEqual([])
}

const NETWORK_EDITS: readonly Edit<ReturnType<typeof parseNetwork>['document']>[] = [
  { title: 'forward mode', edit: (document) => setForwardMode(document, 'route'), gives: { 'forward.mode': 'route' } },
  { title: 'no forwarding', edit: (document) => setForwardMode(document, 'isolated'), gives: { 'forward.mode': 'isolated' } },
  {
    title: 'bridge name',
    edit: (document) => setBridgeName(document, device('br&')),
    gives: { 'bridge.name': 'br&' },
  },
  {
    title: 'address, whose netmask stays one',
    edit: (document) => setNetworkAddress(document, 0, { address: ip('10.0.0.129'), length: 25 }),
    gives: { 'ips.0.address': '10.0.0.129', 'ips.0.length': '25' },
  },
  {
    title: 'address with a prefix',
    edit: (document) => setNetworkAddress(document, 1, { address: ip('172.16.0.1'), length: 12 }),
    gives: { 'ips.1.address': '172.16.0.1', 'ips.1.length': '12' },
  },
  {
    title: 'a second range',
    edit: (document) => addDhcpRange(document, 0, { start: ip('10.0.0.20'), end: ip('10.0.0.29') }),
    gives: { 'ips.0.dhcp.ranges.1.start': '10.0.0.20', 'ips.0.dhcp.ranges.1.end': '10.0.0.29' },
  },
  {
    title: 'a range where there was no DHCP',
    edit: (document) => addDhcpRange(document, 1, { start: ip('10.1.0.20'), end: ip('10.1.0.29') }),
    gives: { 'ips.1.dhcp.ranges.0.start': '10.1.0.20', 'ips.1.dhcp.ranges.0.end': '10.1.0.29' },
  },
  {
    title: 'no range',
    edit: (document) => removeDhcpRange(document, { start: ip('10.0.0.2'), end: ip('10.0.0.9') }),
    gives: { 'ips.0.dhcp.ranges.0.start': undefined, 'ips.0.dhcp.ranges.0.end': undefined },
  },
  {
    title: 'a fixed lease',
    edit: (document) => addDhcpHost(document, 0, { mac: mac('52:54:00:00:00:02'), name: 'two', address: ip('10.0.0.4') }),
    gives: {
      'ips.0.dhcp.hosts.1.mac': '52:54:00:00:00:02',
      'ips.0.dhcp.hosts.1.macText': '52:54:00:00:00:02',
      'ips.0.dhcp.hosts.1.name': 'two',
      'ips.0.dhcp.hosts.1.address': '10.0.0.4',
    },
  },
  {
    title: 'no fixed lease',
    edit: (document) => removeDhcpHost(document, 'one'),
    gives: Object.fromEntries(['mac', 'macText', 'name', 'address'].map((field) => [`ips.0.dhcp.hosts.0.${field}`, undefined])),
  },
]

describe('networks, however they are written', () => {
  test.each(NETWORK_EDITS)('$title', (edit) => {
    fc.assert(
      fc.property(layout, (style) => expectEdit(write(NETWORK, style), parseNetwork, edit)),
      { numRuns: 60 },
    )
  })
})

const DOMAIN = [
  "<domain type='kvm'>",
  ' <name>g</name>',
  ' <devices>',
  "  <interface type='network'>",
  "   <mac address='52:54:00:00:00:01'/>",
  "   <source network='default' portgroup='staff'/>",
  '  </interface>',
  "  <interface type='bridge'><source bridge='br0'/></interface>",
  '  <memballoon/>',
  ' </devices>',
  '</domain>',
]

const DOMAIN_EDITS: readonly Edit<ReturnType<typeof parseDomain>['document']>[] = [
  {
    title: 'into a bridge',
    edit: (document) =>
      document.interfaces.slice(0, 1).flatMap((plug) => setInterfaceSource(document, plug, { kind: 'bridge', bridge: 'br1' })),
    gives: {
      'interfaces.0.kind': 'bridge',
      'interfaces.0.bridge': 'br1',
      'interfaces.0.network': undefined,
      'interfaces.0.portGroup': undefined,
    },
  },
  {
    title: 'onto a NIC',
    edit: (document) =>
      document.interfaces
        .slice(1)
        .flatMap((plug) => setInterfaceSource(document, plug, { kind: 'direct', device: 'eth0', mode: 'bridge' })),
    gives: {
      'interfaces.1.kind': 'direct',
      'interfaces.1.device': 'eth0',
      'interfaces.1.mode': 'bridge',
      'interfaces.1.bridge': undefined,
    },
  },
  {
    title: 'a MAC in the place of one, and a first one',
    edit: (document) => document.interfaces.flatMap((plug, index) => setInterfaceMac(document, plug, mac(`52:54:00:00:00:1${index}`))),
    gives: { 'interfaces.0.mac': '52:54:00:00:00:10', 'interfaces.1.mac': '52:54:00:00:00:11' },
  },
  {
    title: 'a third interface',
    edit: (document) =>
      addInterface(document, { source: { kind: 'network', network: 'x<y' }, mac: mac('52:54:00:00:00:03'), model: 'virtio' }),
    gives: {
      ...Object.fromEntries(
        ['link', 'portIsolated', 'targetManaged', 'trustGuestRxFilters'].map((name) => [
          `interfaces.2.${name}`,
          name === 'link' ? 'up' : `${name === 'targetManaged'}`,
        ]),
      ),
      'interfaces.2.kind': 'network',
      'interfaces.2.network': 'x<y',
      'interfaces.2.mac': '52:54:00:00:00:03',
      'interfaces.2.model': 'virtio',
    },
  },
  {
    title: 'one interface less',
    edit: (document) => document.interfaces.slice(1).flatMap((plug) => removeInterface(document, plug)),
    gives: Object.fromEntries(
      ['kind', 'bridge', 'link', 'portIsolated', 'targetManaged', 'trustGuestRxFilters'].map((name) => [`interfaces.1.${name}`, undefined]),
    ),
  },
]

describe('guests, however they are written', () => {
  test.each(DOMAIN_EDITS)('$title', (edit) => {
    fc.assert(
      fc.property(layout, (style) => expectEdit(write(DOMAIN, style), parseDomain, edit)),
      { numRuns: 60 },
    )
  })
})

describe('what is added stands as its neighbours do', () => {
  const text = write(NETWORK, { unit: '  ', quote: '"', lineBreak: '\n', comment: '', space: '' })
  const { document } = parseNetwork(text, 'x')
  test('a line of its own', () =>
    expect(changed(text, applySplices(text, addDhcpRange(document, 0, { start: ip('10.0.0.20'), end: ip('10.0.0.29') })))).toEqual([
      '+       <range start="10.0.0.20" end="10.0.0.29"/>',
    ]))
  test('a tag that was empty is opened', () =>
    expect(changed(text, applySplices(text, addDhcpRange(document, 1, { start: ip('10.1.0.20'), end: ip('10.1.0.29') })))).toEqual([
      '-   <ip address="10.1.0.1" prefix="16"/>',
      '+   <ip address="10.1.0.1" prefix="16">',
      '+       <range start="10.1.0.20" end="10.1.0.29"/>',
    ]))
  test('a line that goes leaves no gap', () =>
    expect(applySplices(text, removeDhcpHost(document, 'one'))).toBe(
      text
        .split('\n')
        .filter((line) => !line.includes('<host'))
        .join('\n'),
    ))
  test('one line stays one line', () => {
    const short = "<network><name>n</name><ip address='10.0.0.1' prefix='8'/></network>"
    const { document: one } = parseNetwork(short, 'x')
    expect(applySplices(short, setForwardMode(one, 'nat'))).toBe(
      "<network><name>n</name><forward mode='nat'/><ip address='10.0.0.1' prefix='8'/></network>",
    )
    expect(applySplices(short, addDhcpRange(one, 0, { start: ip('10.0.0.2'), end: ip('10.0.0.3') }))).toContain(
      "<ip address='10.0.0.1' prefix='8'><dhcp><range start='10.0.0.2' end='10.0.0.3'/></dhcp></ip>",
    )
  })
})

describe('any value by its path', () => {
  const root = (text: string) => {
    const xml = parseXml(text, 'x').document
    return { xml, element: xml.root ?? (expect.fail(text) as never) }
  }
  const set = (text: string, path: string, value: string): string => {
    const { xml, element } = root(text)
    return applySplices(text, setAtPath(xml, element, path, value))
  }
  test.each([
    ['<a x="1"/>', '@x', '2', '<a x="2"/>'],
    ['<a x="1" />', '@y', '"', '<a x="1" y="&quot;" />'],
    ['<a/>', 'b/c/@d', '1', "<a>\n  <b>\n    <c d='1'/>\n  </b>\n</a>"],
    ['<a>\n <!-- k -->\n <b> old </b>\n</a>', 'b', 'new & <', '<a>\n <!-- k -->\n <b> new &amp; &lt; </b>\n</a>'],
    ['<a><b/></a>', 'b', 'x', '<a><b>x</b></a>'],
    ['<a><b n="1"/><b n="2"/></a>', 'b[2]/@n', '3', '<a><b n="1"/><b n="3"/></a>'],
    ['<a><b>1<!-- c -->2</b></a>', 'b', '3', '<a><b>3<!-- c --></b></a>'],
  ])('%s: %s = %s', (text, path, value, expected) => expect(set(text, path, value)).toBe(expected))

  test('what was set is found again, whatever it is', () => {
    fc.assert(
      fc.property(layout, fc.string({ unit: 'binary-ascii' }), (style, noise) => {
        const value = noise.replace(/[\u0000-\u001f\u007f]/g, ' ')
        const text = write(NETWORK, style)
        const { xml, element } = root(text)
        const after = root(applySplices(text, setAtPath(xml, element, 'bridge/@zone', value)))
        expect(findElement(after.element, 'bridge')?.attributes.find(({ name }) => name === 'zone')?.value).toBe(value)
        expect(parseXml(applySplices(text, setText(element, value)), 'x').diagnostics).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('removing what was added gives the old text', () => {
    fc.assert(
      fc.property(layout, fc.constantFrom('dns', 'name', 'route'), (style, name) => {
        const text = write(NETWORK, { ...style, comment: '' })
        const { xml, element } = root(text)
        const added = applySplices(text, addElement(xml, element, { name, attributes: { a: '1' }, children: [{ name: 'b', text: 'c' }] }))
        const after = root(added)
        const count = element.children.filter((child) => child.kind === 'element' && child.name === name).length
        expect(applySplices(added, removeAtPath(after.xml, after.element, `${name}[${count + 1}]`))).toBe(text)
      }),
      { numRuns: 60 },
    )
  })
})
