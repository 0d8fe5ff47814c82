/** VLANs of a bridge and of its ports (net/bridge/br_vlan.c). They are kept whether or not the bridge filters by them. */
import type { Bridge, Interface, Node, PortVlan, RequestOf } from '../model/index.js'
import { deviceOf, portsOf, replaceDevice } from './device.js'
import { type Applied, done, refused } from './result.js'

/** As `bridge vlan` lists them. Undefined: it is neither a bridge nor a bridge's port. */
export function vlansOf(node: Node, device: Interface): readonly PortVlan[] | undefined {
  const bridge = device.kind === 'bridge' ? device : deviceOf(node, device.master)
  return bridge?.kind === 'bridge' ? (device.vlans ?? defaultVlans(bridge)) : undefined
}

function defaultVlans(bridge: Bridge): readonly PortVlan[] {
  const id = bridge.vlanDefaultPvid ?? 1
  return id === 0 ? [] : [{ id, pvid: true, untagged: true }]
}

/** What is not there can be deleted all the same. */
export function changeVlan(node: Node, { kind, name, vlan, of }: RequestOf<'vlan-add' | 'vlan-delete'>): Applied {
  const device = deviceOf(node, name)
  if (device === undefined) return refused(node, 'ENODEV', `Cannot find bridge device "${name}"`)
  const vlans = vlansOf(node, device)
  const isOther = of !== undefined && (of === 'bridge') !== (device.kind === 'bridge')
  if (vlans === undefined || isOther) return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  if (vlan.id < 1 || vlan.id > 4094) return refused(node, 'EINVAL', 'Error: bridge: Vlan id is invalid.')
  const others = vlans.filter((other) => other.id !== vlan.id)
  return done(replaceDevice(node, { ...device, vlans: kind === 'vlan-add' ? withVlan(others, vlan) : others }))
}

/** There is one VLAN for what comes in untagged. */
function withVlan(others: readonly PortVlan[], vlan: PortVlan): readonly PortVlan[] {
  return [...others.map((other) => (vlan.pvid ? { ...other, pvid: false } : other)), vlan].sort((a, b) => a.id - b.id)
}

/** Whoever still has the old default as it was given gets the new one (__br_vlan_set_default_pvid). */
export function withDefaultPvid(node: Node, name: Bridge['name'], id: number): Node {
  const bridge = deviceOf(node, name)
  if (bridge?.kind !== 'bridge') return node
  const old = bridge.vlanDefaultPvid ?? 1
  const follow = (device: Interface): Interface => {
    if (device.vlans === undefined) return device
    const kept = device.vlans.filter((vlan) => !(vlan.id === old && vlan.pvid && vlan.untagged))
    const hadOld = old === 0 || kept.length < device.vlans.length
    if (!hadOld || device.vlans.some((vlan) => vlan.id === id)) return device
    const added = id === 0 ? kept : [...kept.map((vlan) => ({ ...vlan, pvid: false })), { id, pvid: true, untagged: true }]
    return { ...device, vlans: [...added].sort((a, b) => a.id - b.id) }
  }
  const changed = [bridge, ...portsOf(node, name)].map(follow).reduce(replaceDevice, node)
  const now = deviceOf(changed, name)
  return now?.kind === 'bridge' ? replaceDevice(changed, { ...now, vlanDefaultPvid: id }) : changed
}
