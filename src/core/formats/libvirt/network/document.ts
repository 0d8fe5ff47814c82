/** A virtual network in libvirt's own words, https://libvirt.org/formatnetwork.html. */
import type { InterfaceName } from '../../../addresses/interface-name.js'
import type { Ipv4 } from '../../../addresses/ipv4.js'
import type { Ipv6 } from '../../../addresses/ipv6.js'
import type { Mac } from '../../../addresses/mac.js'
import type { Prefix } from '../../../addresses/prefix.js'
import type { Prefix6 } from '../../../addresses/prefix6.js'
import type { Origin } from '../../../diagnostics/origin.js'
import type { UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import type { Bandwidth, VirtualPort, VlanTags } from '../port-settings.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'

export type NetworkDocument = {
  readonly xml: XmlDocument
  /** The `<network>` itself; an empty one if there is none. */
  readonly element: XmlElement
  readonly origin: Origin
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  readonly title?: Located<string>
  readonly description?: Located<string>
  /** Whatever other programs keep here. */
  readonly metadata?: Origin
  /** `ipv6='yes'`: guests may talk IPv6 among themselves although the network has no IPv6 address. */
  readonly ipv6BetweenGuests: boolean
  readonly trustGuestRxFilters?: boolean
  readonly forward: NetworkForward
  readonly bridge: NetworkBridge
  readonly mac?: Located<Mac>
  readonly mtu?: Located<number>
  readonly domain?: NetworkDomain
  readonly dns: NetworkDns
  readonly ips: readonly NetworkIp[]
  readonly routes: readonly NetworkRoute[]
  readonly portGroups: readonly PortGroup[]
  readonly virtualPort?: VirtualPort
  readonly vlan?: VlanTags
  readonly bandwidth?: Bandwidth
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
  /** The only host interface that traffic may be forwarded to: `dev`, or the first `<interface>`. */
  readonly device?: Located<string>
  /** Host interfaces for macvtap or passthrough, `dev` included. */
  readonly interfaces: readonly Located<string>[]
  /** The physical function whose virtual functions are used. */
  readonly physicalFunction?: Located<string>
  /** PCI devices for guests, as `0000:03:00.1`. */
  readonly addresses: readonly Located<string>[]
  /** libvirt takes devices away from the host's driver by itself. */
  readonly managed: boolean
  readonly driver?: Located<string>
  readonly nat?: NetworkNat
  readonly origin?: Origin
}

/** Source addresses and ports that NAT may use. */
export type NetworkNat = {
  readonly ipv6: boolean
  readonly from?: Ipv4
  readonly to?: Ipv4
  readonly ports?: { readonly from: number; readonly to: number }
  readonly origin: Origin
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

export type NetworkDomain = {
  readonly name: string
  readonly localOnly: boolean
  /** systemd-resolved is told to ask the network's dnsmasq for the domain. */
  readonly register: boolean
  readonly origin: Origin
}

export type NetworkIp = Ip4 | Ip6

type IpOf<Family extends 'ipv4' | 'ipv6', Address> = {
  readonly family: Family
  /** The bridge's own. */
  readonly address: Address
  readonly length: number
  /** Nobody else is asked for the names of its addresses. */
  readonly localPtr: boolean
  readonly dhcp?: NetworkDhcp<Address>
  readonly origin: Origin
}
export type Ip4 = IpOf<'ipv4', Ipv4> & { readonly tftpRoot?: Located<string> }
export type Ip6 = IpOf<'ipv6', Ipv6>

export type NetworkDhcp<Address> = {
  readonly ranges: readonly { readonly start: Address; readonly end: Address; readonly lease?: LeaseTime; readonly origin: Origin }[]
  readonly hosts: readonly DhcpHost<Address>[]
  readonly bootp?: { readonly file: string; readonly server?: string; readonly origin: Origin }
  readonly origin: Origin
}

export type DhcpHost<Address> = {
  readonly mac?: Mac
  /** As it is written: dnsmasq gets it so. */
  readonly macText?: string
  /** DHCPv6 unique identifier. */
  readonly id?: string
  readonly name?: string
  readonly address?: Address
  readonly lease?: LeaseTime
  readonly origin: Origin
}

/** 0 never ends. */
export type LeaseTime = { readonly expiry: number; readonly unit: 'seconds' | 'minutes' | 'hours' }

export type NetworkDns = {
  readonly enabled: boolean
  readonly forwardPlainNames: boolean
  /** Without a domain: for all names. Without an address: names of the domain are not forwarded. */
  readonly forwarders: readonly { readonly domain?: string; readonly address?: Ipv4 | Ipv6; readonly origin: Origin }[]
  readonly hosts: readonly { readonly address?: Ipv4 | Ipv6; readonly names: readonly Located<string>[]; readonly origin: Origin }[]
  readonly texts: readonly { readonly name: string; readonly value: string; readonly origin: Origin }[]
  readonly services: readonly DnsService[]
  readonly origin?: Origin
}

export type DnsService = {
  readonly service: string
  readonly protocol: string
  readonly domain?: string
  readonly target?: string
  readonly port?: number
  readonly priority?: number
  readonly weight?: number
  readonly origin: Origin
}

export type NetworkRoute = { readonly metric?: number; readonly origin: Origin } & (
  | { readonly family: 'ipv4'; readonly to: Prefix; readonly gateway: Ipv4 }
  | { readonly family: 'ipv6'; readonly to: Prefix6; readonly gateway: Ipv6 }
)

export type PortGroup = {
  readonly name: string
  readonly isDefault: boolean
  readonly trustGuestRxFilters?: boolean
  readonly virtualPort?: VirtualPort
  readonly vlan?: VlanTags
  readonly bandwidth?: Bandwidth
  readonly origin: Origin
}
