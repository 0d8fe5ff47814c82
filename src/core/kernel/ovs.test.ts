/** Which interfaces Open vSwitch makes, with which MAC, beside what the cases show. */
import { describe, expect, test } from 'vitest'
import { parseInterfaceName } from '../addresses/interface-name.js'
import { parseMac } from '../addresses/mac.js'
import { lowerOvsVsctl } from '../formats/ovs/index.js'
import { bareNode } from '../load/boot/machine.js'
import type { KernelRequest, Node, OvsChange } from '../model/index.js'
import { ovsWords } from '../model/ovs-words.js'
import { applyRequest } from './apply.js'

const nic = (name: string, mac: string) => {
  const [parsed, address] = [parseInterfaceName(name), parseMac(mac)]
  return parsed === undefined || address === undefined ? [] : [{ name: parsed, mac: address }]
}
const host = bareNode({ name: 'server', kind: 'host' }, [
  ...nic('eth0', '52:54:00:00:00:01'),
  ...nic('eth1', '00:16:3e:00:00:02'),
  ...nic('eth2', '00:16:3e:00:00:01'),
])

function typed(node: Node, line: string): Node {
  const words = line.split(' ').map((text) => ({ text }))
  return lowerOvsVsctl(words).reduce((now, request) => ask(now, request), node)
}

function ask(node: Node, request: KernelRequest): Node {
  const { node: after, result } = applyRequest(node, request, 'command')
  expect(result.kind).toBe('done')
  return after
}

const macOf = (node: Node, name: string) => node.interfaces.find((device) => device.name === name)?.mac

describe('the MAC of a bridge', () => {
  const bridge = typed(host, 'ovs-vsctl add-br br0 -- add-port br0 eth0')

  test('is its own while no port has one from a factory: the local bit does not count', () => {
    expect(macOf(bridge, 'br0')).not.toBe('52:54:00:00:00:01')
    expect(macOf(bridge, 'br0')).toBe(macOf(typed(host, 'ovs-vsctl add-br br0'), 'br0'))
  })
  test('is the lowest of its ports, and follows them', () => {
    const both = typed(bridge, 'ovs-vsctl add-port br0 eth1 -- add-port br0 eth2 tag=5')
    expect(macOf(both, 'br0')).toBe('00:16:3e:00:00:01')
    expect(macOf(typed(both, 'ovs-vsctl del-port eth2'), 'br0')).toBe('00:16:3e:00:00:02')
  })
  test('a bond speaks with the MAC of its first name', () => {
    expect(macOf(typed(bridge, 'ovs-vsctl add-bond br0 bond0 eth2 eth1'), 'br0')).toBe('00:16:3e:00:00:02')
  })
  test('other_config:hwaddr decides, and a fake bridge looks at the ports of its VLAN only', () => {
    const set = typed(
      bridge,
      'ovs-vsctl add-port br0 eth1 -- add-port br0 eth2 tag=5 -- set bridge br0 other_config:hwaddr=00:16:3e:00:00:09',
    )
    expect(macOf(set, 'br0')).toBe('00:16:3e:00:00:09')
    expect(macOf(typed(set, 'ovs-vsctl add-br vlan5 br0 5'), 'vlan5')).toBe('00:16:3e:00:00:01')
  })
  test('one set by hand is taken back', () => {
    const name = parseInterfaceName('br0')
    const mac = parseMac('02:00:00:00:00:99')
    if (name === undefined || mac === undefined) throw new Error('no name')
    const both = typed(bridge, 'ovs-vsctl add-port br0 eth1')
    expect(macOf(ask(both, { kind: 'link-set', name, mac }), 'br0')).toBe('00:16:3e:00:00:02')
  })
})

test('the interface of the datapath is there as long as a bridge uses it', () => {
  const names = (node: Node) => node.interfaces.map((device) => device.name).filter((name) => name.startsWith('ovs-'))
  const both = typed(typed(host, 'ovs-vsctl add-br br0'), 'ovs-vsctl add-br br1 -- set bridge br1 datapath_type=netdev')
  expect(names(both).sort()).toEqual(['ovs-netdev', 'ovs-system'])
  expect(names(typed(both, 'ovs-vsctl del-br br0'))).toEqual(['ovs-netdev'])
})

test('the words of a request ask for the same when they are read again', () => {
  const lines = [
    'ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev fail_mode=secure other_config:a=b protocols=OpenFlow10,OpenFlow13',
    'ovs-vsctl add-port br0 eth0 tag=10 trunks=1,2 vlan_mode=native-tagged external_ids:x="" other_config:a\\:b=c',
    'ovs-vsctl add-bond br0 bond0 eth1 eth2 lacp=active bond_mode=balance-tcp',
    'ovs-vsctl add-port br0 vx0 -- set interface vx0 type=vxlan options:remote_ip=10.0.0.9 options:key=flow mtu_request=1400',
    'ovs-vsctl set open . external_ids:system-id=a',
  ]
  for (const line of lines) {
    const [request] = lowerOvsVsctl(line.split(' ').map((text) => ({ text }))) as readonly OvsChange[]
    if (request === undefined) throw new Error('no request')
    const start = typed(host, 'ovs-vsctl --may-exist add-br other')
    const before = line.includes('add-br') || line.includes('open') ? start : typed(start, 'ovs-vsctl add-br br0')
    const again = lowerOvsVsctl(ovsWords(request).map((text) => ({ text })))
    expect(again.reduce((node, one) => ask(node, one), before).ovs).toEqual(ask(before, request).ovs)
  }
})
