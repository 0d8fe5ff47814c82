/** A device as it is created, or why it is not: the checks of each kind and what it takes from the device below. */
import { derivedMac, NO_MAC } from '../addresses/mac.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { Interface, LinkSettings, Node, Owner, RequestOf } from '../model/index.js'
import { unreachable } from '../std/unreachable.js'
import { newBond } from './bond.js'
import { deviceOf, isEthernet, macvlansOn, vlansOn } from './device.js'
import { badMac, badMtu } from './link-limits.js'
import { type Applied, noDevice, refused } from './result.js'
import { tunnelMtu } from './tunnel-mtu.js'

type Wanted = RequestOf<'link-add'>
/** What is refused is only a result: nothing of it stays. */
export type Made = { readonly device: Interface } | Applied

export function newLink(node: Node, request: Wanted, owner: Owner): Made {
  const base = {
    name: request.name,
    mac: request.mac ?? derivedMac(`${node.name} ${request.name}`),
    mtu: request.mtu ?? 1500,
    up: false,
    owner,
    ...withOrigin(request.origin),
  } as const
  const made = request.settings === undefined ? plain(base, request) : ofKind(node, { base, request }, request.settings)
  if (!('device' in made)) return made
  const bad = badMac(node, request.mac) ?? (request.mtu === undefined ? undefined : badMtu(node, made.device, request.mtu))
  return bad ?? made
}

type Base = Pick<Interface, 'name' | 'mac' | 'mtu' | 'up' | 'owner' | 'origin'>
type Making = { readonly base: Base; readonly request: Wanted }

function plain(base: Base, request: Wanted): Made {
  if (request.link === 'dummy') return { device: { ...base, kind: 'dummy' } }
  if (request.link !== 'bridge') return { device: { ...base, kind: 'unrecognised', kernelKind: request.link } }
  const macSet = request.mac !== undefined
  return { device: { ...base, kind: 'bridge', macSet, stp: false, forwardDelay: 1500, ageing: 30000, vlanFiltering: false } }
}

function ofKind(node: Node, making: Making, settings: LinkSettings): Made {
  const { base, request } = making
  switch (settings.kind) {
    case 'vlan':
      return newVlan(node, making, settings)
    case 'macvlan':
      return newMacvlan(node, making, settings)
    case 'vxlan':
      return newVxlan(node, making, settings)
    case 'tunnel':
      return newTunnel(node, making, settings)
    case 'bond':
      return newBond(node, { ...base, ...settings, ...(request.mac === undefined ? {} : { macSet: true }) })
    case 'vrf':
      if (settings.table === '0') return refused(node, 'EINVAL', 'Error: Invalid VRF table id.')
      return { device: { ...base, ...settings, mtu: request.mtu ?? 65575 } }
    case 'veth':
      if (settings.peer !== undefined && (settings.peer === base.name || deviceOf(node, settings.peer) !== undefined))
        return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
      return { device: { ...base, ...settings } }
  }
  return unreachable(settings)
}

type Settings<Kind> = Extract<LinkSettings, { readonly kind: Kind }>

/** register_vlan_dev and vlan_newlink, net/8021q. */
function newVlan(node: Node, { base, request }: Making, settings: Settings<'vlan'>): Made {
  const lower = deviceOf(node, settings.lower)
  if (lower === undefined) return noDevice(node, settings.lower)
  if (settings.id < 0 || settings.id > 4094) return refused(node, 'ERANGE', 'Error: 8021q: Invalid VLAN id.')
  if (!isEthernet(lower)) return refused(node, 'EOPNOTSUPP', 'Error: 8021q: VLANs not supported on device.')
  if (vlansOn(node, lower.name).some((other) => other.id === settings.id && other.protocol === settings.protocol))
    return refused(node, 'EEXIST', 'Error: 8021q: VLAN device already exists.')
  if (base.mtu > lower.mtu && request.mtu !== undefined) return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  const own = request.mac === undefined ? { mac: lower.mac } : { macSet: true as const }
  return { device: { ...base, ...settings, mtu: request.mtu ?? lower.mtu, ...own } }
}

/** macvlan_common_newlink, drivers/net/macvlan.c. A macvlan on a macvlan stands on the same device as that. */
function newMacvlan(node: Node, { base, request }: Making, settings: Settings<'macvlan'>): Made {
  const asked = deviceOf(node, settings.lower)
  if (asked === undefined) return noDevice(node, settings.lower)
  const lower = asked.kind === 'macvlan' ? (deviceOf(node, asked.lower) ?? asked) : asked
  const invalid = refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  if (!isEthernet(lower) || (request.mtu !== undefined && request.mtu > lower.mtu)) return invalid
  if (lower.master !== undefined && deviceOf(node, lower.master)?.kind !== 'vrf')
    return refused(node, 'EBUSY', 'RTNETLINK answers: Device or resource busy')
  const others = macvlansOn(node, lower.name)
  if (others.some((other) => other.mode === 'passthru') || (settings.mode === 'passthru' && others.length > 0)) return invalid
  const mac = request.mac ?? (settings.mode === 'passthru' ? lower.mac : base.mac)
  return { device: { ...base, ...settings, lower: lower.name, mac, mtu: request.mtu ?? lower.mtu } }
}

/** VXLAN_HEADROOM and VXLAN6_HEADROOM, include/net/vxlan.h. */
function vxlanHeadroom({ local, remote }: Settings<'vxlan'>): number {
  return [local, remote].some((address) => address?.includes(':')) ? 70 : 50
}

/** vxlan_dev_configure, drivers/net/vxlan: one VNI once for each UDP port. */
function newVxlan(node: Node, { base, request }: Making, settings: Settings<'vxlan'>): Made {
  const lower = deviceOf(node, settings.lower)
  if (settings.lower !== undefined && lower === undefined) return noDevice(node, settings.lower)
  const taken = node.interfaces.some((other) => other.kind === 'vxlan' && other.id === settings.id && other.udpPort === settings.udpPort)
  if (taken) return refused(node, 'EEXIST', 'Error: A VXLAN device with the specified VNI already exists.')
  const most = lower === undefined ? base.mtu : lower.mtu - vxlanHeadroom(settings)
  return { device: { ...base, ...settings, mtu: Math.min(request.mtu ?? most, most) } }
}

/** ip_tunnel_newlink: no two of a mode have the same ends and key. */
function newTunnel(node: Node, { base, request }: Making, settings: Settings<'tunnel'>): Made {
  const lower = deviceOf(node, settings.lower)
  if (settings.lower !== undefined && lower === undefined) return noDevice(node, settings.lower)
  const same = (other: Interface) =>
    other.kind === 'tunnel' &&
    other.mode === settings.mode &&
    other.local === settings.local &&
    other.remote === settings.remote &&
    other.lower === settings.lower &&
    other.settings['key'] === settings.settings['key'] &&
    other.settings['id'] === settings.settings['id']
  if (settings.mode !== 'wireguard' && node.interfaces.some(same)) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const device = { ...base, ...settings, mtu: request.mtu ?? tunnelMtu(node, settings, lower) }
  return { device: isEthernet(device) ? device : { ...device, mac: NO_MAC } }
}
