/** A sosreport as the root of a host: its etc/ is read, its outputs are known for what they are, its logs are left alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { localFiles } from '../system/files.js'
import { readSosreport } from './sosreport-directory.js'
import { observedFacts } from './sosreport-facts.js'
import { readTopology } from './topology-directory.js'

const TREE: Readonly<Record<string, string>> = {
  'etc/network/interfaces': 'auto lo\niface lo inet loopback\n',
  'etc/pki/secret': 'no\n',
  'var/log/messages': 'much\n',
  'proc/net/dev': 'much\n',
  'sos_commands/networking/ip_-o_addr': '1: lo    inet 127.0.0.1/8 scope host lo\n',
  'sos_commands/networking/ip_-d_address': [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0',
    '    inet 127.0.0.1/8 scope host lo',
    '2: br0: <BROADCAST,UP> mtu 1500 qdisc noqueue state UP group default',
    '    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0',
    '    bridge forward_delay 400 hello_time 200 max_age 2000 ageing_time 30000 stp_state 1 priority 32768 vlan_filtering 0',
    '    inet 10.0.0.1/24 brd 10.0.0.255 scope global br0',
    '    inet6 2001:db8::1/64 scope global',
    '',
  ].join('\n'),
  'sos_commands/networking/ip_route_show_table_all':
    'default via 10.0.0.254 dev br0\ndefault via fe80::1 dev br0 metric 1024 pref medium\n2001:db8::/64 dev br0 proto kernel metric 256 pref medium\n',
  'sos_commands/networking/ip_-4_rule_list': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n',
  'sos_commands/networking/ip_-s_-s_neigh_show':
    '10.0.0.9 dev br0 lladdr 02:00:00:00:00:09 PERMANENT\n10.0.0.8 dev br0 lladdr 02:00:00:00:00:08 STALE\n',
  'sos_commands/networking/namespaces/red/ip_netns_exec_red_ip_-d_address_show':
    '1: lo: <LOOPBACK> mtu 65536\n    inet 127.0.0.9/8 scope host lo\n',
  'sos_commands/networking/ethtool_eth0': 'Settings for eth0:\n',
  'sos_commands/openvswitch/ovs-vsctl_-t_5_show':
    '11111111-1111-1111-1111-111111111111\n    Bridge br-int\n        fail_mode: secure\n        Port br-int\n            Interface br-int\n                type: internal\n',
  'sos_commands/openvswitch/ovs-ofctl_dump-flows_br-int':
    ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, priority=0 actions=NORMAL\n',
}

const directory = mkdtempSync(join(tmpdir(), 'sosreport-'))
for (const [path, text] of Object.entries(TREE)) {
  const file = join(directory, 'report', 'sosreport-server-2024', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
writeFileSync(join(directory, 'bridgework.yaml'), 'version: 1\nnodes:\n  server:\n    kind: host\n    root: report\n')
afterAll(() => rmSync(directory, { recursive: true }))

const report = readSosreport(join(directory, 'report'), { node: 'server', files: localFiles, open: (shown) => resolve(shown) })

test('only what configures the network, and outputs that tell of it, are read', () => {
  const paths = Object.values(report.snapshot.captures).map((capture) => capture.path)
  expect(paths).toContain('/etc/network/interfaces')
  expect(paths.filter((path) => /pki|messages|proc|ethtool/.test(path))).toEqual([])
  expect(Object.keys(report.outputs)).toHaveLength(8)
  expect(report.outputs['server:/sos_commands/openvswitch/ovs-ofctl_dump-flows_br-int']).toMatchObject({
    what: 'switch-flows',
    about: 'br-int',
  })
})

test('a node of a topology boots from it', () => {
  const { snapshot, diagnostics } = readTopology(directory)
  expect(diagnostics).toEqual([])
  expect(snapshot.captures['server:/etc/network/interfaces']?.text).toContain('iface lo')
  expect(snapshot.captures['server:/var/log/messages']).toBeUndefined()
})

test('its outputs are facts in the words of the model; those of other namespaces are not the host’s', () => {
  const facts = observedFacts(report)
  expect(facts.interfaces?.map((device) => `${device.name} ${device.kind}`)).toEqual(['lo loopback', 'br0 bridge'])
  expect(facts.addresses?.map((entry) => `${entry.interface} ${entry.address}`)).toEqual(['lo 127.0.0.1', 'br0 10.0.0.1'])
  expect(facts.routes?.map((route) => route.hops[0]?.gateway)).toEqual(['10.0.0.254'])
  expect(facts.inet6?.routes.map((route) => route.to.address)).toEqual(['::', '2001:db8::'])
  expect(facts.neighbours?.map((entry) => entry.address)).toEqual(['10.0.0.9'])
  expect(facts.ovs?.bridges.map(({ name, failMode, flows }) => [name, failMode, flows?.length])).toEqual([['br-int', 'secure', 1]])
})
