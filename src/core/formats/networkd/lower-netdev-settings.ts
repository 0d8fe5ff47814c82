/** The parameters of each kind of .netdev in the model's words. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { BOND_MODES, type LinkSettings, type TunnelMode } from '../../model/index.js'
import { settingOf, type Unit } from './unit.js'
import { booleanOf, secondsOf, unsignedOf } from './value.js'

/** Undefined: a kind without parameters in the model, or one that lacks the device it stands on. */
export function linkSettings(unit: Unit, kind: string, lower: InterfaceName | undefined): LinkSettings | undefined {
  switch (kind) {
    case 'vlan':
      return lower === undefined ? undefined : vlan(unit, lower)
    case 'macvlan':
    case 'macvtap':
      return lower === undefined ? undefined : macvlan(unit, kind, lower)
    case 'vxlan':
      return vxlan(unit, lower)
    case 'bond':
      return bond(unit)
    case 'vrf':
      return { kind: 'vrf', table: (unsignedOf(settingOf(unit, 'VRF', 'Table')?.value.text ?? '') ?? 0).toString() }
    case 'veth':
      return veth(unit)
    default:
      return tunnel(unit, kind, lower)
  }
}

function vlan(unit: Unit, lower: InterfaceName): LinkSettings {
  const id = unsignedOf(settingOf(unit, 'VLAN', 'Id')?.value.text ?? '') ?? 0
  const protocol = settingOf(unit, 'VLAN', 'Protocol')?.value.text.toLowerCase() === '802.1ad' ? '802.1ad' : '802.1Q'
  return { kind: 'vlan', lower, id, protocol }
}

const MACVLAN_MODES = ['private', 'vepa', 'bridge', 'passthru', 'source'] as const

/** The kernel's own mode is vepa (macvlan_common_newlink). */
function macvlan(unit: Unit, kind: 'macvlan' | 'macvtap', lower: InterfaceName): LinkSettings {
  const asked = settingOf(unit, kind === 'macvlan' ? 'MACVLAN' : 'MACVTAP', 'Mode')?.value.text
  return { kind: 'macvlan', tap: kind === 'macvtap', mode: MACVLAN_MODES.find((mode) => mode === asked) ?? 'vepa', lower }
}

/** The kernel's own port is 8472, from before one was assigned (drivers/net/vxlan: vxlan_port). */
function vxlan(unit: Unit, lower: InterfaceName | undefined): LinkSettings {
  const setting = (key: string) => settingOf(unit, 'VXLAN', key)?.value.text
  const local = addressIn(setting('Local'))
  const remote = addressIn(setting('Remote') ?? setting('Group'))
  return {
    kind: 'vxlan',
    id: unsignedOf(setting('VNI') ?? setting('Id') ?? '') ?? 0,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    udpPort: unsignedOf(setting('DestinationPort') ?? '') ?? 8472,
    learning: booleanOf(setting('MacLearning') ?? 'yes') !== false,
    ...(lower === undefined ? {} : { lower }),
  }
}

function addressIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (parseIpv4(text) ?? parseIpv6(text))
}

function veth(unit: Unit): LinkSettings {
  const peer = parseInterfaceName(settingOf(unit, 'Peer', 'Name')?.value.text ?? '')
  return { kind: 'veth', ...(peer === undefined ? {} : { peer }) }
}

