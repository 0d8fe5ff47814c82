/** What stands behind `type KIND` in `ip link add` (iproute2/ip/iplink_*.c): the settings of a new device. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { isMulticast } from '../../addresses/ipv4.js'
import { isMulticast6 } from '../../addresses/ipv6.js'
import type { LinkSettings } from '../../model/link-settings.js'
import { type Grammar, isWrong, type Keyword, parseCount, parseSwitch, type Read, readArguments, wrongArgument } from './argument.js'
import { bondLink, readBond } from './bond-settings.js'
import { readAddress, readTable } from './prefix.js'
import { readTunnel, tunnelKind } from './tunnel-settings.js'

type Settings<Kind> = Extract<LinkSettings, { readonly kind: Kind }>
type Lower = InterfaceName | undefined

/** `plain`: a kind without settings, or one that is not known. Undefined: there are words that are not understood. */
export function readKind(kind: string, own: readonly string[], lower: Lower): Read<{ readonly settings: LinkSettings | 'plain' }> {
  const settings = read(kind, own, lower)
  if (settings === undefined) return undefined
  return typeof settings === 'object' && isWrong(settings) ? settings : { settings }
}

function read(kind: string, own: readonly string[], lower: Lower): Read<LinkSettings> | 'plain' {
  const tunnel = tunnelKind(kind)
  if (tunnel !== undefined) return readTunnel(tunnel, own)
  switch (kind) {
    case 'vlan':
      return readVlan(own, lower)
    case 'bond': {
      const bond = readBond(own)
      return bond === undefined || isWrong(bond) ? bond : bondLink(bond.settings)
    }
    case 'vxlan':
      return readVxlan(own)
    case 'vrf':
      return readVrf(own)
    case 'macvlan':
    case 'macvtap':
      return readMacvlan(kind, own, lower)
    default:
      return 'plain'
  }
}

type VlanState = Partial<Pick<Settings<'vlan'>, 'id' | 'protocol'>>

const VLAN: Grammar<VlanState> = {
  keywords: [
    { exact: ['id'], values: 1, apply: readVlanId },
    { prefixOf: ['protocol'], values: 1, apply: readVlanProtocol },
    { exact: ['reorder_hdr', 'gvrp', 'mvrp'], values: 1, apply: (state) => state },
    // One that does not go down with the device below is not modelled.
    { exact: ['loose_binding', 'bridge_binding'], values: 1, apply: (state, text) => (parseSwitch(text) === false ? state : undefined) },
    { exact: ['ingress-qos-map', 'egress-qos-map'], values: 0, apply: (state) => state },
  ],
  positional: (state, text) => (/^\d+:\d+$/.test(text) ? state : { wrong: `vlan: unknown command "${text}"?` }),
}

function readVlanId(state: VlanState, text: string): Read<VlanState> {
  const id = parseCount(text)
  return id === undefined || id > 65535 ? wrongArgument(text, 'id is invalid') : { ...state, id }
}

function readVlanProtocol(state: VlanState, text: string): Read<VlanState> {
  const wanted = text.toLowerCase()
  const protocol = wanted === '802.1q' ? '802.1Q' : wanted === '802.1ad' ? '802.1ad' : undefined
  return protocol === undefined ? wrongArgument(text, 'protocol is invalid') : { ...state, protocol }
}

function readVlan(own: readonly string[], lower: Lower): Read<LinkSettings> {
  const state = readArguments(own, VLAN, {})
  if (state === undefined || isWrong(state)) return state
  if (lower === undefined) return { wrong: 'Error: 8021q: link not specified.' }
  if (state.id === undefined) return { wrong: `Error: 8021q: VLAN ${own.length === 0 ? 'properties not specified' : 'id not specified'}.` }
  return { kind: 'vlan', lower, id: state.id, protocol: state.protocol ?? '802.1Q' }
}

type VxlanState = Partial<Omit<Settings<'vxlan'>, 'kind'>> & { readonly group?: true }

const VXLAN_VALUES = ['ttl', 'hoplimit', 'tos', 'dsfield', 'df', 'flowlabel', 'label', 'ageing', 'maxaddress']
const VXLAN_FLAGS = ['proxy', 'rsc', 'l2miss', 'l3miss', 'udpcsum', 'udp6zerocsumtx', 'udp6zerocsumrx', 'remcsumtx', 'remcsumrx']

