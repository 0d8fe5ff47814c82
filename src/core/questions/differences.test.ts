/** Differential reachability on the seed's networks: what differs, in which order, and for which reason. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTopology } from '../../live/collect/topology-directory.js'
import { load, tryCommand } from '../load/index.js'
import type { Network } from '../model/index.js'
import { type Differences, differencesOf } from './index.js'

function networkOf(scenario: string, world?: string): Network {
  const read = readTopology(join(import.meta.dirname, '../../../scenarios', scenario), world === undefined ? {} : { world })
  return load(read.snapshot, read.topology).network
}

const linesOf = ({ groups }: Differences) =>
  groups.map(({ kind, before, after, at, flows }) => `${kind} ${flows.length}: ${before} → ${after} on ${at}`)

test('a network does not differ from itself, and says how much was compared', () => {
  const network = networkOf('seed-br1')
  expect(differencesOf(network, network)).toEqual({ protocols: ['icmp', 'tcp/22'], compared: 54, unknown: 0, groups: [] })
})

test('two worlds: the firewall of the outside is the cause, and what another reason has now is told apart', () => {
  const differences = differencesOf(networkOf('seed-network77-lan'), networkOf('seed-network77-lan', 'plain-router'))
  expect(linesOf(differences)).toEqual([
    'changed 1: netfilter/policy → neighbour/no-answer on laptop',
    'gained 6: netfilter/policy → reachable on laptop',
  ])
  expect(differences.groups[1]?.why.text).toContain('filter FORWARD: no rule decides, the policy is DROP')
})

test('the other way round, what was gained is lost', () => {
  const [one, other] = [networkOf('seed-network77-lan'), networkOf('seed-network77-lan', 'plain-router')]
  const flowsOf = (kind: string, { groups }: Differences) =>
    groups
      .filter((group) => group.kind === kind)
      .flatMap((group) => group.flows.map(({ from, address, protocol }) => `${from} ${address} ${protocol}`))
      .sort()
  const [there, back] = [differencesOf(one, other), differencesOf(other, one)]
  expect(flowsOf('lost', back)).toEqual(flowsOf('gained', there))
  expect(flowsOf('gained', back)).toEqual(flowsOf('lost', there))
})

describe('commands, tried in the model', () => {
  test.each([
    ['ip link set br0 down', 'server', ['lost 13: reachable → link/down on host1', 'lost 2: reachable → neighbour/no-answer on laptop']],
    // Without a firewall on host1 a translation by the server would have been enough: now it is not the cause any more.
    [
      'iptables -I INPUT -p icmp -j DROP',
      'host1',
      ['lost 10: reachable → netfilter/drop on host1', 'changed 4: nat/no-masquerade → netfilter/policy on laptop'],
    ],
    ['ip link set lo up', 'server', []],
  ])('%s on %s', (command, node, lines) => {
    const network = networkOf('seed-network77')
    const tried = tryCommand(network, node, command)
    expect([tried.refused, tried.unmodelled]).toEqual([undefined, []])
    expect(linesOf(differencesOf(network, tried.network)).slice(0, 2)).toEqual(lines)
  })

  test('what the kernel refuses is told as the program tells it', () => {
    expect(tryCommand(networkOf('seed-br1'), 'server', 'ip link set br7 down').refused).toBe('Cannot find device "br7"')
  })

  test('what is not modelled is named', () => {
    expect(tryCommand(networkOf('seed-br1'), 'server', 'frobnicate eth0').unmodelled).toEqual(['frobnicate eth0'])
  })
})

test('an address that goes away is a loss, one that nobody reached is not', () => {
  const network = networkOf('seed-br1')
  const { network: after } = tryCommand(network, 'server', 'ip addr del 192.168.78.1/24 dev br1')
  const differences = differencesOf(network, after, { protocol: { kind: 'icmp' }, node: (name) => name !== 'internet' })
  expect(linesOf(differences)).toEqual(['lost 1: reachable → absent on undefined'])
  expect(differences.groups[0]?.flows.map(({ from, address }) => [from, address])).toEqual([['laptop', '192.168.78.1']])
})
