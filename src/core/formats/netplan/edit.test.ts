/** Edits of netplan YAML: only the value changes, in whatever style the file is written. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySplices } from '../../std/splice.js'
import { nodesAlong, told, toldData } from './edit-path.js'
import { addItem, parse, removeValue, setValue, type YamlData, type YamlPath } from './index.js'

const FILE = `# uplink
network:
  version: 2  # netplan
  ethernets:
    eth0:   # the first
      dhcp4: no     # static
      addresses:
      - 10.0.0.1/24  # main
      - "10.0.0.2/24"
      nameservers: {addresses: [1.1.1.1,  9.9.9.9], search: []}
    eth1: &usual {dhcp4: true,   mtu: 1400}
    eth2: *usual
  bridges:
    br0:
      interfaces: [ eth0 ]
      parameters:
        stp: false
      routes:
        - to: default
          via: 10.0.0.254
          metric: 5   # low

  vlans:
`

const document = (text: string) => parse(text, 'x').document

type Change = { readonly path: YamlPath; readonly data?: YamlData; readonly how?: 'add' | 'remove' }

function edited(text: string, { path, data = '', how }: Change): string | undefined {
  const file = document(text)
  const splices = how === 'remove' ? removeValue(file, path) : how === 'add' ? addItem(file, path, data) : setValue(file, path, data)
  return splices === undefined ? undefined : applySplices(text, splices)
}

/** The lines that differ, `-` before and `+` after. */
function difference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  return [
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
  ].join('\n')
}

const eth = (name: string, ...rest: YamlPath): YamlPath => ['network', 'ethernets', name, ...rest]
const br0 = (...rest: YamlPath): YamlPath => ['network', 'bridges', 'br0', ...rest]

const CHANGES: readonly (readonly [string, Change, string])[] = [
  [
    'a value keeps its comment',
    { path: eth('eth0', 'dhcp4'), data: true },
    '-      dhcp4: no     # static\n+      dhcp4: true     # static',
  ],
  [
    'a quoted text stays quoted',
    { path: eth('eth0', 'addresses', 1), data: '10.9.0.2/24' },
    '-      - "10.0.0.2/24"\n+      - "10.9.0.2/24"',
  ],
  ["an item of a list in its key's column", { path: eth('eth0', 'addresses'), data: 'fd00::1/64', how: 'add' }, '+      - fd00::1/64'],
  ['a key behind the last of a block', { path: br0('dhcp6'), data: true }, '+      dhcp6: true'],
  [
    'a key among braces',
    { path: eth('eth1', 'optional'), data: true },
    '-    eth1: &usual {dhcp4: true,   mtu: 1400}\n+    eth1: &usual {dhcp4: true,   mtu: 1400, optional: true}',
  ],
  [
    'an item among brackets',
    { path: br0('interfaces'), data: 'eth1', how: 'add' },
    '-      interfaces: [ eth0 ]\n+      interfaces: [ eth0, eth1 ]',
  ],
  [
    'an item in empty brackets',
    { path: eth('eth0', 'nameservers', 'search'), data: 'lan', how: 'add' },
    '-      nameservers: {addresses: [1.1.1.1,  9.9.9.9], search: []}\n+      nameservers: {addresses: [1.1.1.1,  9.9.9.9], search: [lan]}',
  ],
  [
    'a device with a map of its own',
    { path: ['network', 'vlans', 'v5'], data: { id: 5, link: 'eth0', routes: [{ to: 'default', via: 'fe80::1' }] } },
    '+    v5:\n+      id: 5\n+      link: eth0\n+      routes:\n+        - to: default\n+          via: fe80::1',
  ],
  [
    'all that is missing on the way',
    { path: ['network', 'dummy-devices', 'd0', 'addresses', 0], data: '10.1.1.1/32' },
    '+  dummy-devices:\n+    d0:\n+      addresses: [10.1.1.1/32]',
  ],
  [
    'a MAC and an ambiguous word are quoted',
    { path: br0('macaddress'), data: '52:54:00:12:34:56' },
    '+      macaddress: "52:54:00:12:34:56"',
  ],
  [
    'a whole list in the place of another',
    { path: eth('eth0', 'addresses'), data: ['10.3.0.1/24', '10.3.0.2/24'] },
    '-      - 10.0.0.1/24  # main\n-      - "10.0.0.2/24"\n+      - 10.3.0.1/24\n+      - 10.3.0.2/24',
  ],
  [
    'a plain value in the place of a block',
    { path: br0('parameters'), data: {} },
    '-      parameters:\n-        stp: false\n+      parameters: {}',
  ],
  ['a key goes with its line', { path: eth('eth0', 'dhcp4'), how: 'remove' }, '-      dhcp4: no     # static'],
  ['an item goes with its line', { path: eth('eth0', 'addresses', 0), how: 'remove' }, '-      - 10.0.0.1/24  # main'],
  [
    'an item among brackets goes with its comma',
    { path: eth('eth0', 'nameservers', 'addresses', 1), how: 'remove' },
    '-      nameservers: {addresses: [1.1.1.1,  9.9.9.9], search: []}\n+      nameservers: {addresses: [1.1.1.1], search: []}',
  ],
  [
    'the first key behind a dash leaves the dash',
    { path: br0('routes', 0, 'to'), how: 'remove' },
    '-        - to: default\n-          via: 10.0.0.254\n+        - via: 10.0.0.254',
  ],
  [
    'the last key leaves braces, since netplan refuses nothing at all',
    { path: br0('parameters', 'stp'), how: 'remove' },
    '-      parameters:\n-        stp: false\n+      parameters: {}',
  ],
  [
    'the last item leaves brackets',
    { path: br0('routes', 0), how: 'remove' },
    '-      routes:\n-        - to: default\n-          via: 10.0.0.254\n-          metric: 5   # low\n+      routes: []   # low',
  ],
  ['a whole device', { path: br0(), how: 'remove' }, ''],
]

