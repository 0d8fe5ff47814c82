/** A .netdev as the request that makes the device, and what follows it. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest } from '../../model/index.js'
import { linkSettings } from './lower-netdev-settings.js'
import { netdevKind } from './netdev-kind.js'
import { deviceKind, settingOf, type Unit } from './unit.js'
import { booleanOf, macTextOf, secondsOf, sizeOf, unsignedOf } from './value.js'

export type NetdevFacts = {
  readonly name: InterfaceName
  readonly kind: string
  readonly origin: Origin
  /** Made when the link is configured that names it by this key; else at once. */
  readonly stackedBy?: string
  /** The other end of a veth. */
  readonly peer?: InterfaceName
  /** Of a VRF. */
  readonly table?: string
  /** `generated`: the MAC that networkd makes of the name and the machine's id where the file has none. */
  readonly requests: (lower: InterfaceName | undefined, generated: Mac) => readonly KernelRequest[]
}

/** Undefined: networkd ignores the file; `verify` says why. */
export function lowerNetdev(unit: Unit): NetdevFacts | undefined {
  const kind = deviceKind(unit)
  const named = settingOf(unit, 'NetDev', 'Name')
  const name = parseInterfaceName(named?.value.text ?? '')
  if (kind === undefined || name === undefined || named === undefined) return undefined
  const facts = netdevKind(kind)
  const peer = kind === 'veth' ? parseInterfaceName(settingOf(unit, 'Peer', 'Name')?.value.text ?? '') : undefined
  const table = kind === 'vrf' ? (unsignedOf(settingOf(unit, 'VRF', 'Table')?.value.text ?? '') ?? 0).toString() : undefined
  const alone = ['Tunnel', 'VXLAN', 'Xfrm'].some(
    (section) => booleanOf(settingOf(unit, section, 'Independent')?.value.text ?? 'no') === true,
  )
  const stackedBy = alone ? undefined : facts?.stackedBy
  const { origin } = named
  return {
    name,
    kind,
    origin,
    ...(stackedBy === undefined ? {} : { stackedBy }),
    ...(peer === undefined ? {} : { peer }),
    ...(table === undefined ? {} : { table }),
    requests: (lower, generated) => [addLink(unit, { name, kind, origin, lower, generated }), ...after(unit, { name, kind, peer })],
  }
}

type Wanted = {
  readonly name: InterfaceName
  readonly kind: string
  readonly origin: Origin
  readonly lower: InterfaceName | undefined
  readonly generated: Mac
}

/** Kinds for which networkd makes a MAC (generate_mac of their vtables). The others have none, or that of the device below. */
const WITH_OWN_MAC = ['bond', 'bridge', 'dummy', 'geneve', 'gretap', 'ip6gretap', 'ifb', 'macvlan', 'macvtap', 'veth', 'vrf', 'vxlan']

function addLink(unit: Unit, { name, kind, origin, lower, generated }: Wanted): KernelRequest {
  const asked = settingOf(unit, 'NetDev', 'MACAddress')?.value.text
  const mac = asked === undefined ? (WITH_OWN_MAC.includes(kind) ? generated : undefined) : parseMac(macTextOf(asked) ?? '')
  const mtu = sizeOf(settingOf(unit, 'NetDev', 'MTUBytes')?.value.text ?? '')
  const settings = linkSettings(unit, kind, lower)
  return {
    kind: 'link-add',
    name,
    link: kind,
    text: `ip link add ${name}${lower === undefined ? '' : ` link ${lower}`} type ${kind}`,
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined || mtu === 0 ? {} : { mtu }),
    ...(settings === undefined ? {} : { settings }),
    origin,
  }
}

type Made = { readonly name: InterfaceName; readonly kind: string; readonly peer: InterfaceName | undefined }

/** Of a bridge, its parameters; of a veth, the MAC of its other end. */
function after(unit: Unit, { name, kind, peer }: Made): readonly KernelRequest[] {
  const mac = parseMac(macTextOf(settingOf(unit, 'Peer', 'MACAddress')?.value.text ?? '') ?? '')
  if (peer !== undefined && mac !== undefined) return [{ kind: 'link-set', name: peer, mac, origin: unit.origin }]
  return kind === 'bridge' ? bridgeSet(unit, name) : []
}

/** ForwardDelaySec=, HelloTimeSec= and MaxAgeSec= of 0 count as not written, but for the first (netdev_bridge_post_create). */
function bridgeSet(unit: Unit, name: InterfaceName): readonly KernelRequest[] {
  const setting = (key: string) => settingOf(unit, 'Bridge', key)?.value.text
  const number = <Key extends string>(as: Key, key: string) => {
    const value = unsignedOf(setting(key) ?? '')
    return value === undefined ? {} : ({ [as]: value } as { readonly [Name in Key]?: number })
  }
  const time = <Key extends string>(as: Key, key: string) => {
    const value = secondsOf(setting(key) ?? '')
    return value === undefined ? {} : ({ [as]: Math.round(value * 100) } as { readonly [Name in Key]?: number })
  }
  const flag = <Key extends string>(as: Key, key: string) => {
    const value = booleanOf(setting(key) ?? '')
    return value === undefined ? {} : ({ [as]: value } as { readonly [Name in Key]?: boolean })
  }
  const pvid = setting('DefaultPVID') === 'none' ? { vlanDefaultPvid: 0 } : number('vlanDefaultPvid', 'DefaultPVID')
  const wanted = {
    ...time('forwardDelay', 'ForwardDelaySec'),
    ...time('helloTime', 'HelloTimeSec'),
    ...time('maxAge', 'MaxAgeSec'),
    ...time('ageing', 'AgeingTimeSec'),
    ...number('priority', 'Priority'),
    ...pvid,
    ...flag('vlanFiltering', 'VLANFiltering'),
    ...flag('multicastSnooping', 'MulticastSnooping'),
    ...flag('stp', 'STP'),
  }
  return Object.keys(wanted).length === 0 ? [] : [{ kind: 'bridge-set', name, ...wanted, origin: unit.origin }]
}
