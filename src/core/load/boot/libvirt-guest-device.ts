/** Taps and macvtaps on the host for the NICs of a guest (src/qemu/qemu_interface.c, src/util/virnetdevtap.c, virnetdevmacvlan.c). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { tapMac } from '../../addresses/mac.js'
import { naturalLength, type VlanTags } from '../../formats/libvirt/index.js'
import { lowerOvsVsctl } from '../../formats/ovs/index.js'
import type { KernelRequest } from '../../model/index.js'
import type { Plugging } from './libvirt-guest-plug.js'
import type { Port } from './libvirt-port.js'
import { type Booting, change, nodeIn, profileIn, request, requestAll, type Stage } from './machine.js'

type Refusal = { readonly text: string; readonly help: string }

/** The next name of its kind that is free; a name of libvirt's own that is written down does not count (virDomainNetDefParseXML). */
function nameFor(booting: Booting, { host, plug }: Plugging, prefix: 'vnet' | 'macvtap'): InterfaceName | undefined {
  const written = plug.target?.value
  if (written !== undefined && (!plug.targetManaged || !/^(vnet|macvtap|macvlan)/.test(written))) return parseInterfaceName(written)
  const counter = prefix === 'vnet' ? host : `${host} ${prefix}`
  const used = new Set<string>(nodeIn(booting, host).interfaces.map((device) => device.name))
  let number = booting.taps.get(counter) ?? 0
  while (used.has(`${prefix}${number}`)) number += 1
  booting.taps.set(counter, number + 1)
  return parseInterfaceName(`${prefix}${number}`)
}

/** A tap, and the cable from it to the guest. */
export function makeTap(booting: Booting, stage: Stage, plugging: Plugging): InterfaceName | undefined {
  const { host, guest, name, mac, plug } = plugging
  const tap = nameFor(booting, plugging, 'vnet')
  if (tap === undefined) return undefined
  const { origin } = plug
  const isThere = nodeIn(booting, host).interfaces.some((device) => device.name === tap)
  if (!isThere) {
    change(booting, host, (node) => ({
      ...node,
      interfaces: [
        ...node.interfaces,
        { kind: 'ethernet', medium: 'tap', name: tap, mac: tapMac(mac), mtu: 1500, up: false, owner: stage.owner, origin },
      ],
    }))
  }
  booting.cables.push({
    ends: [
      { node: host, interface: tap },
      { node: guest, interface: name },
    ],
    origin,
  })
  return tap
}

type BridgePort = Extract<Port, { readonly kind: 'bridge' }>

export function plugIntoBridge(booting: Booting, stage: Stage, plugging: Plugging, port: BridgePort): Refusal | undefined {
  const { host, plug } = plugging
  const bridge = nodeIn(booting, host).interfaces.find((device) => device.name === port.bridge)
  const isSwitch = port.virtualPort?.type === 'openvswitch'
  if (bridge?.kind !== (isSwitch ? 'ovs-bridge' : 'bridge')) return noBridge(booting, host, port, isSwitch)
  if (port.vlan !== undefined && !isSwitch && profileIn(booting, host).libvirtChains !== 'nftables')
    return { text: 'its libvirt tags ports of an Open vSwitch only', help: 'leave <vlan> out, or plug it into an Open vSwitch' }
  const tap = makeTap(booting, stage, plugging)
  if (tap === undefined) return undefined
  const { origin } = plug
  // A tap takes the MTU of the bridge, which would otherwise shrink to that of its ports (virNetDevTapAttachBridge).
  const mtu = plug.mtu?.value ?? bridge.mtu
  if (mtu !== 1500) request(booting, stage, { kind: 'link-set', name: tap, mtu, origin: plug.mtu?.origin ?? origin })
  if (isSwitch) addToSwitch(booting, stage, plugging, { port, tap })
  else {
    request(booting, stage, { kind: 'link-set', name: tap, master: bridge.name, origin })
    requestAll(booting, stage, vlansOf(tap, port.vlan))
    if (port.isolated) request(booting, stage, { kind: 'port-set', name: tap, flags: { isolated: true }, origin })
  }
  setUpTap(booting, stage, plugging, tap)
  return undefined
}

