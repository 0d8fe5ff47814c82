/** Devices of `ip -json [-details] link|addr` as interfaces of the model. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { NO_MAC, parseMac } from '../../addresses/mac.js'
import { type Entry, flagIn, type JsonObject, numberIn, objectIn, textIn, textsIn } from '../../diagnostics/json-entries.js'
import {
  BOND_MODES,
  DEFAULT_PORT_FLAGS,
  type Interface,
  type InterfaceBase,
  type Macvlan,
  type PortFlags,
  TUNNEL_MODES,
} from '../../model/index.js'
import type { IprouteDocument } from './document.js'

/** Every device of `ip -json [-details] link|addr`. */
export function interfacesOf({ entries }: IprouteDocument): readonly Interface[] {
  return entries.flatMap((entry) => interfaceOf(entry) ?? [])
}

/** Undefined: without a name that an interface can have. */
function interfaceOf({ fields, origin }: Entry): Interface | undefined {
  const name = parseInterfaceName(textIn(fields, 'ifname') ?? '')
  if (name === undefined) return undefined
  const info = objectIn(fields, 'linkinfo')
  const master = parseInterfaceName(textIn(fields, 'master') ?? '')
  const loopback = textIn(fields, 'link_type') === 'loopback'
  const base: InterfaceBase = {
    name,
    mac: parseMac(textIn(fields, 'address') ?? '') ?? NO_MAC,
    mtu: numberIn(fields, 'mtu') ?? 1500,
    up: textsIn(fields, 'flags').includes('UP'),
    owner: loopback || textIn(info, 'info_kind') !== undefined ? 'kernel' : 'hardware',
    ...(master === undefined ? {} : { master }),
    ...(textIn(info, 'info_slave_kind') === 'bridge' ? { port: portOf(objectIn(info, 'info_slave_data')) } : {}),
    origin,
  }
  return loopback ? { ...base, kind: 'loopback' } : withKind(base, fields, info)
}

function portOf(data: JsonObject): PortFlags {
  const flags = { isolated: 'isolated', hairpin: 'hairpin', learning: 'learning', flood: 'flood', broadcastFlood: 'bcast_flood' } as const
  const known = Object.entries(flags).map(([ours, theirs]) => [
    ours,
    flagIn(data, theirs) ?? DEFAULT_PORT_FLAGS[ours as keyof typeof flags],
  ])
  const cost = numberIn(data, 'cost')
  const priority = numberIn(data, 'priority')
  return {
    ...(Object.fromEntries(known) as Pick<PortFlags, keyof typeof flags>),
    multicastFlood: flagIn(data, 'mcast_flood') ?? true,
    neighbourSuppress: flagIn(data, 'neigh_suppress') ?? false,
    ...(cost === undefined ? {} : { cost }),
    ...(priority === undefined ? {} : { priority }),
  }
}

function withKind(base: InterfaceBase, fields: JsonObject, info: JsonObject): Interface {
  const kind = textIn(info, 'info_kind')
  const data = objectIn(info, 'info_data')
  const lower = parseInterfaceName(textIn(fields, 'link') ?? '')
  switch (kind) {
    case undefined:
      return { ...base, kind: 'ethernet', medium: 'hardware' }
    case 'tun':
      return { ...base, kind: 'ethernet', medium: 'tap' }
    case 'bridge':
      return bridgeOf(base, data)
    case 'dummy':
      return { ...base, kind: 'dummy' }
    case 'veth':
      return { ...base, kind: 'veth', ...(lower === undefined ? {} : { peer: lower }) }
    case 'vrf':
      return { ...base, kind: 'vrf', table: String(numberIn(data, 'table') ?? textIn(data, 'table') ?? '') }
    case 'bond':
      return bondOf(base, data)
    case 'vxlan':
      return vxlanOf(base, data, lower)
    case 'openvswitch':
      return { ...base, kind: 'ovs-internal' }
  }
  return withLower(base, data, { kind, lower })
}

type Above = { readonly kind: string; readonly lower: InterfaceName | undefined }

function withLower(base: InterfaceBase, data: JsonObject, { kind, lower }: Above): Interface {
  if (kind === 'vlan' && lower !== undefined)
    return {
      ...base,
      kind: 'vlan',
      lower,
      id: numberIn(data, 'id') ?? 0,
      protocol: textIn(data, 'protocol')?.toLowerCase() === '802.1ad' ? '802.1ad' : '802.1Q',
    }
  if ((kind === 'macvlan' || kind === 'macvtap') && lower !== undefined) {
    const mode = (textIn(data, 'mode') ?? 'vepa') as Macvlan['mode']
    return { ...base, kind: 'macvlan', tap: kind === 'macvtap', mode, lower }
  }
  const mode = TUNNEL_MODES.find((one) => one === kind || (kind === 'ip6tnl' && one === 'ip6ip6'))
  if (mode === undefined) return { ...base, kind: 'unrecognised', kernelKind: kind }
  const [local, remote] = [textIn(data, 'local'), textIn(data, 'remote')]
  return {
    ...base,
    kind: 'tunnel',
    mode,
    ...(local === undefined || local === 'any' ? {} : { local }),
    ...(remote === undefined || remote === 'any' ? {} : { remote }),
    ...(lower === undefined ? {} : { lower }),
    settings: settingsOf(data, ['local', 'remote', 'link']),
  }
}

function bridgeOf(base: InterfaceBase, data: JsonObject): Interface {
  const [helloTime, maxAge, priority] = ['hello_time', 'max_age', 'priority'].map((key) => numberIn(data, key))
  const multicastSnooping = flagIn(data, 'mcast_snooping')
  return {
    ...base,
    kind: 'bridge',
    // Netlink does not tell.
    macSet: false,
    stp: (numberIn(data, 'stp_state') ?? 0) > 0,
    forwardDelay: numberIn(data, 'forward_delay') ?? 1500,
    ageing: numberIn(data, 'ageing_time') ?? 30000,
    vlanFiltering: flagIn(data, 'vlan_filtering') ?? false,
    ...(helloTime === undefined ? {} : { helloTime }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(priority === undefined ? {} : { priority }),
    ...(multicastSnooping === undefined ? {} : { multicastSnooping }),
  }
}

function bondOf(base: InterfaceBase, data: JsonObject): Interface {
  const primary = parseInterfaceName(textIn(data, 'primary') ?? '')
  return {
    ...base,
    kind: 'bond',
    mode: BOND_MODES.find((mode) => mode === textIn(data, 'mode')) ?? 'balance-rr',
    miimon: numberIn(data, 'miimon') ?? 0,
    ...(primary === undefined ? {} : { primary }),
    settings: settingsOf(data, ['mode', 'miimon', 'primary', 'active_slave']),
  }
}

function vxlanOf(base: InterfaceBase, data: JsonObject, lower: InterfaceName | undefined): Interface {
  const local = textIn(data, 'local') ?? textIn(data, 'local6')
  const remote = ['remote', 'remote6', 'group', 'group6'].map((key) => textIn(data, key)).find((text) => text !== undefined)
  const over = lower ?? parseInterfaceName(textIn(data, 'link') ?? '')
  return {
    ...base,
    kind: 'vxlan',
    id: numberIn(data, 'id') ?? 0,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    udpPort: numberIn(data, 'port') ?? 8472,
    learning: flagIn(data, 'learning') ?? true,
    ...(over === undefined ? {} : { lower: over }),
  }
}

/** The rest as words. A key of a tunnel is no secret: it stands in every packet. */
function settingsOf(data: JsonObject, without: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      without.includes(key) || typeof value === 'object' ? [] : [[key, String(value)] as const],
    ),
  )
}