describe('one change', () => {
  test.each(CHANGES)('%s', (title, change, wanted) => {
    const after = edited(FILE, change)
    expect(after).toBeDefined()
    if (title !== 'a whole device') expect(difference(FILE, after ?? '')).toBe(wanted)
    else expect(after).toContain('  bridges: {}')
  })
})

describe('what cannot be done is not done', () => {
  test.each<readonly [string, Change]>([
    ['a change behind an alias', { path: eth('eth2', 'mtu'), data: 9000 }],
    ['the removal of what an alias refers to', { path: eth('eth1'), how: 'remove' }],
    ['its replacement', { path: eth('eth1'), data: {} }],
    ['a key below a plain value', { path: eth('eth0', 'dhcp4', 'x'), data: 1 }],
    ['a list that begins with its third item', { path: br0('addresses', 2), data: 'x' }],
    ['the removal of what is not there', { path: eth('eth9'), how: 'remove' }],
  ])('%s', (_, change) => {
    expect(edited(FILE, change)).toBeUndefined()
  })

  test('a file that is no YAML', () => {
    expect(edited('network: [', { path: ['network', 'version'], data: 2 })).toBeUndefined()
  })
})

test('an alias itself can be replaced, and an empty file begun', () => {
  expect(edited(FILE, { path: eth('eth2'), data: { dhcp4: true } })).toContain('    eth2: { dhcp4: true }\n')
  expect(edited('# empty', { path: ['network', 'version'], data: 2 })).toBe('# empty\nnetwork:\n  version: 2\n')
})

const key = fc.oneof(
  fc.constantFrom(
    'eth0',
    'mtu',
    'yes',
    '52:54:00:12:34:56',
    '::1/64',
    '- x',
    '#',
    'a: b',
    '',
    "it's",
    '"',
    '{',
    '*a',
    '1e3',
    '\u0085',
    'é 😀',
  ),
  fc.string({ unit: 'binary' }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
)
const data: fc.Arbitrary<YamlData> = fc.letrec<{ data: YamlData }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    key,
    fc.boolean(),
    fc.integer(),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(
      key.filter((name) => name !== '__proto__' && !/^\d+$/.test(name)),
      tie('data'),
      { maxKeys: 3 },
    ),
  ),
})).data

const path = fc.constantFrom<YamlPath>(
  eth('eth0', 'dhcp4'),
  eth('eth0', 'addresses'),
  eth('eth0', 'addresses', 0),
  eth('eth0', 'addresses', 2),
  eth('eth0', 'nameservers', 'search'),
  eth('eth0', 'nameservers', 'new'),
  eth('eth2'),
  eth('new'),
  br0('interfaces', 1),
  br0('parameters'),
  br0('routes', 0),
  br0('routes', 0, 'metric'),
  br0('routes', 1),
  ['network', 'vlans'],
  ['network', 'vlans', 'a', 'b'],
  ['network', 'version'],
  ['network', 'new'],
  ['new'],
)

test('after any edit the value is what was asked for, and everything else reads as before', () => {
  fc.assert(
    fc.property(path, data, (place, value) => {
      const after = edited(FILE, { path: place, data: value })
      expect(after).toBeDefined()
      const node = nodesAlong(document(after ?? ''), place).at(-1)
      expect(told(node)).toEqual(toldData(value))
      expect((after ?? '').split('\n').filter((line) => line.includes('# uplink') || line.includes('# netplan'))).toHaveLength(2)
    }),
    { numRuns: 600 },
  )
})

test('what was added and is removed again leaves the text as it was', () => {
  fc.assert(
    fc.property(fc.constantFrom<YamlPath>(eth('new'), br0('new'), eth('eth1', 'new'), ['network', 'new']), data, (place, value) => {
      const after = edited(FILE, { path: place, data: value }) ?? ''
      expect(edited(after, { path: place, how: 'remove' })).toBe(FILE)
    }),
    { numRuns: 300 },
  )
})