function noBridge(booting: Booting, host: string, { bridge }: BridgePort, isSwitch: boolean): Refusal {
  const device = nodeIn(booting, host).interfaces.find((candidate) => candidate.name === bridge)
  if (device?.kind === 'ovs-bridge')
    return { text: `${bridge} of ${host} is an Open vSwitch`, help: "add <virtualport type='openvswitch'/>" }
  const what = isSwitch ? 'Open vSwitch' : 'bridge'
  return { text: `${host} has no ${what} ${bridge}`, help: 'create the bridge, or choose another' }
}

/** virNetDevBridgeSetupVlans: the bridge's own VLAN goes, those of the interface come. */
function vlansOf(name: InterfaceName, vlan: VlanTags | undefined): readonly KernelRequest[] {
  if (vlan === undefined || vlan.tags.length === 0) return []
  const { origin } = vlan
  const native = vlan.tags.find((tag) => tag.native !== undefined)
  const order = native === undefined ? vlan.tags : [native, ...vlan.tags.filter((tag) => tag.id !== native.id)]
  return [
    { kind: 'vlan-delete', name, vlan: { id: 1, pvid: false, untagged: false }, origin },
    ...order.map((tag): KernelRequest => {
      const pvid = !vlan.trunk || tag === native
      const untagged = !vlan.trunk || (tag === native && tag.native === 'untagged')
      return { kind: 'vlan-add', name, vlan: { id: tag.id, pvid, untagged }, origin: tag.origin }
    }),
  ]
}

/** The very command (virNetDevOpenvswitchAddPort). */
function addToSwitch(
  booting: Booting,
  stage: Stage,
  { mac, uuid, plug }: Plugging,
  { port, tap }: { readonly port: BridgePort; readonly tap: InterfaceName },
): void {
  const { interfaceid, profileid } = port.virtualPort?.parameters ?? {}
  const set = (value: string | undefined): readonly string[] => (value === undefined ? [] : ['--', 'set', 'Interface', tap, value])
  const identity = (key: string, value: string | undefined) => (value === undefined ? undefined : `external-ids:${key}="${value}"`)
  const words = [
    ...['ovs-vsctl', '--timeout=5', '--', '--may-exist', 'add-port', port.bridge, tap],
    ...['--', 'set', 'Port', tap, 'other_config:transient=true', ...tagsOf(port.vlan)],
    ...set(identity('attached-mac', mac)),
    ...set(identity('iface-id', interfaceid?.value)),
    ...set(identity('vm-id', uuid)),
    ...set(identity('port-profile', profileid?.value)),
    ...set(profileid === undefined ? undefined : identity('ifname', tap)),
    ...set('external-ids:iface-status=active'),
  ]
  const { origin } = port.vlan ?? port.virtualPort ?? plug
  for (const wanted of lowerOvsVsctl(words.map((text) => ({ text, origin })))) request(booting, stage, wanted)
}

/** virNetDevOpenvswitchConstructVlans */
function tagsOf(vlan: VlanTags | undefined): readonly string[] {
  if (vlan === undefined || vlan.tags.length === 0) return []
  const native = vlan.tags.find((tag) => tag.native !== undefined)
  const mode = native === undefined ? [] : [`vlan_mode=native-${native.native}`, `tag=${native.id}`]
  const ids = vlan.tags.map((tag) => tag.id)
  return vlan.trunk ? [...mode, `trunk=${ids.join(',')}`] : [...mode, `tag=${ids[0]}`]
}

