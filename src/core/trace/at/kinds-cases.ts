/** Cases for kinds.test.ts. Each: a title, `cable A:if B:if`, `NODE: command; command`, and `FROM > ADDRESS | verdict reason | part of the why`. */

export type Row = { readonly from: string; readonly to: string; readonly verdict: string; readonly reason: string; readonly text: string }
export type Case = {
  readonly title: string
  readonly nodes: Readonly<Record<string, readonly string[]>>
  readonly cables: readonly (readonly string[])[]
  readonly rows: readonly Row[]
}

export function readCases(text: string): readonly Case[] {
  return text.trim().split(/\n\n+/).map(readCase)
}

function readCase(text: string): Case {
  const [title = '', ...lines] = text.split('\n').map((line) => line.trim())
  const cables = lines.filter((line) => line.startsWith('cable ')).map((line) => line.split(' ').slice(1))
  const rows = lines.filter((line) => line.includes(' > ')).map(readRow)
  const nodes = lines.filter((line) => /^\w+: /.test(line)).map((line) => [line.slice(0, line.indexOf(':')), commandsOf(line)] as const)
  return { title, cables, rows, nodes: Object.fromEntries(nodes) }
}

function readRow(line: string): Row {
  const [question = '', outcome = '', text = ''] = line.split(' | ')
  const [from = '', to = ''] = question.split(' > ')
  const [verdict = '', reason = ''] = outcome.split(' ')
  return { from, to, verdict, reason, text }
}

/** `ADDRESS eth0` puts the address and sets the card up; `up A B` sets devices up; `BRIDGE br0 A B` makes a bridge of ports. */
function commandsOf(line: string): readonly string[] {
  const commands = line.slice(line.indexOf(':') + 1).split(';')
  return commands.flatMap((command) => expand(command.trim()))
}

function expand(command: string): readonly string[] {
  const [first = '', second = '', ...others] = command.split(' ')
  if (/^[\d.]+$/.test(first)) return [`ip link set ${second} up`, `ip addr add ${first}/24 dev ${second}`]
  if (first === 'up') return [second, ...others].map((name) => `ip link set ${name} up`)
  if (first === 'BOND') {
    const [mode, ...ports] = others
    return [
      `ip link add ${second} type bond mode ${mode} miimon 100`,
      ...ports.map((port) => `ip link set ${port} master ${second}`),
      `ip link set ${second} up`,
    ]
  }
  if (first !== 'BRIDGE') return command === '' ? [] : [command]
  return [
    `ip link add ${second} type bridge`,
    ...others.flatMap((port) => [`ip link set ${port} master ${second}`, `ip link set ${port} up`]),
    `ip link set ${second} up`,
  ]
}

