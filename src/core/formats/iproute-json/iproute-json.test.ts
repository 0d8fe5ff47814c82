/** What iproute2 prints, as the model has it; and the promises that hold for any text. */
import { expect, test } from 'vitest'
import { expectFormatContract } from '../../../../test/format-contract.js'
import {
  addressesOf,
  interfacesOf,
  iprouteJson,
  namespacesOf,
  neighboursOf,
  parse,
  placesOf,
  routes6Of,
  routesOf,
  rulesOf,
  unmodelledOf,
  vlansOf,
} from './index.js'

const read = (value: unknown) => parse(JSON.stringify(value), 'live').document

/** `ip -details -json address` of a bridge with one port. */
const BRIDGE = [
  { ifindex: 1, ifname: 'lo', flags: ['LOOPBACK', 'UP'], mtu: 65536, link_type: 'loopback', address: '00:00:00:00:00:00', addr_info: [] },
  {},
  {
    ...{
      ifindex: 2,
      ifname: 'eth0',
      flags: ['BROADCAST', 'UP'],
      mtu: 1500,
      master: 'br0',
      link_type: 'ether',
      address: '52:54:00:00:00:01',
    },
    linkinfo: {
      info_slave_kind: 'bridge',
      info_slave_data: { state: 'forwarding', priority: 32, cost: 4, hairpin: true, learning: true, flood: true, isolated: false },
    },
    addr_info: [],
  },
  {
    ...{ ifindex: 3, ifname: 'br0', flags: ['BROADCAST', 'UP'], mtu: 1500, link_type: 'ether', address: '52:54:00:00:00:01' },
    linkinfo: {
      info_kind: 'bridge',
      info_data: {
        forward_delay: 200,
        hello_time: 200,
        max_age: 2000,
        ageing_time: 30000,
        stp_state: 1,
        priority: 4096,
        vlan_filtering: 0,
      },
    },
    addr_info: [
      { family: 'inet', local: '10.0.0.1', prefixlen: 24, broadcast: '10.0.0.255', scope: 'global', label: 'br0' },
      { family: 'inet', local: '10.0.0.50', prefixlen: 24, scope: 'global', secondary: true, label: 'br0:0' },
      { family: 'inet6', local: 'fe80::5054:ff:fe00:1', prefixlen: 64, scope: 'link', protocol: 'kernel_ll' },
    ],
  },
]

test('a bridge, its port and its addresses', () => {
  const document = read(BRIDGE)
  expect(document.kind).toBe('address')
  const [lo, eth0, br0] = interfacesOf(document)
  expect(lo).toMatchObject({ kind: 'loopback', up: true })
  expect(eth0).toMatchObject({ kind: 'ethernet', medium: 'hardware', master: 'br0', port: { cost: 4, hairpin: true, isolated: false } })
  expect(br0).toMatchObject({ kind: 'bridge', stp: true, forwardDelay: 200, priority: 4096, vlanFiltering: false })
  const { addresses, addresses6 } = addressesOf(document)
  expect(addresses).toMatchObject([
    { interface: 'br0', address: '10.0.0.1', length: 24, broadcast: '10.0.0.255', secondary: false },
    { address: '10.0.0.50', secondary: true, label: 'br0:0' },
  ])
  expect(addresses[0]?.label).toBeUndefined()
  expect(addresses6).toMatchObject([{ address: 'fe80::5054:ff:fe00:1', scope: 'link', byKernel: true }])
})

test('each fact knows the object that it was read from', () => {
  const text = JSON.stringify(BRIDGE)
  const origin = interfacesOf(parse(text, 'live').document)[2]?.origin
  expect(JSON.parse(text.slice(origin?.start, origin?.end))).toMatchObject({ ifname: 'br0' })
})

