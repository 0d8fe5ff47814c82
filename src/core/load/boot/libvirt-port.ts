/** Where a guest's interface ends: a virtual network says it for those that are on one (networkAllocatePort in src/network/bridge_driver.c). */
import type { DomainInterface, NetworkDocument, PortGroup, VirtualPort, VlanTags } from '../../formats/libvirt/index.js'
import { networkOn } from './libvirt.js'
import { type Booting, nodeIn } from './machine.js'

type MacvtapMode = 'vepa' | 'bridge' | 'private' | 'passthrough'

export type Port =
  | {
      readonly kind: 'bridge'
      readonly bridge: string
      readonly virtualPort?: VirtualPort
      readonly vlan?: VlanTags
      readonly isolated: boolean
      /** libvirt tells the bridge which MAC is where. */
      readonly macTableByLibvirt: boolean
    }
  | { readonly kind: 'direct'; readonly device: string; readonly mode: MacvtapMode }
  /** The guest has a device of the host for itself. */
  | { readonly kind: 'hostdev'; readonly device: string }

/** Why there is none, and what to do. */
export type NoPort = { readonly kind: 'none'; readonly text: string; readonly help: string }

type Networked = Extract<DomainInterface, { readonly kind: 'network' }>

export function portOnNetwork(booting: Booting, host: string, plug: Networked): Port | NoPort {
  const name = plug.network.value
  const network = nodeIn(booting, host).libvirtNetworks.find((candidate) => candidate.name === name)
  const document = networkOn(booting, host, name)
  if (network === undefined || document === undefined) return none(`${host} has no libvirt network ${name}`, 'virsh net-define it')
  if (!network.active) return none(`network ${name} is not active on ${host}`, `virsh net-start ${name}`)
  const group = groupOf(document, plug)
  if (plug.portGroup !== undefined && group === undefined)
    return none(`network ${name} has no port group ${plug.portGroup.value}`, 'choose another, or leave portgroup out')
  const { mode } = document.forward
  if (mode === 'hostdev') return hostDevice(document)
  if (network.bridge === undefined) return macvtap(booting, host, document)
  return onBridge({ document, plug, group, bridge: network.bridge })
}

function none(text: string, help: string): NoPort {
  return { kind: 'none', text, help }
}

/** The named one, or the default one. */
function groupOf(document: NetworkDocument, plug: Networked): PortGroup | undefined {
  const wanted = plug.portGroup?.value
  return document.portGroups.find((group) => (wanted === undefined ? group.isDefault : group.name === wanted))
}

type Wanted = {
  readonly document: NetworkDocument
  readonly plug: Networked
  readonly group: PortGroup | undefined
  readonly bridge: string
}

/** The interface decides before the port group, and that before the network. */
function onBridge({ document, plug, group, bridge }: Wanted): Port | NoPort {
  const ports = [plug.virtualPort, group?.virtualPort, document.virtualPort].flatMap((port) => port ?? [])
  const type = ports.find((port) => port.type !== undefined)?.type
  const virtualPort = ports[0] === undefined ? undefined : merge(ports, type)
  const vlan = plug.vlan ?? group?.vlan ?? document.vlan
  const own = document.forward.mode !== 'bridge'
  if (virtualPort !== undefined && (own || (type !== undefined && type !== 'openvswitch'))) {
    const text = `network ${plug.network.value} cannot have ports of type ${type ?? 'unknown'}`
    return none(text, 'leave <virtualport> out')
  }
  if (own && vlan !== undefined) return none(`network ${plug.network.value} cannot have VLAN tags`, 'leave <vlan> out')
  return {
    kind: 'bridge',
    bridge,
    ...(virtualPort === undefined ? {} : { virtualPort }),
    ...(vlan === undefined ? {} : { vlan }),
    isolated: plug.portIsolated || document.portIsolated,
    macTableByLibvirt: document.bridge.macTableByLibvirt,
  }
}

function merge(ports: readonly VirtualPort[], type: VirtualPort['type']): VirtualPort | undefined {
  const [first] = ports
  if (first === undefined) return undefined
  const parameters = Object.assign({}, ...ports.toReversed().map((port) => port.parameters))
  return { ...first, ...(type === undefined ? {} : { type }), parameters }
}

/** The first device that nobody has. */
function hostDevice({ forward, name }: NetworkDocument): Port | NoPort {
  const [address] = forward.addresses
  if (address !== undefined) return { kind: 'hostdev', device: `PCI ${address.value}` }
  if (forward.physicalFunction !== undefined) return { kind: 'hostdev', device: `a virtual function of ${forward.physicalFunction.value}` }
  return none(`network ${name?.value} has no devices`, "add <pf dev='…'/> to <forward>")
}

/** The least used device of the pool; in mode passthrough one that nobody uses. */
function macvtap(booting: Booting, host: string, { forward, name }: NetworkDocument): Port | NoPort {
  const devices = forward.interfaces.map((device) => device.value)
  const used = (device: string): number =>
    nodeIn(booting, host).interfaces.filter((other) => other.kind === 'macvlan' && other.lower === device).length
  const mode = (['bridge', 'private', 'vepa', 'passthrough'] as const).find((known) => known === forward.mode) ?? 'vepa'
  if (forward.physicalFunction !== undefined) return { kind: 'hostdev', device: `a virtual function of ${forward.physicalFunction.value}` }
  const least = Math.min(...devices.map(used))
  const chosen = devices.find((device) => used(device) === (mode === 'passthrough' ? 0 : least))
  if (chosen !== undefined) return { kind: 'direct', device: chosen, mode }
  const reason = devices.length === 0 ? 'has no forward device' : 'has no device left'
  return none(`network ${name?.value} ${reason}`, "add <interface dev='…'/> to <forward>")
}
