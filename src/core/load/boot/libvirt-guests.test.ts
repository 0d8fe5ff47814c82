/** What libvirt makes on the host for each type of a guest's interface. */
import { describe, expect, test } from 'vitest'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { requestText } from '../../lab/request-text.js'
import type { TopologyNode } from '../../model/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { load } from '../index.js'

type World = {
  readonly domain: string
  readonly networks?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly commands?: readonly string[]
}

/** A host with eth0 and eth1, and one guest g on it. */
function boot({ domain, networks = {}, files = {}, commands = [] }: World) {
  const texts: Record<string, string> = {
    ...files,
    '/etc/libvirt/qemu/g.xml': `<domain type='kvm'><name>g</name><devices>${domain}</devices></domain>`,
  }
  for (const [name, xml] of Object.entries(networks)) {
    texts[`/etc/libvirt/qemu/networks/${name}.xml`] = `<network><name>${name}</name>${xml}</network>`
    texts[`/etc/libvirt/qemu/networks/autostart/${name}.xml`] = ''
  }
  const captures = Object.entries(texts).map(([path, text]): Capture => ({ id: `h:${path}`, node: 'h', path, shown: path, text }))
  const nics = ['eth0', 'eth1'].map((name) => ({ name: parseInterfaceName(name) ?? expect.fail(name) }))
  const node = { roots: [], sysctl: [], iptables: [], listen: [] }
  const host: TopologyNode = { ...node, name: 'h', kind: 'host', nics, commands: commands.map((text) => ({ text })) }
  const guest: TopologyNode = { ...node, name: 'g', kind: 'guest', of: 'h', nics: [], commands: [] }
  const topology = { name: 'case', worlds: [], nodes: [host, guest], cables: [], expect: [] }
  const loaded = load({ captures: Object.fromEntries(captures.map((capture) => [capture.id, capture])) }, topology)
  const asked = loaded.journal.flatMap((event) =>
    event.kind === 'request' && event.phase === 'libvirt guest g' ? [`${requestText(event.request)}: ${event.result.kind}`] : [],
  )
  const cables = loaded.network.cables.map(({ ends }) => ends.map((end) => `${end.node} ${end.interface}`).join(' - '))
  const says = loaded.diagnostics.filter(({ code }) => code.startsWith('boot/')).map(({ message, help }) => `${message} | ${help}`)
  return { asked, cables, says, host: loaded.network.nodes['h'], guest: loaded.network.nodes['g'] }
}

const MAC = "<mac address='52:54:00:00:00:09'/>"
const BRIDGE = { commands: ['ip link add br0 type bridge', 'ip link set br0 up'] }
const SWITCH = { commands: ['ovs-vsctl add-br ovs0'] }

describe('a bridge', () => {
  test('a tap into it, which takes its MTU', () => {
    const { asked, cables } = boot({
      ...BRIDGE,
      commands: [...BRIDGE.commands, 'ip link set br0 mtu 9000'],
      domain: `<interface type='bridge'>${MAC}<source bridge='br0'/></interface>`,
    })
    expect(asked).toEqual([
      'ip link set dev vnet0 mtu 9000: done',
      'ip link set dev vnet0 master br0: done',
      'ip link set dev vnet0 up: done',
    ])
    expect(cables).toEqual(['h vnet0 - g eth0'])
  })

  test('isolated, with an MTU of its own, a name of its own, and the cable pulled out', () => {
    const { asked, host } = boot({
      ...BRIDGE,
      domain: `<interface type='bridge'>${MAC}<source bridge='br0'/><target dev='tap-g'/><mtu size='1400'/><link state='down'/><port isolated='yes'/></interface>`,
    })
    expect(asked).toEqual([
      'ip link set dev tap-g mtu 1400: done',
      'ip link set dev tap-g master br0: done',
      'ip link set dev tap-g type bridge_slave isolated on: done',
    ])
    expect(host?.interfaces.find(({ name }) => name === 'tap-g')).toMatchObject({
      up: false,
      mtu: 1400,
      mac: 'fe:54:00:00:00:09',
      port: { isolated: true },
    })
  })

  test("a name of libvirt's own counts for nothing", () => {
    const { cables } = boot({ ...BRIDGE, domain: `<interface type='bridge'>${MAC}<source bridge='br0'/><target dev='vnet7'/></interface>` })
    expect(cables).toEqual(['h vnet0 - g eth0'])
  })

  test('that is not there', () => {
    const { asked, says } = boot({ domain: `<interface type='bridge'>${MAC}<source bridge='br9'/></interface>` })
    expect(asked).toEqual([])
    expect(says).toEqual(['g is not plugged in: h has no bridge br9 | create the bridge, or choose another'])
  })

  test('VLANs: by the release', () => {
    const domain = `<interface type='bridge'>${MAC}<source bridge='br0'/><vlan trunk='yes'><tag id='5'/><tag id='7' nativeMode='untagged'/></vlan></interface>`
    const release = (version: string) => ({ '/etc/os-release': `ID=debian\nVERSION_ID="${version}"\n` })
    expect(boot({ ...BRIDGE, domain, files: release('12') }).says).toEqual([
      'g is not plugged in: its libvirt tags ports of an Open vSwitch only | leave <vlan> out, or plug it into an Open vSwitch',
    ])
    expect(boot({ ...BRIDGE, domain, files: release('13') }).asked).toEqual([
      'ip link set dev vnet0 master br0: done',
      'bridge vlan del dev vnet0 vid 1: done',
      'bridge vlan add dev vnet0 vid 7 pvid untagged: done',
      'bridge vlan add dev vnet0 vid 5: done',
      'ip link set dev vnet0 up: done',
    ])
  })
})

