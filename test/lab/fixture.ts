/** A small network as the loader would hand it over: a laptop with a bridge and dnsmasq, a server that leases its address, a guest behind it. */

import type { InterfaceName } from '../../src/core/addresses/interface-name.js'
import type { Ipv4 } from '../../src/core/addresses/ipv4.js'
import type { Mac } from '../../src/core/addresses/mac.js'
import type { Prefix } from '../../src/core/addresses/prefix.js'
import { why } from '../../src/core/diagnostics/why.js'
import type { BootEvent, Lease } from '../../src/core/load/journal.js'
import type {
  Address,
  Cable,
  Ethernet,
  Expectation,
  Interface,
  KernelRequest,
  Listener,
  NameAndLeaseServer,
  Network,
  Node,
  RequestResult,
} from '../../src/core/model/index.js'
import { DEFAULT_RULES6 } from '../../src/core/model/routing.js'
import type { Answer, Question } from '../../src/core/trace/answer.js'

export const name = (text: string) => text as InterfaceName
export const ip = (text: string) => text as Ipv4
const mac = (text: string) => text as Mac
const prefix = (text: string): Prefix => ({ address: ip(text.split('/')[0] ?? ''), length: Number(text.split('/')[1]) })

function card(text: string, address: string, more: Partial<Ethernet> = {}): Ethernet {
  return { kind: 'ethernet', medium: 'hardware', name: name(text), mac: mac(address), mtu: 1500, up: true, owner: 'hardware', ...more }
}

function bridge(text: string): Interface {
  return {
    kind: 'bridge',
    name: name(text),
    mac: mac('02:00:00:00:0b:00'),
    mtu: 1500,
    up: true,
    owner: 'ifupdown',
    stp: text === 'br1',
    forwardDelay: 200,
    ageing: 30000,
    vlanFiltering: false,
    macSet: false,
  }
}

function address(on: string, text: string): Address {
  return { interface: name(on), address: prefix(text).address, length: prefix(text).length, scope: 'global', secondary: false }
}

function node(title: string, kind: Node['kind'], parts: Partial<Node>): Node {
  return {
    name: title,
    kind,
    interfaces: [],
    addresses: [],
    routes: [],
    rules: [],
    neighbours: [],
    inet6: { addresses: [], routes: [], rules: DEFAULT_RULES6, neighbours: [] },
    sysctls: {},
    chains: [],
    nftables: [],
    listeners: [],
    servers: [],
    resolver: { nameServers: [], search: [], hosts: [] },
    libvirtNetworks: [],
    unmodelled: [],
    ...parts,
  }
}

const ssh: Listener = { protocol: 'tcp', port: 22 }

const dnsmasq: NameAndLeaseServer = {
  name: 'lan',
  interfaces: [name('br0')],
  exceptInterfaces: [],
  ranges: [{ start: ip('10.10.11.200'), end: ip('10.10.11.254'), length: 24 }],
  hosts: [{ mac: '52:54:00:87:a5:22', address: ip('10.10.11.248') }],
  dns: true,
  upstream: [],
  localService: false,
  authoritative: true,
  records: [{ name: 'laptop.lan', address: ip('10.10.11.1'), wildcard: false }],
}

const lease: Lease = {
  address: ip('10.10.11.248'),
  length: 24,
  routers: [ip('10.10.11.1')],
  nameServers: [ip('10.10.11.1')],
  server: { node: 'laptop', address: ip('10.10.11.1') },
}

const resolver = { nameServers: [{ address: ip('10.10.11.1') }], search: [], hosts: [] }

const cables: readonly Cable[] = [
  {
    ends: [
      { node: 'laptop', interface: name('lan0') },
      { node: 'server', interface: name('eth0') },
    ],
  },
  {
    ends: [
      { node: 'server', interface: name('vnet0') },
      { node: 'host1', interface: name('eth0') },
    ],
  },
]

export const NETWORK: Network = {
  name: 'fixture',
  cables,
  diagnostics: [],
  nodes: {
    laptop: node('laptop', 'outside', {
      interfaces: [card('lan0', '52:54:00:00:00:01', { master: name('br0') }), bridge('br0')],
      servers: [dnsmasq],
      addresses: [address('br0', '10.10.11.1/24')],
    }),
    server: node('server', 'host', {
      interfaces: [
        card('eth0', '52:54:00:87:a5:22'),
        card('eth1', '52:54:00:2e:52:ed'),
        card('vnet0', 'fe:54:00:00:00:03', { master: name('br1') }),
        bridge('br1'),
      ],
      addresses: [address('eth0', '10.10.11.248/24'), address('br1', '192.168.77.1/24')],
      listeners: [ssh],
      resolver,
    }),
    host1: node('host1', 'guest', { interfaces: [card('eth0', '52:54:00:00:00:04')], addresses: [address('eth0', '192.168.77.2/24')] }),
  },
}

const DONE: RequestResult = { kind: 'done' }

export function request(on: string, what: KernelRequest, result: RequestResult = DONE): BootEvent {
  return { node: on, phase: 'test', kind: 'request', request: what, result }
}

const up = (on: string, device: string): BootEvent => request(on, { kind: 'link-set', name: name(device), up: true })
const port = (on: string, device: string, master: string): BootEvent =>
  request(on, { kind: 'link-set', name: name(device), master: name(master), up: true })
