/** A virtual network in libvirt's own words, https://libvirt.org/formatnetwork.html. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Mac } from '../../addresses/mac.js'
import type { Prefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Located } from './located.js'
import type { UnrecognisedXml } from './vocabulary.js'
import type { XmlDocument } from './xml/document.js'

export type NetworkDocument = {
  readonly xml: XmlDocument
  /** The whole `<network>`. */
  readonly origin: Origin
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  readonly forward: NetworkForward
  readonly bridge: NetworkBridge
  readonly mac?: Located<Mac>
  readonly mtu?: Located<number>
  readonly domain?: NetworkDomain
  readonly dns: NetworkDns
  readonly ips: readonly NetworkIp[]
  readonly routes: readonly NetworkRoute[]
  readonly portGroups: readonly PortGroup[]
  readonly virtualPort?: Located<string>
  readonly vlan?: VlanTags
  /** `<port isolated>`: guests on this network cannot reach each other. */
  readonly portIsolated: boolean
  /** Lines for dnsmasq.conf out of `<dnsmasq:options>`. */
  readonly options: readonly Located<string>[]
  readonly unrecognised: readonly UnrecognisedXml[]
}

export const FORWARD_MODES = ['nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev'] as const

export type NetworkForward = {
  /** No `<forward>` is `isolated`. */
  readonly mode: (typeof FORWARD_MODES)[number] | 'isolated' | 'unrecognised'
  /** The only host interface that traffic may be forwarded to. */
  readonly device?: Located<string>
  /** Host interfaces for macvtap or passthrough. */
  readonly interfaces: readonly Located<string>[]
  /** Source addresses and ports that NAT may use. */
  readonly nat?: {
    readonly from?: Ipv4
    readonly to?: Ipv4
    readonly ports?: { readonly from: number; readonly to: number }
    readonly origin: Origin
  }
  readonly origin?: Origin
}

/** `stp` and `delay` are what net-define fills in; they mean nothing for a bridge that libvirt does not create. */
export type NetworkBridge = {
  /** Absent: libvirt takes the first free virbrN. */
  readonly name?: Located<InterfaceName>
  readonly stp: boolean
  /** Seconds. */
  readonly delay: number
  /** firewalld's. */
  readonly zone?: Located<string>
  /** libvirt keeps the bridge's forwarding table instead of letting it learn. */
  readonly macTableByLibvirt: boolean
  readonly origin?: Origin
}

export type NetworkDomain = { readonly name: string; readonly localOnly: boolean; readonly origin: Origin }

export type NetworkIp =
  | {
      readonly family: 'ipv4'
      /** The bridge's own. */
      readonly address: Ipv4
      readonly length: number
      readonly localPtr: boolean
      readonly dhcp?: NetworkDhcp
      readonly tftpRoot?: Located<string>
      readonly origin: Origin
    }
  | { readonly family: 'ipv6'; readonly address: string; readonly length: number; readonly dhcp: boolean; readonly origin: Origin }

export type NetworkDhcp = {
  readonly ranges: readonly { readonly start: Ipv4; readonly end: Ipv4; readonly origin: Origin }[]
  readonly hosts: readonly { readonly mac?: Mac; readonly name?: string; readonly address?: Ipv4; readonly origin: Origin }[]
  readonly bootp?: { readonly file: string; readonly server?: string; readonly origin: Origin }
  readonly origin: Origin
}

export type NetworkDns = {
  readonly enabled: boolean
  readonly forwardPlainNames: boolean
  /** Without a domain: for all names. Without an address: names of the domain are not forwarded. */
  readonly forwarders: readonly { readonly domain?: string; readonly address?: string; readonly origin: Origin }[]
  readonly hosts: readonly { readonly address: string; readonly names: readonly Located<string>[]; readonly origin: Origin }[]
  readonly texts: readonly { readonly name: string; readonly value: string; readonly origin: Origin }[]
  readonly services: readonly { readonly service: string; readonly protocol: string; readonly target?: string; readonly origin: Origin }[]
  readonly origin?: Origin
}

export type NetworkRoute = { readonly to: Prefix; readonly gateway: Ipv4; readonly metric?: number; readonly origin: Origin }

export type PortGroup = {
  readonly name: string
  readonly isDefault: boolean
  readonly virtualPort?: Located<string>
  readonly vlan?: VlanTags
  readonly origin: Origin
}

export type VlanTags = {
  readonly trunk: boolean
  readonly tags: readonly { readonly id: number; readonly native?: 'tagged' | 'untagged'; readonly origin: Origin }[]
  readonly origin: Origin
}