describe('an Open vSwitch', () => {
  const port = "<virtualport type='openvswitch'><parameters interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport>"
  test('a port with its tags and who it is of', () => {
    const { asked, host } = boot({
      ...SWITCH,
      domain: `<interface type='bridge'>${MAC}<source bridge='ovs0'/>${port}<vlan><tag id='42'/></vlan></interface>`,
    })
    expect(asked.at(-1)).toBe('ip link set dev vnet0 up: done')
    expect(host?.ovs?.bridges.flatMap((bridge) => bridge.ports).find(({ name }) => name === 'vnet0')).toMatchObject({ tag: 42, trunks: [] })
  })

  test('a trunk with a native VLAN', () => {
    const { host } = boot({
      ...SWITCH,
      domain: `<interface type='bridge'>${MAC}<source bridge='ovs0'/>${port}<vlan><tag id='42'/><tag id='47' nativeMode='tagged'/></vlan></interface>`,
    })
    expect(host?.ovs?.bridges.flatMap((bridge) => bridge.ports).find(({ name }) => name === 'vnet0')).toMatchObject({
      tag: 47,
      trunks: [42, 47],
      vlanMode: 'native-tagged',
    })
  })

  test('without a virtual port', () => {
    const { says } = boot({ ...SWITCH, domain: `<interface type='bridge'>${MAC}<source bridge='ovs0'/></interface>` })
    expect(says).toEqual(["g is not plugged in: ovs0 of h is an Open vSwitch | add <virtualport type='openvswitch'/>"])
  })

  test('a network of ports, whose groups say the VLAN', () => {
    const networks = {
      ovs: `<forward mode='bridge'/><bridge name='ovs0'/><virtualport type='openvswitch'/><portgroup name='staff'><vlan><tag id='7'/></vlan></portgroup>
            <portgroup name='all' default='yes'><vlan><tag id='1'/><tag id='7'/></vlan></portgroup>`,
    }
    const on = (source: string) => boot({ ...SWITCH, networks, domain: `<interface type='network'>${MAC}${source}</interface>` })
    const ports = (source: string) =>
      on(source)
        .host?.ovs?.bridges.flatMap((bridge) => bridge.ports)
        .filter(({ name }) => name === 'vnet0')
    expect(ports("<source network='ovs' portgroup='staff'/>")).toMatchObject([{ tag: 7, trunks: [] }])
    expect(ports("<source network='ovs'/>")).toMatchObject([{ trunks: [1, 7] }])
    expect(on("<source network='ovs' portgroup='stuff'/>").says).toEqual([
      'g is not plugged in: network ovs has no port group stuff | choose another, or leave portgroup out',
    ])
  })
})

