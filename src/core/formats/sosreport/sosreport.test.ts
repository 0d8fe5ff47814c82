/** Names in a sosreport: what each output is, whatever version of sos made it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileNameOf, isWantedFile, mayHoldWanted, outputOf } from './index.js'

const told = (path: string) => {
  const output = outputOf(path)
  return output === undefined
    ? undefined
    : [output.what, output.format, output.about, output.namespace].map((part) => part ?? '-').join(' ')
}

describe('the output of each command that sos runs', () => {
  test.each([
    ['networking', 'ip -o addr', 'addresses iproute-text - -'],
    ['networking', 'ip -d address', 'addresses iproute-text - -'],
    ['networking', 'ip address', 'addresses iproute-text - -'],
    ['networking', 'ip -s -d link', 'links iproute-text - -'],
    ['networking', 'ip -s link', 'links iproute-text - -'],
    ['networking', 'ip route show table all', 'routes iproute-text - -'],
    ['networking', 'ip -6 route show table all', 'routes6 iproute-text - -'],
    ['networking', 'ip -4 rule list', 'rules iproute-text - -'],
    ['networking', 'ip -6 rule', 'rules6 iproute-text - -'],
    ['networking', 'ip -s -s neigh show', 'neighbours iproute-text - -'],
    ['networking', 'ip neigh show nud noarp', 'neighbours iproute-text - -'],
    ['networking', 'ip netns', 'namespaces - - -'],
    ['networking', '/usr/sbin/brctl show', 'bridges brctl-show - -'],
    ['networking', 'bridge -d vlan show', 'bridge-vlans iproute-text - -'],
    ['networking', 'bridge -s -s -d -t fdb show', 'bridge-fdb - - -'],
    ['firewall_tables', 'nft list ruleset', 'netfilter nft - -'],
    ['firewall_tables', 'iptables -t nat -nvL', 'packet-counts - nat -'],
    ['firewall_tables', 'ip6tables -vnxL', 'packet-counts - - -'],
    ['networking', 'iptables-save', 'netfilter iptables-save - -'],
    ['kernel', 'sysctl -a', 'sysctls sysctl - -'],
    ['virsh', 'virsh -r net-dumpxml default', 'libvirt-network libvirt-network default -'],
    ['virsh', 'virsh -r dumpxml web_1', 'libvirt-domain libvirt-domain web_1 -'],
    ['openvswitch', 'ovs-vsctl -t 5 show', 'switch ovs-show - -'],
    ['openvswitch', 'ovs-vsctl show', 'switch ovs-show - -'],
    ['openvswitch', 'ovs-vsctl -t 5 list Open_vSwitch', 'switch ovs-tables Open_vSwitch -'],
    ['openvswitch', 'ovsdb-client -f list dump', 'switch ovs-tables - -'],
    ['openvswitch', 'ovs-ofctl dump-flows br-int', 'switch-flows ovs-flows br-int -'],
    ['openvswitch', 'ovs-ofctl -O OpenFlow13 dump-flows br-int', 'switch-flows ovs-flows br-int -'],
    ['openvswitch', 'ovs-ofctl -O OpenFlow14 dump-ports-desc br0', 'switch-ports ovs-ports br0 -'],
    ['openvswitch', 'ovs-appctl fdb/show br0', 'switch-fdb ovs-fdb br0 -'],
    ['openvswitch', 'ovs-appctl bridge/dump-flows --offload-stats br0', 'switch-flows ovs-flows br0 -'],
  ])('%s: %s', (plugin, command, expected) => expect(told(`/sos_commands/${plugin}/${fileNameOf(command)}`)).toBe(expected))
})

test('the folder of a namespace says where its name ends', () => {
  expect(told('/sos_commands/networking/namespaces/qr_1/ip_netns_exec_qr_1_ip_-d_address_show')).toBe('addresses iproute-text - qr_1')
  expect(told('/sos_commands/networking/ip_netns_exec_red_ip_route_show_table_all')).toBe('routes iproute-text - red')
})

test('names that people give, and links in the top folder', () => {
  expect(told('/ip_addr')).toBe('addresses iproute-text - -')
  expect(told('ip_route.txt')).toBe('routes iproute-text - -')
  expect(told('ip-addr.out')).toBe('addresses iproute-text - -')
  expect(told('ip_-j_addr')).toBe('addresses iproute-json - -')
  expect(told('ip_addr.json')).toBe('addresses iproute-json - -')
  expect(told('ip_addr_label')).toBeUndefined()
  expect(told('journalctl_--no-pager')).toBeUndefined()
})

test('a folder with something wanted in it is entered, and no name takes long', () => {
  for (const path of [
    '/etc/netplan/01.yaml',
    '/sos_commands/networking/ip_-o_addr',
    '/var/lib/openvswitch/conf.db',
    '/run/systemd/network/a.network',
    '/ip_addr',
  ]) {
    expect(isWantedFile(path)).toBe(true)
    const folders = path
      .split('/')
      .slice(0, -1)
      .map((_, index, parts) => parts.slice(0, index + 1).join('/'))
    for (const folder of folders) expect(mayHoldWanted(folder)).toBe(true)
  }
  for (const path of ['/proc/net/dev', '/var/log/messages', '/etc/pki/x', '/sos_commands/networking/ethtool_eth0', '/dmesg'])
    expect(isWantedFile(path)).toBe(false)
  for (const folder of ['/proc', '/sys', '/var/log', '/etc/pki', '/home']) expect(mayHoldWanted(folder)).toBe(false)
  const words = fc.constantFrom('ip', '_', '-', '_-', '_-s', 'addr', 'show', '.', 'ovs-vsctl', '_t', '5', 'list', 'namespaces', '/')
  fc.assert(
    fc.property(fc.array(words, { maxLength: 200 }), (parts) => {
      const output = outputOf(parts.join(''))
      expect(output === undefined || output.command !== '').toBe(true)
    }),
  )
})