export const CASES = `
A VLAN device at both ends
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: up eth0; ip link add link eth0 name v5 type vlan id 5; 10.0.0.2 v5
a > 10.0.0.2 | reachable reachable | the answer comes back

Two VLANs of one cable do not hear each other
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: up eth0; ip link add link eth0 name eth0.6 type vlan id 6; 10.0.0.2 eth0.6
a > 10.0.0.2 | unreachable vlan/no-device | the tag of VLAN 5, and no interface there is of that VLAN

A VLAN at one end only: b answers ARP on eth0 for what eth0.5 has, and sends its answer with a tag that a does not take
cable a:eth0 b:eth0
a: 10.0.0.1 eth0
b: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.2 eth0.5
a > 10.0.0.2 | unreachable vlan/no-device | the tag of VLAN 5

802.1ad is not 802.1Q
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: up eth0; ip link add link eth0 name eth0.5 type vlan protocol 802.1ad id 5; 10.0.0.2 eth0.5
a > 10.0.0.2 | unreachable vlan/no-device | VLAN 5

Two tags
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name o type vlan protocol 802.1ad id 100; ip link add link o name i type vlan id 7; up o i; 10.0.0.1 i
b: up eth0; ip link add link eth0 name o type vlan protocol 802.1ad id 100; ip link add link o name i type vlan id 7; up o i; 10.0.0.2 i
a > 10.0.0.2 | reachable reachable | the answer comes back

The VLAN device takes its frames before the bridge that its card is a port of
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: BRIDGE br0 eth0; ip link add link eth0 name v5 type vlan id 5; up v5; ip link add br5 type bridge; ip link set v5 master br5; 10.0.0.2 br5
a > 10.0.0.2 | reachable reachable | the answer comes back

A VLAN of a bridge that does not look at VLANs
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: BRIDGE br0 eth0; ip link add link br0 name br0.5 type vlan id 5; 10.0.0.2 br0.5
a > 10.0.0.2 | reachable reachable | the answer comes back

A bridge that does not look at VLANs carries tagged frames through
cable a:eth0 s:pa
cable b:eth0 s:pb
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.2 eth0.5
s: BRIDGE br0 pa pb
a > 10.0.0.2 | reachable reachable | the answer comes back

A bridge that filters VLANs lets in what its ports are members of: VLAN 1 alone
cable a:eth0 s:pa
cable b:eth0 s:pb
a: 10.1.0.1 eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: 10.1.0.2 eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.2 eth0.5
s: BRIDGE br0 pa pb; ip link set br0 type bridge vlan_filtering 1
a > 10.0.0.2 | unreachable vlan/not-member | pa is not a member of VLAN 5
a > 10.1.0.2 | reachable reachable | the answer comes back

Both ports are members
cable a:eth0 s:pa
cable b:eth0 s:pb
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.2 eth0.5
s: BRIDGE br0 pa pb; ip link set br0 type bridge vlan_filtering 1; bridge vlan add vid 5 dev pa; bridge vlan add vid 5 dev pb
a > 10.0.0.2 | reachable reachable | the answer comes back

An access port and a trunk
cable a:eth0 s:pa
cable b:eth0 s:pb
a: 10.0.0.1 eth0
b: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.2 eth0.5
s: BRIDGE br0 pa pb; ip link set br0 type bridge vlan_filtering 1; bridge vlan add vid 5 dev pa pvid untagged; bridge vlan add vid 5 dev pb
a > 10.0.0.2 | reachable reachable | the answer comes back

Access ports of two VLANs
cable a:eth0 s:pa
cable b:eth0 s:pb
a: 10.0.0.1 eth0
b: 10.0.0.2 eth0
s: BRIDGE br0 pa pb; ip link set br0 type bridge vlan_filtering 1; bridge vlan add vid 5 dev pa pvid untagged; bridge vlan add vid 6 dev pb pvid untagged; bridge vlan del vid 1 dev pb
a > 10.0.0.2 | unreachable vlan/not-member | port pb of br0 of s is no member of VLAN 5

A port without PVID takes no untagged frames
cable a:eth0 s:pa
cable b:eth0 s:pb
a: 10.0.0.1 eth0
b: 10.0.0.2 eth0
s: BRIDGE br0 pa pb; ip link set br0 type bridge vlan_filtering 1; bridge vlan del vid 1 dev pa
a > 10.0.0.2 | unreachable vlan/not-member | pa has no PVID

The bridge itself must be a member, which \`self\` says, for its own VLAN device to hear anything
cable a:eth0 s:pa
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
s: BRIDGE br0 pa; ip link set br0 type bridge vlan_filtering 1; bridge vlan add vid 5 dev pa; ip link add link br0 name br0.5 type vlan id 5; 10.0.0.2 br0.5
a > 10.0.0.2 | unreachable vlan/not-member | br0 of s is itself no member of VLAN 5
s > 10.0.0.1 | unreachable vlan/not-member | br0 is not a member of VLAN 5

With \`self\` it does
cable a:eth0 s:pa
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
s: BRIDGE br0 pa; ip link set br0 type bridge vlan_filtering 1; bridge vlan add vid 5 dev pa; bridge vlan add vid 5 dev br0 self; ip link add link br0 name br0.5 type vlan id 5; 10.0.0.2 br0.5
a > 10.0.0.2 | reachable reachable | the answer comes back
s > 10.0.0.1 | reachable reachable | the answer comes back

An active-backup bond sends by its first port and takes nothing in by the other
cable a:eth0 b:eth0
cable a:eth1 c:eth0
a: BOND bond0 active-backup eth0 eth1; 10.0.0.1 bond0
b: 10.0.0.2 eth0
c: 10.0.0.3 eth0
a > 10.0.0.2 | reachable reachable | the answer comes back
c > 10.0.0.1 | unreachable bond/inactive | eth1 is not the active port of bond0 of a (active-backup; active: eth0)

The primary is the active one
cable a:eth0 b:eth0
cable a:eth1 c:eth0
a: BOND bond0 active-backup eth0 eth1; ip link set bond0 type bond primary eth1; 10.0.0.1 bond0
b: 10.0.0.2 eth0
c: 10.0.0.3 eth0
a > 10.0.0.3 | reachable reachable | the answer comes back
b > 10.0.0.1 | unreachable bond/inactive | active: eth1

A port without carrier is not
cable a:eth0 b:eth0
cable a:eth1 c:eth0
a: BOND bond0 active-backup eth0 eth1; 10.0.0.1 bond0
b: ip addr add 10.0.0.2/24 dev eth0
c: 10.0.0.3 eth0
a > 10.0.0.3 | reachable reachable | the answer comes back

A bond that never looks at the carrier stays with a dead port
cable a:eth0 b:eth0
cable a:eth1 c:eth0
a: ip link add bond0 type bond mode active-backup miimon 0; ip link set eth0 master bond0; ip link set eth1 master bond0; 10.0.0.1 bond0
b: ip addr add 10.0.0.2/24 dev eth0
c: 10.0.0.3 eth0
a > 10.0.0.3 | unreachable link/no-carrier | b's eth0 is down

A bond that takes turns, with a host behind one port only
cable a:eth0 b:eth0
cable a:eth1 c:eth0
a: BOND bond0 balance-rr eth0 eth1; 10.0.0.1 bond0
b: 10.0.0.2 eth0
c: 10.0.0.3 eth0
a > 10.0.0.2 | ambiguous reachable | by which port of bond0 a sends (balance-rr)

Two bonds of mode 802.3ad
cable a:eth0 b:eth0
cable a:eth1 b:eth1
a: BOND bond0 802.3ad eth0 eth1; 10.0.0.1 bond0
b: BOND bond0 802.3ad eth0 eth1; 10.0.0.2 bond0
a > 10.0.0.2 | reachable reachable | the answer comes back

802.3ad without a partner uses one port, and which is not predicted
cable a:eth0 s:pa
cable a:eth1 s:pb
cable b:eth0 s:pc
a: BOND bond0 802.3ad eth0 eth1; 10.0.0.1 bond0
b: 10.0.0.2 eth0
s: BRIDGE br0 pa pb pc
a > 10.0.0.2 | undetermined reachable | which port of bond0 (802.3ad) is used

A VLAN of a bond in a bridge
cable a:eth0 b:eth0
a: up eth0; ip link add link eth0 name eth0.5 type vlan id 5; 10.0.0.1 eth0.5
b: BOND bond0 active-backup eth0; ip link add link bond0 name bond0.5 type vlan id 5; up bond0.5; ip link add br0 type bridge; ip link set bond0.5 master br0; 10.0.0.2 br0
a > 10.0.0.2 | reachable reachable | the answer comes back

A dummy interface swallows everything
cable a:eth0 b:eth0
a: ip link add dummy0 type dummy; 10.0.0.1 dummy0
b: 10.0.0.2 eth0
a > 10.0.0.2 | unreachable link/no-carrier | dummy0 is a dummy interface

A guest on a macvtap and the host below it do not hear each other; others on the wire hear both
cable g:eth0 s:mvt0
cable s:eth0 b:eth0
g: 10.0.0.1 eth0
s: 10.0.0.2 eth0; ip link add link eth0 name mvt0 address 52:54:00:00:03:00 type macvtap mode bridge; up mvt0
b: 10.0.0.3 eth0
g > 10.0.0.2 | unreachable macvlan/apart | mvt0 and eth0, on which it stands, do not hear each other
s > 10.0.0.1 | unreachable macvlan/apart | mvt0 and eth0, on which it stands, do not hear each other
g > 10.0.0.3 | reachable reachable | the answer comes back
b > 10.0.0.1 | reachable reachable | the answer comes back

Guests on macvtaps of mode bridge hear each other
cable g:eth0 s:mvt0
cable k:eth0 s:mvt1
cable s:eth0 b:eth0
g: 10.0.0.1 eth0
k: 10.0.0.4 eth0
s: up eth0; ip link add link eth0 name mvt0 address 52:54:00:00:03:00 type macvtap mode bridge; ip link add link eth0 name mvt1 address 52:54:00:00:07:00 type macvtap mode bridge; up mvt0 mvt1
b: up eth0
g > 10.0.0.4 | reachable reachable | the answer comes back

In mode vepa only a switch that sends frames back where they came from (hairpin) lets them
cable g:eth0 s:mvt0
cable k:eth0 s:mvt1
cable s:eth0 b:eth0
g: 10.0.0.1 eth0
k: 10.0.0.4 eth0
s: up eth0; ip link add link eth0 name mvt0 address 52:54:00:00:03:00 type macvtap mode vepa; ip link add link eth0 name mvt1 address 52:54:00:00:07:00 type macvtap mode vepa; up mvt0 mvt1
b: BRIDGE br0 eth0
g > 10.0.0.4 | unreachable neighbour/no-answer | 10.0.0.4 is k's, and not on that segment

With hairpin
cable g:eth0 s:mvt0
cable k:eth0 s:mvt1
cable s:eth0 b:eth0
g: 10.0.0.1 eth0
k: 10.0.0.4 eth0
s: up eth0; ip link add link eth0 name mvt0 address 52:54:00:00:03:00 type macvtap mode vepa; ip link add link eth0 name mvt1 address 52:54:00:00:07:00 type macvtap mode vepa; up mvt0 mvt1
b: BRIDGE br0 eth0; bridge link set dev eth0 hairpin on
g > 10.0.0.4 | reachable reachable | the answer comes back

A loop without spanning tree is a broadcast storm, and what gets through it is luck
cable a:eth0 s:pa
cable s:p1 t:p1
cable s:p2 t:p2
cable b:eth0 t:pb
a: 10.0.0.1 eth0
b: 10.0.0.2 eth0
s: BRIDGE br0 pa p1 p2
t: BRIDGE br0 pb p1 p2
a > 10.0.0.2 | ambiguous bridge/loop | whether anything gets through the broadcast storm

A VRF is not modelled
cable a:eth0 b:eth0
a: 10.0.0.1 eth0
b: ip link add red type vrf table 10; ip link set eth0 master red; up red; 10.0.0.2 eth0
a > 10.0.0.2 | undetermined neighbour/no-answer | eth0 belongs to red
`
