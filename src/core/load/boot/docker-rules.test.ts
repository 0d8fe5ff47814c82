/** Docker's rules: who comes first, and what each kind of network leaves out. */
import { expect, test } from 'vitest'
import { type DockerNetwork, type DockerOptions, dockerDump, dockerRules } from './docker-rules.js'

const OPTIONS: DockerOptions = { hairpin: false, userChain: true, rawRules: true }
const BRIDGE: DockerNetwork = {
  bridge: 'docker0',
  internal: false,
  icc: true,
  masquerade: true,
  subnets: { ip: { prefix: '172.17.0.0/16', mode: 'nat' }, ip6: { prefix: 'fd00:17::/64', mode: 'nat' } },
  containers: [
    {
      addresses: { ip: '172.17.0.2', ip6: 'fd00:17::2' },
      ports: [
        { protocol: 'tcp', address: '172.17.0.2', port: 80, hostPort: 8080 },
        { protocol: 'tcp', address: 'fd00:17::2', port: 80, hostPort: 8080 },
      ],
    },
  ],
}

const rulesOf = (chain: string, networks: readonly DockerNetwork[], options: DockerOptions = OPTIONS): readonly string[] =>
  dockerRules(networks, options, 'ip').flatMap((one) =>
    one.name === chain && one.table === 'filter' ? one.rules.map((rule) => rule.text) : [],
  )

test('what people write into DOCKER-USER is asked before all of it', () => {
  expect(rulesOf('FORWARD', [])).toEqual(['-A FORWARD -j DOCKER-USER', '-A FORWARD -j DOCKER-FORWARD'])
  expect(rulesOf('FORWARD', [], { ...OPTIONS, userChain: false })).toEqual(['-A FORWARD -j DOCKER-FORWARD'])
})

test('a published port is opened before the network is closed, though the network was there first', () => {
  expect(rulesOf('DOCKER', [BRIDGE])).toEqual([
    '-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A DOCKER ! -i docker0 -o docker0 -j DROP',
  ])
})

test('without raw rules a neighbour may send to a container directly', () => {
  expect(dockerDump([BRIDGE], OPTIONS, 'ip')).toContain('-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP\n')
  expect(dockerDump([BRIDGE], { ...OPTIONS, rawRules: false }, 'ip')).not.toContain('-d 172.17.0.2/32 ! -i docker0 -j DROP')
})

test('each family has its own rules, and all of them are understood', () => {
  const chains = dockerRules([BRIDGE], OPTIONS, 'ip6')
  expect(
    chains
      .flatMap((chain) => chain.rules)
      .flatMap((rule) => rule.matches)
      .filter((match) => match.kind === 'unrecognised'),
  ).toEqual([])
  expect(chains.flatMap((chain) => chain.rules).map((rule) => rule.target)).toContainEqual({
    kind: 'dnat6',
    to: { from: 'fd00:17::2', to: 'fd00:17::2' },
    ports: { from: 80, to: 80 },
  })
})

test('nothing is translated for a network that is internal', () => {
  expect(dockerDump([{ ...BRIDGE, internal: true }], OPTIONS, 'ip')).not.toMatch(/MASQUERADE|DNAT/)
})
