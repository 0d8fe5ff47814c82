/** Every request that iproute2 can make is said in words that mean the same request again. */
import { expect, test } from 'vitest'
import { lowerBridge, lowerIp } from '../formats/iproute/index.js'
import type { KernelRequest } from '../model/index.js'
import { isPlain, toolWords } from './ip-words.js'

/** One request each, written as the lab writes it. */
const LINES = `
ip link add name br0 type bridge
ip link add name br0 address 02:00:00:00:00:01 mtu 1400 type bridge
ip link add name dummy0 type dummy
ip link add link eth0 name eth0.5 type vlan id 5
ip link add link eth0 name eth0.5 address 02:00:00:00:00:01 mtu 1400 type vlan protocol 802.1ad id 5
ip link add name bond0 type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4
ip link add name bond0 type bond mode active-backup primary eth0 arp_interval 100 arp_ip_target 10.0.0.1,10.0.0.2
ip link add name vx0 type vxlan id 10 local 10.0.0.1 remote 10.0.0.2 dev eth0 dstport 4789 nolearning
ip link add name vx0 type vxlan id 10 group 239.0.0.1 dev eth0 dstport 8472
ip link add name red type vrf table 10
ip link add link eth0 name mv0 type macvlan mode bridge
ip link add link eth0 name mt0 type macvtap mode passthru
ip link add name va type veth peer name vb
ip link add name gre1 type gretap local 10.0.0.1 remote 10.0.0.2 key 5 ttl 64
ip link add name sit1 type sit local 10.0.0.1 dev eth0
ip link add name t6 type ip6tnl mode ipip6 local 2001:db8::1 remote 2001:db8::2
ip link add name gnv0 type geneve remote 10.0.0.2 id 5
ip link add name wg0 type wireguard
ip link del dev br0
ip link set dev eth0 address 02:00:00:00:00:01 mtu 1400 arp off master br0 up
ip link set dev eth0 nomaster down
ip link set dev br0 type bridge ageing_time 0 priority 4096 hello_time 100 max_age 600 vlan_filtering 1 vlan_default_pvid 5 mcast_snooping 0 stp_state 1 forward_delay 200
ip link set dev bond0 type bond mode active-backup miimon 100 peer_notify_delay 5
ip link set dev tap0 type bridge_slave isolated on hairpin off learning on flood on bcast_flood off mcast_flood off neigh_suppress on cost 5 priority 3
bridge vlan add dev tap0 vid 5
bridge vlan add dev tap0 vid 5 pvid untagged
bridge vlan del dev br0 vid 5 self
ip addr add 10.0.0.1/24 broadcast 10.0.0.255 scope link label eth0:1 dev eth0
ip addr replace 10.0.0.1/24 dev eth0
ip addr del 10.0.0.1/24 dev eth0
ip addr del 10.0.0.1 dev eth0
ip -4 addr flush dev eth0
ip -6 addr add 2001:db8::1/64 dev eth0 nodad
ip -6 addr replace 2001:db8::1/64 dev eth0
ip -6 addr del 2001:db8::1/64 dev eth0
ip -6 addr flush dev eth0
ip -6 addr flush dev eth0 scope global
ip route add 10.1.0.0/16 table 100 metric 5 src 10.0.0.9 scope global proto static mtu 1400 via 10.0.0.1 dev eth0 onlink
ip route change 10.1.0.0/16 scope link proto boot dev eth0
ip route add blackhole 10.1.0.0/16 scope global proto boot
ip route append 0.0.0.0/0 scope global proto boot nexthop via 10.0.0.1 dev eth0 weight 2 nexthop via 10.1.0.1 onlink
ip route del 10.1.0.0/16 table 100 metric 5 via 10.0.0.1 dev eth0
ip -6 route add 2001:db8::/32 metric 100 proto ra via fe80::1 dev eth0
ip -6 route replace ::/0 proto boot nexthop via fe80::1 dev eth0 nexthop via 2001:db8::1 weight 2
ip -6 route add unreachable 2001:db8::/32 proto boot
ip -6 route del 2001:db8::/32 table 7 metric 5 via fe80::1 dev eth0
ip rule add pref 50 from 10.0.0.0/24 to 10.1.0.0/16 iif eth0 oif eth1 fwmark 1/255 lookup main suppress_prefixlength 0
ip rule del pref 50 from all
ip -6 rule add pref 50 from 2001:db8::/32 prohibit
ip -6 rule del from all to 2001:db8::/32
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 nud permanent dev eth0
ip neigh replace 2001:db8::2 lladdr 02:00:00:00:00:02 nud permanent dev eth0
ip neigh add proxy 10.0.0.3 dev eth0
`
  .trim()
  .split('\n')

test.each(LINES)('%s', (line) => {
  const [request, ...more] = meaningOf(line)
  expect(more).toEqual([])
  const said = request === undefined ? undefined : toolWords(request)
  const again = [...(said?.tool ?? []), ...(said?.words ?? [])].join(' ')
  expect(again).toBe(line)
  expect(isPlain(said?.words ?? [''])).toBe(true)
})

function meaningOf(line: string): readonly KernelRequest[] {
  const words = line.split(' ').map((text) => ({ text }))
  return line.startsWith('bridge ') ? lowerBridge(words) : lowerIp(words)
}

test('what is no request of iproute2 has no words', () => {
  expect(toolWords({ kind: 'sysctl-set', key: 'net.ipv4.ip_forward', value: '1' })).toBeUndefined()
  expect(toolWords({ kind: 'rejected', text: 'ip frobnicate', error: 'no' })).toBeUndefined()
})
