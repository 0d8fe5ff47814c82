/** Causes, fixes and explanations on the seed's networks: each fix is one that works, each reason the one behind the ending. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTopology } from '../../live/collect/topology-directory.js'
import { load } from '../load/index.js'
import type { Network } from '../model/index.js'
import type { Answer } from '../trace/index.js'
import { ask, fixes, targetOf } from './index.js'

function networkOf(scenario: string, world?: string): Network {
  const read = readTopology(join(import.meta.dirname, '../../../scenarios', scenario), world === undefined ? {} : { world })
  return load(read.snapshot, read.topology).network
}

function asked(network: Network, from: string, to: string): Answer {
  return ask(network, { from, to, protocol: { kind: 'icmp' }, count: 3, interval: 500 })
}

const commandsFor = (network: Network, answer: Answer) => fixes(network, answer).map(({ change }) => `${change.node}: ${change.command}`)

describe('the reason is the cause behind the ending', () => {
  test.each([
    ['seed-routed as-the-author', '4.2.2.2', 'nat/no-masquerade', 'netfilter/policy'],
    ['seed-routed plain-router', '4.2.2.2', 'nat/no-masquerade', 'route/blackhole'],
    ['seed-routed masquerade-all', '4.2.2.2', 'return/wrong-way', 'neighbour/no-answer'],
    ['seed-network77-lan as-the-author', '192.168.77.1', 'netfilter/policy', 'netfilter/policy'],
  ])('%s: host1 → %s is %s, ending in %s', (where, to, reason, ending) => {
    const [scenario = '', world] = where.split(' ')
    const answer = asked(networkOf(scenario, world), 'host1', to)
    expect([answer.outcome, answer.reason, answer.lost?.reason]).toEqual(['silence', reason, ending])
  })
})

describe('fixes work, and say what else they change', () => {
  test('a guest without NAT: the host masquerades', () => {
    const network = networkOf('seed-routed')
    const answer = asked(network, 'host1', '4.2.2.2')
    expect(commandsFor(network, answer)).toEqual(['server: iptables -t nat -A POSTROUTING -s 192.168.80.0/24 -o eth0 -j MASQUERADE'])
    expect(fixes(network, answer)[0]?.also).toContainEqual({
      from: 'host1',
      to: 'laptop',
      address: '10.10.11.1',
      before: 'silence',
      after: 'reply',
    })
  })

  test('an answer that goes the wrong way: what changes least comes first', () => {
    const network = networkOf('seed-routed')
    const answer = asked(network, 'host1', '10.10.11.1')
    expect(commandsFor(network, answer)).toEqual([
      'server: sysctl -w net.ipv4.conf.eth0.proxy_arp=1',
      'laptop: ip route replace 192.168.80.0/24 via 10.10.11.248',
      'server: iptables -t nat -A POSTROUTING -s 192.168.80.0/24 -o eth0 -j MASQUERADE',
    ])
    expect(fixes(network, answer).map(({ also }) => also.length)).toEqual([2, 3, 5])
  })

  test('where a change belongs so that it lasts', () => {
    const network = networkOf('seed-routed')
    expect(fixes(network, asked(network, 'host1', '10.10.11.1')).map(({ lasting }) => lasting)).toEqual([
      { file: '/etc/sysctl.d/60-network.conf', lines: ['net.ipv4.conf.eth0.proxy_arp = 1'] },
      {
        file: '/etc/network/interfaces',
        lines: ['    up ip route replace 192.168.80.0/24 via 10.10.11.248'],
        where: 'in the stanza of br0',
      },
      {
        file: '/etc/iptables/rules.v4',
        lines: ['-A POSTROUTING -s 192.168.80.0/24 -o eth0 -j MASQUERADE'],
        where: 'in *nat, before the other rules of the chain',
      },
    ])
  })

  test('a firewall: an ACCEPT no wider than the flow', () => {
    const network = networkOf('seed-network77-lan')
    const found = commandsFor(network, asked(network, 'host1', '192.168.77.1'))
    expect(found).toContain('laptop: iptables -I FORWARD -s 10.10.11.51/32 -d 192.168.77.1/32 -p icmp -j ACCEPT')
  })

  test('what works needs none', () => {
    const network = networkOf('seed-br1')
    expect(fixes(network, asked(network, 'laptop', '192.168.78.1'))).toEqual([])
  })
})

describe('surprising answers are explained', () => {
  test.each([
    ['seed-br1', 'laptop', '192.168.78.1', 'weak host model'],
    ['seed-br1', 'laptop', '192.168.78.1', 'laptop has an on-link route to 192.168.78.1 (dev br0)'],
    ['seed-network77', 'host1', '10.10.11.1', 'the request is routed by server, the answer comes back without it'],
    ['seed-hosts-on-virbr0', 'laptop', '192.168.122.184', "192.168.122.184 is host1's, a guest of server, and not on that segment"],
    ['seed-hosts-on-br1-static', 'host1', '10.10.11.1', 'Nexthop has invalid gateway'],
    ['seed-hosts-on-br1-dhcp', 'host1', '10.10.11.1', 'no DHCP server serves that segment'],
  ])('%s: %s → %s says "%4$s"', (scenario, from, to, text) => {
    expect(asked(networkOf(scenario), from, to).why.text).toContain(text)
  })
})

test('a node named as the target is its address on a network of the asker', () => {
  const network = networkOf('seed-br1')
  expect(targetOf(network, 'internet', 'laptop')).toBe('203.0.113.2')
  expect(targetOf(network, 'server', 'laptop')).toBe('10.10.11.1')
  expect(targetOf(network, 'server', 'laptop:wan0')).toBe('203.0.113.2')
  expect(targetOf(network, 'server', 'www.google.com')).toBe('www.google.com')
})