/** What comes last for every tap: addresses and script of its own, up, filters. A pulled cable is a tap that stays down. */
export function setUpTap(booting: Booting, stage: Stage, { plug }: Plugging, tap: InterfaceName): void {
  const { origin } = plug
  if (plug.kind === 'ethernet') {
    const mtu = plug.mtu === undefined ? [] : [{ kind: 'link-set', name: tap, mtu: plug.mtu.value, origin: plug.mtu.origin } as const]
    requestAll(booting, stage, [...mtu, ...hostSide(plug, tap)])
  }
  if (plug.link !== 'down') request(booting, stage, { kind: 'link-set', name: tap, up: true, origin })
  if (plug.kind === 'ethernet') for (const route of hostRoutes(plug, tap)) request(booting, stage, route)
  const unmodelled = (text: string, touches: 'harmless' | 'anything', at = origin): void => {
    request(booting, stage, { kind: 'unmodelled', text, touches, origin: at })
  }
  if (plug.script !== undefined) unmodelled(`${plug.script.value} ${tap}`, 'anything', plug.script.origin)
  if (plug.bandwidth !== undefined) unmodelled(`bandwidth limits on ${tap}`, 'harmless', plug.bandwidth.origin)
  if (plug.filter !== undefined) unmodelled(`nwfilter ${plug.filter.name} on ${tap}`, 'anything', plug.filter.origin)
}

function hostSide({ hostAddresses }: Plugging['plug'], tap: InterfaceName): readonly KernelRequest[] {
  return hostAddresses.map(({ address, length = naturalLength(address), peer, origin }): KernelRequest => {
    const [four, six] = [parseIpv4(address), parseIpv6(address)]
    if (peer === undefined && four !== undefined)
      return { kind: 'address-add', interface: tap, address: four, length, broadcast: '+', origin }
    if (peer === undefined && six !== undefined) return { kind: 'address6-add', interface: tap, address: six, length, origin }
    return { kind: 'unmodelled', text: `ip addr add ${address} peer ${peer ?? ''}/${length} dev ${tap}`, touches: 'anything', origin }
  })
}

function hostRoutes({ hostRoutes: routes }: Plugging['plug'], tap: InterfaceName): readonly KernelRequest[] {
  return routes.map((route): KernelRequest => {
    const common = { mode: 'add', type: 'unicast', origin: route.origin } as const
    return route.family === 'ipv4'
      ? { kind: 'route-add', ...common, to: route.to, hops: [{ gateway: route.gateway, interface: tap }] }
      : { kind: 'route6-add', ...common, to: route.to, hops: [{ gateway: route.gateway, interface: tap }] }
  })
}

/** A second MAC on a device of the host, which the guest has as its NIC. The host itself does not reach it. */
export function makeMacvtap(
  booting: Booting,
  stage: Stage,
  plugging: Plugging,
  { device, mode }: Extract<Port, { readonly kind: 'direct' }>,
): Refusal | undefined {
  const { host, guest, name: nic, mac, plug } = plugging
  const lower = nodeIn(booting, host).interfaces.find((candidate) => candidate.name === device)
  if (lower === undefined) return { text: `${host} has no interface ${device}`, help: 'choose one that it has' }
  const name = nameFor(booting, plugging, 'macvtap')
  if (name === undefined) return undefined
  const { origin } = plug
  const kernelMode = mode === 'passthrough' ? 'passthru' : mode
  if (mode === 'passthrough') request(booting, stage, { kind: 'link-set', name: lower.name, mac, origin })
  const made = request(booting, stage, {
    kind: 'link-add',
    name,
    link: 'macvtap',
    text: `ip link add link ${device} name ${name} type macvtap mode ${kernelMode}`,
    settings: { kind: 'macvlan', tap: true, mode: kernelMode, lower: lower.name },
    mac,
    origin,
  })
  if (made.kind === 'refused') return { text: made.text, help: `look what else uses ${device}` }
  if (plug.mtu !== undefined) request(booting, stage, { kind: 'link-set', name, mtu: plug.mtu.value, origin: plug.mtu.origin })
  booting.cables.push({
    ends: [
      { node: host, interface: name },
      { node: guest, interface: nic },
    ],
    origin,
  })
  if (plug.link !== 'down') request(booting, stage, { kind: 'link-set', name, up: true, origin })
  return undefined
}