const VXLAN: Grammar<VxlanState> = {
  keywords: [
    { exact: ['id', 'vni'], values: 1, apply: readVni },
    { exact: ['group'], values: 1, apply: readVxlanEnd('group') },
    { exact: ['remote'], values: 1, apply: readVxlanEnd('remote') },
    { exact: ['local'], values: 1, apply: readVxlanEnd('local') },
    { exact: ['dev'], values: 1, apply: readVxlanLower },
    { exact: ['dstport'], values: 1, apply: readVxlanPort },
    { exact: ['learning'], values: 0, apply: (state) => ({ ...state, learning: true }) },
    { exact: ['nolearning'], values: 0, apply: (state) => ({ ...state, learning: false }) },
    { exact: VXLAN_VALUES, values: 1, apply: (state) => state },
    { exact: VXLAN_FLAGS.flatMap((name) => [name, `no${name}`]), values: 0, apply: (state) => state },
    { exact: ['external', 'gbp', 'gpe', 'vnifilter', 'port', 'srcport'], values: 0, apply: () => undefined },
  ],
  positional: (_, text) => ({ wrong: `vxlan: unknown command "${text}"?` }),
}

function readVni(state: VxlanState, text: string): Read<VxlanState> {
  const id = parseCount(text)
  return id === undefined || id > 0xffffff ? wrongArgument(text, 'invalid id') : { ...state, id }
}

function readVxlanEnd(key: 'group' | 'remote' | 'local'): Keyword<VxlanState>['apply'] {
  return (state, text) => {
    const family = [state.local, state.remote].find((one) => one !== undefined)
    const end = readAddress(text, family === undefined ? 'any' : family.includes(':') ? 'inet6' : 'inet')
    if ('wrong' in end) return end
    const isGroup = end.family === 'inet' ? isMulticast(end.address) : isMulticast6(end.address)
    if (isGroup !== (key === 'group')) return wrongArgument(text, `invalid ${key} address`)
    return key === 'group' ? { ...state, remote: end.address, group: true } : { ...state, [key]: end.address }
  }
}

function readVxlanLower(state: VxlanState, text: string): Read<VxlanState> {
  const lower = parseInterfaceName(text)
  return lower === undefined ? { wrong: `Cannot find device "${text}"` } : { ...state, lower }
}

function readVxlanPort(state: VxlanState, text: string): Read<VxlanState> {
  const port = parseCount(text)
  return port === undefined || port > 65535 ? wrongArgument(text, 'dst port') : { ...state, udpPort: port }
}

/** The kernel's own port, which it had before IANA gave one to VXLAN (drivers/net/vxlan: VXLAN_PORT). */
const KERNEL_PORT = 8472

function readVxlan(own: readonly string[]): Read<LinkSettings> {
  const state = readArguments(own, VXLAN, {})
  if (state === undefined || isWrong(state)) return state
  const { id, udpPort, learning, group, ...rest } = state
  if (id === undefined) return { wrong: 'vxlan: missing virtual network identifier' }
  if (group === true && rest.lower === undefined) return { wrong: "vxlan: 'group' requires 'dev' to be specified" }
  return { kind: 'vxlan', id, ...rest, udpPort: udpPort === undefined || udpPort === 0 ? KERNEL_PORT : udpPort, learning: learning ?? true }
}

function readVrf(own: readonly string[]): Read<LinkSettings> {
  if (own.length === 0) return { wrong: 'Error: VRF table id is missing.' }
  const [word = '', table] = own
  if (word !== 'table') return { wrong: `vrf: unknown option "${word}"?` }
  return table === undefined || own.length > 2 ? undefined : { kind: 'vrf', table: readTable(table) }
}

const MACVLAN_MODES = ['private', 'vepa', 'bridge', 'passthru', 'source'] as const
type MacvlanState = { readonly mode: (typeof MACVLAN_MODES)[number] }

function readMacvlan(kind: 'macvlan' | 'macvtap', own: readonly string[], lower: Lower): Read<LinkSettings> {
  const grammar: Grammar<MacvlanState> = {
    keywords: [
      { exact: ['mode'], values: 1, apply: readMacvlanMode },
      { exact: ['flag', 'nopromisc', 'nodst'], values: 0, apply: (state) => state },
      { exact: ['bcqueuelen'], values: 1, apply: (state) => state },
      { exact: ['macaddr'], values: 0, apply: () => undefined },
    ],
    positional: (_, text) => ({ wrong: `${kind}: unknown option "${text}"?` }),
  }
  const state = readArguments<MacvlanState>(own, grammar, { mode: 'vepa' })
  if (state === undefined || isWrong(state)) return state
  if (lower === undefined) return { wrong: 'RTNETLINK answers: Invalid argument' }
  return { kind: 'macvlan', tap: kind === 'macvtap', mode: state.mode, lower }
}

function readMacvlanMode(_: MacvlanState, text: string): Read<MacvlanState> {
  const mode = MACVLAN_MODES.find((one) => one === text)
  const wrong = `Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "${text}"`
  return mode === undefined ? { wrong } : { mode }
}
