/** What listens and answers on a node: sockets, DHCP servers, name servers. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Prefix } from '../addresses/prefix.js'
import type { Origin } from '../diagnostics/origin.js'

export type Listener = {
  readonly protocol: 'tcp' | 'udp'
  readonly port: number
  /** Absent: the wildcard address. */
  readonly address?: Ipv4
  readonly origin?: Origin
}

/** A DHCP range of a server, dnsmasq(8) `--dhcp-range`. */
export type DhcpRange = {
  readonly start: Ipv4
  readonly end: Ipv4
  readonly length?: number
  readonly origin?: Origin
}

/** One dnsmasq: libvirt starts one per network, a person may run another. */
export type NameAndLeaseServer = {
  readonly name: string
  /** Interfaces it is limited to; empty = all. */
  readonly interfaces: readonly InterfaceName[]
  readonly exceptInterfaces: readonly InterfaceName[]
  readonly ranges: readonly DhcpRange[]
  /** Fixed leases by MAC (dhcp-host) and leases it already gave. */
  readonly hosts: readonly { readonly mac?: string; readonly address?: Ipv4; readonly name?: string; readonly origin?: Origin }[]
  /** Option 3; absent: the server's own address on the asking network; empty: none is offered. */
  readonly router?: readonly Ipv4[]
  /** Option 6; absent: the server's own address on the asking network. */
  readonly nameServers?: readonly Ipv4[]
  readonly domain?: string
  /** Serves DNS (port not 0). */
  readonly dns: boolean
  /** Names it knows: address=, host-record=, /etc/hosts, network XML dns hosts. `wildcard`: the domain and all below it. */
  readonly records: readonly { readonly name: string; readonly address: Ipv4; readonly wildcard: boolean; readonly origin?: Origin }[]
  /** Domains that it asks nobody about (local=/DOMAIN/): a name below one that it does not know does not exist. */
  readonly localDomains?: readonly string[]
  /** Upstream servers; empty = cannot resolve anything else. */
  readonly upstream: readonly Ipv4[]
  /** --local-service: answers only clients in subnets it has an address in. */
  readonly localService: boolean
  readonly authoritative: boolean
  readonly origin?: Origin
}

/** How a node resolves names: resolv.conf(5) and hosts(5). */
export type Resolver = {
  readonly nameServers: readonly { readonly address: Ipv4; readonly origin?: Origin }[]
  readonly search: readonly string[]
  readonly hosts: readonly { readonly name: string; readonly address: Ipv4; readonly origin?: Origin }[]
}

export type LibvirtNetwork = {
  readonly name: string
  readonly mode: 'nat' | 'route' | 'open' | 'bridge' | 'isolated' | 'unrecognised'
  readonly bridge?: InterfaceName
  readonly subnets: readonly Prefix[]
  readonly active: boolean
  readonly origin?: Origin
}