/** Key → name in sysfs, and how the value is written there. */
const BOND_KEYS: Readonly<Record<string, readonly [name: string, form: 'word' | 'flag' | 'milliseconds' | 'seconds']>> = {
  TransmitHashPolicy: ['xmit_hash_policy', 'word'],
  LACPTransmitRate: ['lacp_rate', 'word'],
  AdSelect: ['ad_select', 'word'],
  FailOverMACPolicy: ['fail_over_mac', 'word'],
  ARPValidate: ['arp_validate', 'word'],
  ARPAllTargets: ['arp_all_targets', 'word'],
  ARPIntervalSec: ['arp_interval', 'milliseconds'],
  PrimaryReselectPolicy: ['primary_reselect', 'word'],
  ResendIGMP: ['resend_igmp', 'word'],
  PacketsPerSlave: ['packets_per_slave', 'word'],
  GratuitousARP: ['num_grat_arp', 'word'],
  AllSlavesActive: ['all_slaves_active', 'flag'],
  DynamicTransmitLoadBalancing: ['tlb_dynamic_lb', 'flag'],
  MinLinks: ['min_links', 'word'],
  UpDelaySec: ['updelay', 'milliseconds'],
  DownDelaySec: ['downdelay', 'milliseconds'],
  LearnPacketIntervalSec: ['lp_interval', 'seconds'],
  PeerNotifyDelaySec: ['peer_notif_delay', 'milliseconds'],
  AdActorSystemPriority: ['ad_actor_sys_prio', 'word'],
  AdUserPortKey: ['ad_user_port_key', 'word'],
  AdActorSystem: ['ad_actor_system', 'word'],
}

function bond(unit: Unit): LinkSettings {
  const setting = (key: string) => settingOf(unit, 'Bond', key)?.value.text
  const written = Object.entries(BOND_KEYS).flatMap(([key, [name, form]]) => {
    const text = setting(key)
    return text === undefined ? [] : [[name, valueIn(text, form)] as const]
  })
  const targets = setting('ARPIPTargets')
  const mode = BOND_MODES.find((one) => one === setting('Mode')) ?? 'balance-rr'
  return {
    kind: 'bond',
    mode,
    miimon: Math.round((secondsOf(setting('MIIMonitorSec') ?? '0') ?? 0) * 1000),
    settings: { ...Object.fromEntries(written), ...(targets === undefined ? {} : { arp_ip_target: targets.split(/\s+/).join(',') }) },
  }
}

function valueIn(text: string, form: 'word' | 'flag' | 'milliseconds' | 'seconds'): string {
  if (form === 'word') return text
  if (form === 'flag') return booleanOf(text) === true ? '1' : '0'
  return String(Math.round((secondsOf(text) ?? 0) * (form === 'milliseconds' ? 1000 : 1)))
}

const TUNNELS: Readonly<Record<string, TunnelMode>> = {
  ipip: 'ipip',
  gre: 'gre',
  gretap: 'gretap',
  sit: 'sit',
  vti: 'vti',
  vti6: 'vti6',
  ip6gre: 'ip6gre',
  ip6gretap: 'ip6gretap',
  erspan: 'erspan',
  wireguard: 'wireguard',
  geneve: 'geneve',
  l2tp: 'l2tp',
}

/** Keys that are the same in every kind of tunnel; never a secret. */
const TUNNEL_KEYS: Readonly<Record<string, string>> = { TTL: 'ttl', TOS: 'tos', Key: 'key', InputKey: 'ikey', OutputKey: 'okey' }

function tunnel(unit: Unit, kind: string, lower: InterfaceName | undefined): LinkSettings | undefined {
  const mode = kind === 'ip6tnl' ? ip6Mode(unit) : Object.hasOwn(TUNNELS, kind) ? TUNNELS[kind] : undefined
  if (mode === undefined) return undefined
  const section = { wireguard: 'WireGuard', geneve: 'GENEVE', l2tp: 'L2TP' }[kind] ?? 'Tunnel'
  const setting = (key: string) => settingOf(unit, section, key)?.value.text
  const local = addressIn(setting('Local'))
  const remote = addressIn(setting('Remote'))
  const named = Object.entries({ ...TUNNEL_KEYS, ...OWN_KEYS[kind] }).flatMap(([key, name]) => {
    const text = setting(key)
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    kind: 'tunnel',
    mode,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
    ...(lower === undefined ? {} : { lower }),
    settings: Object.fromEntries(named),
  }
}

const OWN_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  geneve: { Id: 'id', DestinationPort: 'dstport' },
  wireguard: { ListenPort: 'port', FirewallMark: 'fwmark' },
  erspan: { ERSPANIndex: 'erspan' },
}

function ip6Mode(unit: Unit): TunnelMode {
  const asked = settingOf(unit, 'Tunnel', 'Mode')?.value.text
  return asked === 'ip6ip6' || asked === 'ipip6' ? asked : 'any6'
}
