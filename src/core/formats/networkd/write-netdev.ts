/** The .netdev of a device that networkd has to make, and the keys of the devices that it stands on. */
import type { Intent, IntentInterface, IntentLink } from '../../model/index.js'
import type { Section } from './write.js'

type Keys = Section['keys']
export type NetdevSections = { readonly sections: readonly Section[]; readonly missing: readonly string[] }

export function netdevSections(device: IntentInterface): NetdevSections {
  const { link } = device
  if (link.kind === 'ethernet' || link.kind === 'loopback') return { sections: [], missing: [] }
  const own = ownSection(link)
  const kind = kindOf(link)
  if (kind === undefined)
    return { sections: [], missing: [`${device.name} is a tunnel of mode ${link.kind === 'tunnel' ? link.mode : ''}`] }
  const keys: Keys = [['Name', device.name], ['Kind', kind], ...(device.mac === undefined ? [] : [['MACAddress', device.mac] as const])]
  return { sections: [{ name: 'NetDev', keys }, ...(own === undefined || own.keys.length === 0 ? [] : [own])], missing: [] }
}

function kindOf(link: IntentLink): string | undefined {
  if (link.kind === 'macvlan') return link.tap ? 'macvtap' : 'macvlan'
  if (link.kind !== 'tunnel') return link.kind
  const names: Readonly<Record<string, string>> = { ip6ip6: 'ip6tnl', ipip6: 'ip6tnl', any6: 'ip6tnl' }
  return link.mode === 'wireguard' || link.mode === 'l2tp' || link.mode === 'isatap' ? undefined : (names[link.mode] ?? link.mode)
}

function ownSection(link: IntentLink): Section | undefined {
  switch (link.kind) {
    case 'bridge':
      return { name: 'Bridge', keys: bridgeKeys(link) }
    case 'bond':
      return { name: 'Bond', keys: bondKeys(link) }
    case 'vlan':
      return { name: 'VLAN', keys: [['Id', String(link.id)], ...(link.protocol === '802.1Q' ? [] : [['Protocol', '802.1ad'] as const])] }
    case 'vrf':
      return { name: 'VRF', keys: [['Table', link.table]] }
    case 'macvlan':
      return { name: link.tap ? 'MACVTAP' : 'MACVLAN', keys: [['Mode', link.mode]] }
    case 'veth':
      return { name: 'Peer', keys: link.peer === undefined ? [] : [['Name', link.peer]] }
    case 'vxlan':
      return {
        name: 'VXLAN',
        keys: [
          ['VNI', String(link.id)],
          ...(link.local === undefined ? [] : [['Local', link.local] as const]),
          ...(link.remote === undefined ? [] : [[isGroup(link.remote) ? 'Group' : 'Remote', link.remote] as const]),
          ['DestinationPort', String(link.udpPort)],
          ['MacLearning', link.learning ? 'yes' : 'no'],
          ...(link.lower === undefined ? [['Independent', 'yes'] as const] : []),
        ],
      }
    case 'tunnel':
      return tunnelSection(link)
    default:
      return undefined
  }
}

function isGroup(address: string): boolean {
  const first = Number(address.split('.')[0])
  return address.includes(':') ? /^ff/i.test(address) : first >= 224 && first < 240
}

function bridgeKeys(link: Extract<IntentLink, { kind: 'bridge' }>): Keys {
  const seconds = (centiseconds: number) => `${centiseconds / 100}`
  return [
    ['STP', link.stp ? 'yes' : 'no'],
    ...(link.forwardDelay === 1500 ? [] : [['ForwardDelaySec', seconds(link.forwardDelay)] as const]),
    ...(link.ageing === 30000 ? [] : [['AgeingTimeSec', seconds(link.ageing)] as const]),
    ...(link.helloTime === undefined ? [] : [['HelloTimeSec', seconds(link.helloTime)] as const]),
    ...(link.maxAge === undefined ? [] : [['MaxAgeSec', seconds(link.maxAge)] as const]),
    ...(link.priority === undefined ? [] : [['Priority', String(link.priority)] as const]),
    ...(link.vlanFiltering ? [['VLANFiltering', 'yes'] as const] : []),
    ...(link.multicastSnooping === false ? [['MulticastSnooping', 'no'] as const] : []),
  ]
}