test.each([
  [
    { info_kind: 'vlan', info_data: { protocol: '802.1ad', id: 10, flags: ['REORDER_HDR'] } },
    { kind: 'vlan', lower: 'eth0', id: 10, protocol: '802.1ad' },
  ],
  [
    { info_kind: 'macvtap', info_data: { mode: 'bridge' } },
    { kind: 'macvlan', tap: true, mode: 'bridge', lower: 'eth0' },
  ],
  [
    { info_kind: 'bond', info_data: { mode: '802.3ad', miimon: 100, ad_lacp_rate: 'fast' } },
    { kind: 'bond', mode: '802.3ad', miimon: 100, settings: { ad_lacp_rate: 'fast' } },
  ],
  [
    { info_kind: 'vxlan', info_data: { id: 42, remote: '10.0.0.2', local: '10.0.0.1', port: 4789, learning: false } },
    { kind: 'vxlan', id: 42, remote: '10.0.0.2', udpPort: 4789, learning: false },
  ],
  [
    { info_kind: 'vrf', info_data: { table: 10 } },
    { kind: 'vrf', table: '10' },
  ],
  [
    { info_kind: 'ipip', info_data: { remote: '10.0.0.9', local: 'any', ttl: 0 } },
    { kind: 'tunnel', mode: 'ipip', remote: '10.0.0.9', settings: { ttl: '0' } },
  ],
  [
    { info_kind: 'tun', info_data: { type: 'tap' } },
    { kind: 'ethernet', medium: 'tap' },
  ],
  [{ info_kind: 'veth' }, { kind: 'veth', peer: 'eth0' }],
  [{ info_kind: 'hsr' }, { kind: 'unrecognised', kernelKind: 'hsr' }],
])('a device of kind %j', (linkinfo, expected) => {
  const device = {
    ifindex: 9,
    ifname: 'x0',
    link: 'eth0',
    flags: [],
    mtu: 1500,
    link_type: 'ether',
    txqlen: 1000,
    address: '02:00:00:00:00:01',
    linkinfo,
  }
  expect(interfacesOf(read([device]))[0]).toMatchObject({ ...expected, up: false, owner: 'kernel' })
})

test('routes, with and without details', () => {
  const document = read([
    {
      type: 'unicast',
      dst: 'default',
      gateway: '10.0.0.254',
      dev: 'eth0',
      protocol: 'dhcp',
      scope: 'global',
      metric: 100,
      flags: ['onlink'],
    },
    { dst: '10.0.0.0/24', dev: 'eth0', protocol: 'kernel', scope: 'link', prefsrc: '10.0.0.1', flags: [] },
    { type: 'local', dst: '10.0.0.1', dev: 'eth0', table: 'local', protocol: 'kernel', scope: 'host', prefsrc: '10.0.0.1', flags: [] },
    {
      dst: '10.1.0.0/16',
      protocol: 'bird',
      flags: [],
      nexthops: [
        { gateway: '10.0.0.2', dev: 'eth0', weight: 2, flags: [] },
        { dev: 'eth1', weight: 1, flags: [] },
      ],
    },
    { type: 'blackhole', dst: '10.2.0.0/16', flags: [], metrics: [{ mtu: 1400 }] },
  ])
  expect(document.kind).toBe('route')
  expect(routesOf(document)).toMatchObject([
    { table: 'main', to: { length: 0 }, metric: 100, hops: [{ interface: 'eth0', gateway: '10.0.0.254', onlink: true }], protocol: 'dhcp' },
    { to: { address: '10.0.0.0', length: 24 }, scope: 'link', source: '10.0.0.1', protocol: 'kernel' },
    { table: 'local', type: 'local', to: { address: '10.0.0.1', length: 32 }, scope: 'host' },
    {
      protocol: 'static',
      hops: [
        { gateway: '10.0.0.2', weight: 2 },
        { interface: 'eth1', weight: 1 },
      ],
    },
    { type: 'blackhole', hops: [], mtu: 1400, protocol: 'boot' },
  ])
  expect(routes6Of(read([{ dst: 'default', gateway: 'fe80::1', dev: 'eth0', metric: 1024, flags: [], pref: 'medium' }]))).toMatchObject([
    { to: { address: '::', length: 0 }, hops: [{ gateway: 'fe80::1' }], metric: 1024 },
  ])
})