describe('a NIC of the host', () => {
  test('macvtap, in the mode that is written', () => {
    const { asked, cables, host } = boot({ domain: `<interface type='direct'>${MAC}<source dev='eth0' mode='bridge'/></interface>` })
    expect(asked).toEqual([
      'ip link add link eth0 name macvtap0 address 52:54:00:00:00:09 type macvtap mode bridge: done',
      'ip link set dev macvtap0 up: done',
    ])
    expect(cables).toEqual(['h macvtap0 - g eth0'])
    expect(host?.interfaces.find(({ name }) => name === 'macvtap0')).toMatchObject({
      kind: 'macvlan',
      tap: true,
      lower: 'eth0',
      mac: '52:54:00:00:00:09',
    })
  })

  test('passed through: the NIC takes the MAC of the guest, and nobody else gets it', () => {
    const domain = [1, 2].map(
      (number) => `<interface type='direct'><mac address='52:54:00:00:00:0${number}'/><source dev='eth0' mode='passthrough'/></interface>`,
    )
    const { host, says } = boot({ domain: domain.join('') })
    expect(host?.interfaces.find(({ name }) => name === 'macvtap0')).toMatchObject({ mode: 'passthru' })
    expect(says).toHaveLength(1)
  })

  test('a pool: the least used one', () => {
    const networks = { pool: "<forward mode='vepa'><interface dev='eth0'/><interface dev='eth1'/></forward>" }
    const nic = (number: number) =>
      `<interface type='network'><mac address='52:54:00:00:00:0${number}'/><source network='pool'/></interface>`
    const { host } = boot({ networks, domain: [1, 2, 3].map(nic).join('') })
    expect(
      host?.interfaces.flatMap((device) => (device.kind === 'macvlan' ? [`${device.name} on ${device.lower}: ${device.mode}`] : [])),
    ).toEqual(['macvtap0 on eth0: vepa', 'macvtap1 on eth1: vepa', 'macvtap2 on eth0: vepa'])
  })

  test('given to the guest whole: its packets are not followed', () => {
    const source = "<source><address type='pci' domain='0' bus='3' slot='0' function='1'/></source>"
    const { guest, says } = boot({ domain: `<interface type='hostdev' managed='yes'>${source}</interface>` })
    expect(guest?.unmodelled.map(({ what }) => what)).toEqual(['its NIC eth0: a device of the host, PCI 0000:03:00.1'])
    expect(says).toEqual([
      'g is not plugged in: its NIC eth0 is a device of the host, PCI 0000:03:00.1 | answers about this guest are undetermined',
    ])
  })
})

describe('other types', () => {
  test('a bare tap with addresses on the host', () => {
    const { asked } = boot({
      domain: `<interface type='ethernet'>${MAC}<target dev='tap0'/><source><ip address='10.9.0.1' prefix='24'/><route address='10.10.0.0' prefix='16' gateway='10.9.0.2'/></source></interface>`,
    })
    expect(asked).toEqual([
      'ip addr add 10.9.0.1/24 broadcast + dev tap0: done',
      'ip link set dev tap0 up: done',
      'ip route add 10.10.0.0/16 via 10.9.0.2 dev tap0: done',
    ])
  })

  test('null: a NIC that leads nowhere is known to', () => {
    const { cables, guest, says } = boot({ domain: `<interface type='null'>${MAC}</interface>` })
    expect([cables, guest?.unmodelled, says]).toEqual([[], [], []])
    expect(guest?.interfaces.map(({ name }) => name)).toEqual(['lo', 'eth0'])
  })

  test.each([
    ["type='user'", 'NAT inside QEMU, which nobody can call into'],
    ["type='udp'", 'a tunnel between QEMUs'],
    ["type='internal'", 'a switch outside of the kernel'],
  ])('%s is not followed, and said so', (type, what) => {
    const source = "<source name='x' address='127.0.0.1' port='5000'><local address='127.0.0.1' port='5001'/></source>"
    const { guest, says } = boot({ domain: `<interface ${type}>${source}</interface>` })
    expect(guest?.unmodelled).toMatchObject([{ what: `its NIC eth0: ${what}`, touches: 'anything' }])
    expect(says).toEqual([`g is not plugged in: its NIC eth0 is ${what} | answers about this guest are undetermined`])
  })

  test('a virtual network with isolated ports', () => {
    const networks = { quiet: "<bridge name='virbr5'/><ip address='10.5.0.1' prefix='24'/><port isolated='yes'/>" }
    const { asked } = boot({ networks, domain: `<interface type='network'>${MAC}<source network='quiet'/></interface>` })
    expect(asked).toEqual([
      'ip link set dev vnet0 master virbr5: done',
      'ip link set dev vnet0 type bridge_slave isolated on: done',
      'ip link set dev vnet0 up: done',
    ])
  })
})