/** sysfs name → key and what the number is counted in. */
const BOND_KEYS: Readonly<Record<string, readonly [key: string, unit: string]>> = {
  xmit_hash_policy: ['TransmitHashPolicy', ''],
  lacp_rate: ['LACPTransmitRate', ''],
  updelay: ['UpDelaySec', 'ms'],
  downdelay: ['DownDelaySec', 'ms'],
  arp_interval: ['ARPIntervalSec', 'ms'],
  arp_ip_target: ['ARPIPTargets', ''],
  arp_validate: ['ARPValidate', ''],
  arp_all_targets: ['ARPAllTargets', ''],
  ad_select: ['AdSelect', ''],
  fail_over_mac: ['FailOverMACPolicy', ''],
  primary_reselect: ['PrimaryReselectPolicy', ''],
  min_links: ['MinLinks', ''],
  resend_igmp: ['ResendIGMP', ''],
  packets_per_slave: ['PacketsPerSlave', ''],
  num_grat_arp: ['GratuitousARP', ''],
  all_slaves_active: ['AllSlavesActive', ''],
  lp_interval: ['LearnPacketIntervalSec', ''],
}

function bondKeys(link: Extract<IntentLink, { kind: 'bond' }>): Keys {
  return [
    ['Mode', link.mode],
    ...(link.miimon === 0 ? [] : [['MIIMonitorSec', `${link.miimon}ms`] as const]),
    ...Object.entries(link.settings).flatMap(([name, value]) => {
      const known = BOND_KEYS[name]
      return known === undefined ? [] : [[known[0], `${value.replaceAll(',', ' ')}${known[1]}`] as const]
    }),
  ]
}

function tunnelSection(link: Extract<IntentLink, { kind: 'tunnel' }>): Section {
  const mode =
    link.mode === 'ip6ip6' || link.mode === 'ipip6'
      ? [['Mode', link.mode] as const]
      : link.mode === 'any6'
        ? [['Mode', 'any'] as const]
        : []
  if (link.mode === 'geneve') {
    const id = link.settings['id'] ?? '0'
    return { name: 'GENEVE', keys: [['Id', id], ...(link.remote === undefined ? [] : [['Remote', link.remote] as const])] }
  }
  return {
    name: 'Tunnel',
    keys: [
      ...mode,
      ['Local', link.local ?? 'any'],
      ...(link.remote === undefined ? [] : [['Remote', link.remote] as const]),
      ...(link.settings['ttl'] === undefined ? [] : [['TTL', link.settings['ttl']] as const]),
      ...(link.settings['key'] === undefined ? [] : [['Key', link.settings['key']] as const]),
      ...(link.lower === undefined ? [['Independent', 'yes'] as const] : []),
    ],
  }
}

/** In the .network of the device below: what stands on it. The primary port of a bond is said at the port. */
export function stackedOn(device: IntentInterface, { interfaces }: Intent): Keys {
  const above = interfaces.flatMap((other): [string, string][] => {
    if (!('lower' in other.link) || other.link.lower !== device.name) return []
    return [[stackWord(other.link), other.name]]
  })
  const bond = interfaces.find((other) => other.name === device.master)?.link
  return [...above, ...(bond?.kind === 'bond' && bond.primary === device.name ? [['PrimarySlave', 'yes'] as const] : [])]
}

function stackWord(link: IntentLink): string {
  if (link.kind === 'macvlan') return link.tap ? 'MACVTAP' : 'MACVLAN'
  return { vlan: 'VLAN', vxlan: 'VXLAN' }[link.kind as string] ?? 'Tunnel'
}