const add = (on: string, device: string, text: string): BootEvent =>
  request(on, { kind: 'address-add', interface: name(device), address: prefix(text).address, length: prefix(text).length, broadcast: '+' })
const gateway = (text: string): KernelRequest => ({
  kind: 'route-add',
  mode: 'add',
  type: 'unicast',
  to: prefix('0.0.0.0/0'),
  hops: [{ gateway: ip(text) }],
})
const makeBridge = (on: string, device: string): BootEvent =>
  request(on, { kind: 'link-add', name: name(device), link: 'bridge', text: `brctl addbr ${device}` })

export const JOURNAL: readonly BootEvent[] = [
  up('laptop', 'lo'),
  makeBridge('laptop', 'br0'),
  port('laptop', 'lan0', 'br0'),
  up('laptop', 'br0'),
  add('laptop', 'br0', '10.10.11.1/24'),
  request('laptop', {
    kind: 'route-add',
    mode: 'prepend',
    type: 'unicast',
    to: prefix('192.168.77.0/24'),
    hops: [{ gateway: ip('10.10.11.248') }],
  }),
  { node: 'laptop', phase: 'test', kind: 'server', server: dnsmasq },
  up('server', 'lo'),
  up('server', 'eth0'),
  { node: 'server', phase: 'ifup eth0', kind: 'dhcp', interface: name('eth0'), lease, why: why('the laptop answers') },
  add('server', 'eth0', '10.10.11.248/24'),
  request('server', gateway('10.10.11.1')),
  { node: 'server', phase: 'ifup eth0', kind: 'resolver', resolver },
  makeBridge('server', 'br1'),
  request('server', { kind: 'bridge-set', name: name('br1'), stp: true, forwardDelay: 200 }),
  up('server', 'br1'),
  add('server', 'br1', '192.168.77.1/24'),
  port('server', 'vnet0', 'br1'),
  request('server', { kind: 'sysctl-set', key: 'net.ipv4.ip_forward', value: '1' }),
  request('server', {
    kind: 'netfilter-rule',
    operation: 'append',
    family: 'ip',
    table: 'filter',
    chain: 'FORWARD',
    rule: {
      matches: [],
      target: { kind: 'reject', with: 'icmp-port-unreachable' },
      text: '-A FORWARD -d 10.10.11.77/32 -m comment --comment "a b" -j REJECT',
    },
  }),
  request('server', {
    kind: 'netfilter-rule',
    operation: 'append',
    family: 'ip',
    table: 'nat',
    chain: 'POSTROUTING',
    rule: { matches: [], target: { kind: 'masquerade' }, text: '-A POSTROUTING -s 192.168.99.0/24 -j MASQUERADE' },
  }),
  up('host1', 'lo'),
  up('host1', 'eth0'),
  add('host1', 'eth0', '192.168.77.2/24'),
  request('host1', gateway('10.0.0.1'), { kind: 'refused', error: 'Nexthop has invalid gateway', text: 'Nexthop has invalid gateway' }),
  request('host1', gateway('192.168.77.1')),
]

const twin = (title: string, left: string, right: string): Cable => ({
  ends: [
    { node: 'laptop', interface: name(left) },
    { node: title, interface: name(right) },
  ],
})

/** Two bridges with two cables between them. */
export const LOOP: Network = {
  name: 'loop',
  diagnostics: [],
  cables: [twin('server', 'lan0', 'eth0'), twin('server', 'lan1', 'eth1')],
  nodes: {
    laptop: node('laptop', 'outside', {
      interfaces: [
        card('lan0', '52:54:00:00:00:01', { master: name('br0') }),
        card('lan1', '52:54:00:00:00:02', { master: name('br0') }),
        bridge('br0'),
      ],
    }),
    server: node('server', 'host', {
      interfaces: [
        card('eth0', '52:54:00:00:00:03', { master: name('br1') }),
        card('eth1', '52:54:00:00:00:04', { master: name('br1') }),
        bridge('br1'),
      ],
    }),
  },
}

export const LOOP_JOURNAL: readonly BootEvent[] = [
  makeBridge('laptop', 'br0'),
  port('laptop', 'lan0', 'br0'),
  port('laptop', 'lan1', 'br0'),
  up('laptop', 'br0'),
  add('laptop', 'br0', '10.10.11.1/24'),
  makeBridge('server', 'br1'),
  request('server', { kind: 'bridge-set', name: name('br1'), stp: true, forwardDelay: 200 }),
  up('server', 'br1'),
  port('server', 'eth0', 'br1'),
  port('server', 'eth1', 'br1'),
  add('server', 'br1', '10.10.11.2/24'),
]

export function expectation(from: string, to: string, more: Partial<Expectation> = {}): Expectation {
  return { id: `${from}-${to}`, from, to, protocol: { kind: 'icmp' }, outcome: 'reply', count: 2, interval: 200, ...more }
}

export function answer(expected: Expectation, more: Partial<Answer>): Answer {
  const { from, to, protocol, count, interval } = expected
  const question: Question = { from, to, protocol, count, interval }
  return {
    question,
    verdict: 'reachable',
    outcome: 'reply',
    reason: 'reachable',
    why: why('it arrives'),
    redirects: [],
    missing: [],
    probes: [],
    replies: protocol.kind === 'icmp' ? count : 1,
    ...more,
  }
}
