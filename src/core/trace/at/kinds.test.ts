/** Whatever crosses a kind of interface that is not predicted yet says so and never claims to know. */
import { describe, expect, test } from 'vitest'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { load } from '../../load/index.js'
import type { TopologyNode } from '../../model/index.js'
import { ask } from '../../questions/index.js'

/** What b does | what the answer names as missing. b has 10.0.0.2, which a pings by a cable from eth0 to eth0. */
const TABLE = `
VLAN             | ip link add link eth0 name eth0.5 type vlan id 5; ip link set eth0 up; ip addr add 10.0.0.2/24 dev eth0.5                  | interface eth0.5 of kind vlan
VLAN in bridge   | ip link add link eth0 name v5 type vlan id 5; ip link set eth0 up; BRIDGE v5                                                | interface v5 of kind vlan
bond             | ip link add bond0 type bond; ip link set eth0 master bond0; ip link set bond0 up; ip addr add 10.0.0.2/24 dev bond0        | eth0 belongs to bond0
bond in bridge   | ip link add bond0 type bond; ip link set eth0 master bond0; ip link set bond0 up; BRIDGE bond0                              | eth0 belongs to bond0
VRF              | ip link add red type vrf table 10; ip link set eth0 master red; ip link set eth0 up; ip addr add 10.0.0.2/24 dev eth0      | eth0 belongs to red
macvlan          | ip link add link eth0 name mv0 type macvlan mode bridge; ip link set eth0 up; ip link set mv0 up; ip addr add 10.0.0.2/24 dev mv0 | interface mv0 of kind macvlan
macvlan, beside  | ip link add link eth0 name mv0 type macvlan mode bridge; ip link set eth0 up; ip link set mv0 up; ip addr add 10.0.0.2/24 dev eth0 | interface mv0 of kind macvlan
VXLAN in bridge  | ip link add vx0 type vxlan id 5 dstport 4789 remote 10.9.0.1; ip link set vx0 up; ip link set eth0 up; ip link set eth0 master br0; BRIDGE vx0 | interface vx0 of kind vxlan
VLAN filtering   | ip link set eth0 up; BRIDGE eth0; ip link set br0 type bridge vlan_filtering 1                                              | VLAN filtering of bridge br0
`

describe('undetermined, with what is missing', () => {
  test.each(TABLE.trim().split('\n'))('%s', (line) => {
    const [, commands = '', missing = ''] = line.split('|').map((cell) => cell.trim())
    const { network } = load({ captures: {} }, topologyOf(commandsOf(commands)))
    const ping = (from: string, to: string) => ask(network, { from, to, protocol: { kind: 'icmp' }, count: 1, interval: 1000 })
    const inward = ping('a', '10.0.0.2')
    expect(inward.verdict, inward.why.text).toBe('undetermined')
    expect(inward.missing.join('; ')).toContain(missing)
    // Outward a process that is not bound to a VRF has no route at all.
    expect(ping('b', '10.0.0.1').verdict).toBe(commands.includes('vrf') ? 'unreachable' : 'undetermined')
  })
})

function commandsOf(text: string): readonly string[] {
  const create = text.includes('br0') || text.includes('BRIDGE') ? ['ip link add br0 type bridge'] : []
  const lines = text.split('; ').flatMap((line) => {
    const port = /^BRIDGE (\w+)$/.exec(line)?.[1]
    return port === undefined ? [line] : [`ip link set ${port} master br0`, 'ip link set br0 up', 'ip addr add 10.0.0.2/24 dev br0']
  })
  return [...create, ...lines]
}

function topologyOf(commands: readonly string[]) {
  const eth0 = parseInterfaceName('eth0')
  if (eth0 === undefined) return expect.unreachable()
  const node = (name: string, kind: TopologyNode['kind'], lines: readonly string[]): TopologyNode => ({
    ...{ name, kind, roots: [], nics: [{ name: eth0 }], sysctl: [], iptables: [], listen: [] },
    commands: lines.map((text) => ({ text })),
  })
  const a = node('a', 'outside', ['ip link set eth0 up', 'ip addr add 10.0.0.1/24 dev eth0'])
  const ends = [
    { node: 'a', interface: eth0 },
    { node: 'b', interface: eth0 },
  ] as const
  return { name: 'kinds', worlds: [], nodes: [a, node('b', 'host', commands)], cables: [{ ends }], expect: [] }
}