test('rules; one with a selector that the model has not is no plain rule, and is told', () => {
  const document = read([
    { priority: 0, src: 'all', table: 'local' },
    { priority: 100, src: '10.0.0.0', srclen: 8, fwmark: '0x1', fwmask: '0x3', iif: 'eth0', table: '10' },
    { priority: 101, src: 'all', action: 'unreachable' },
    { priority: 102, not: null, src: '10.1.0.0', srclen: 16, table: 'main', suppress_prefixlen: 0 },
  ])
  expect(document.kind).toBe('rule')
  const rules = rulesOf(document)
  expect(rules.map((rule) => rule.preference)).toEqual([0, 100, 101])
  expect(rules[1]).toMatchObject({
    from: { address: '10.0.0.0', length: 8 },
    mark: { value: 1, mask: 3 },
    inInterface: 'eth0',
    action: { table: '10' },
  })
  expect(unmodelledOf(document)).toMatchObject([
    { what: 'rule priority 102 not src 10.1.0.0 srclen 16 table main suppress_prefixlen 0', touches: 'anything' },
  ])
})

test('only neighbours that were configured', () => {
  const document = read([
    { dst: '10.0.0.2', dev: 'eth0', lladdr: '02:00:00:00:00:02', state: ['PERMANENT'] },
    { dst: '10.0.0.3', dev: 'eth0', lladdr: '02:00:00:00:00:03', state: ['REACHABLE'] },
    { dst: 'fe80::9', dev: 'eth0', proxy: null },
  ])
  expect(document.kind).toBe('neighbour')
  expect(neighboursOf(document)).toMatchObject({
    neighbours: [{ address: '10.0.0.2', state: 'permanent', mac: '02:00:00:00:00:02' }],
    neighbours6: [{ address: 'fe80::9', state: 'proxy' }],
  })
})

test('VLANs of ports, places of addresses, namespaces', () => {
  const vlans = vlansOf(
    read([
      {
        ifname: 'eth0',
        vlans: [
          { vlan: 1, flags: ['PVID', 'Egress Untagged'] },
          { vlan: 20, vlanEnd: 22 },
        ],
      },
    ]),
  )
  expect(vlans.get('eth0')).toEqual([
    { id: 1, pvid: true, untagged: true },
    ...[20, 21, 22].map((id) => ({ id, pvid: false, untagged: false })),
  ])
  const places = placesOf(read([{ mac: '02:00:00:00:00:01', ifname: 'eth0', vlan: 20, flags: [], master: 'br0', state: 'permanent' }]))
  expect(places).toMatchObject([{ mac: '02:00:00:00:00:01', interface: 'eth0', vlan: 20, bridge: 'br0', permanent: true }])
  expect(namespacesOf(read([{ name: 'blue', id: 1 }, { name: 'red' }]))).toEqual(['blue', 'red'])
})

test('what is no output of iproute2 is told, and nothing is read', () => {
  for (const text of ['{"ifname":"eth0"}', '[1]', 'Cannot open network namespace', '[{"ifname":'])
    expect(parse(text, 'live').diagnostics).toMatchObject([{ code: 'iproute-json/not-json', severity: 'error' }])
  expect(parse('', 'live')).toEqual({ document: { entries: [] }, diagnostics: [] })
  expect(iprouteJson.likeness('[{"ifindex":1,"ifname":"lo"}]')).toBeGreaterThan(0.5)
  expect(iprouteJson.likeness('[{"name":"x","version":"1"}]')).toBeLessThan(0.5)
  expect(iprouteJson.likeness('network: {version: 2}')).toBe(0)
})

test('whatever the text', () => {
  const pieces = [
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"ifname"',
    '"dst"',
    '"eth0"',
    '"default"',
    '"addr_info"',
    '"priority"',
    '1',
    'null',
    '"\\""',
    ' ',
    '"vlans"',
  ]
  const after = (document: ReturnType<typeof read>) => [
    interfacesOf(document),
    addressesOf(document),
    routesOf(document),
    rulesOf(document),
    neighboursOf(document),
    placesOf(document),
    unmodelledOf(document),
  ]
  expectFormatContract({ parse, after, pieces })
})
