/** Addresses, routes and rules of one node: the FIB and the RPDB, of IPv4 and of IPv6 alike. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Ipv6 } from '../addresses/ipv6.js'
import type { Origin } from '../diagnostics/origin.js'

export type AddressScope = 'global' | 'link' | 'host'

/** A network of either family. */
export type PrefixOf<Ip> = { readonly address: Ip; readonly length: number }

/** An address on an interface, in the order in which the kernel keeps them (first of a subnet = primary). */
export type AddressOf<Ip> = {
  readonly interface: InterfaceName
  readonly address: Ip
  /** Prefix length of the subnet. */
  readonly length: number
  readonly broadcast?: Ip
  readonly scope: AddressScope
  /** A later address of a subnet that the interface already has (IFA_F_SECONDARY). */
  readonly secondary: boolean
  /** e.g. `eth0:1`. */
  readonly label?: string
  /** The other end of a point-to-point link; `length` is about it. */
  readonly peer?: Ip
  /** Of the route to the subnet, which does not come by itself with `noPrefixRoute`. */
  readonly metric?: number
  readonly noPrefixRoute?: true
  /** How it came: written down, or leased by the DHCP server named. */
  readonly leasedFrom?: string
  readonly origin?: Origin
}

export type Address = AddressOf<Ipv4>
/** `kernel`: made by the kernel itself, as the link-local address of an interface that is up. */
export type Address6 = Omit<AddressOf<Ipv6>, 'secondary' | 'broadcast' | 'label'> & { readonly byKernel?: true; readonly noDad?: true }

export type RouteType = 'unicast' | 'local' | 'broadcast' | 'anycast' | 'multicast' | 'unreachable' | 'prohibit' | 'blackhole' | 'throw'

/** One FIB entry. Within equal prefix and metric the position in the array decides: the first wins. */
export type RouteOf<Ip> = {
  /** `main`, `local`, `default` or a number as text. */
  readonly table: string
  readonly type: RouteType
  readonly to: PrefixOf<Ip>
  readonly metric: number
  readonly hops: readonly NextHopOf<Ip>[]
  /** Preferred source address. */
  readonly source?: Ip
  readonly scope: 'global' | 'link' | 'host'
  readonly protocol: 'kernel' | 'boot' | 'static' | 'dhcp' | 'ra'
  readonly mtu?: number
  readonly origin?: Origin
}

export type Route = RouteOf<Ipv4>
export type Route6 = RouteOf<Ipv6>

export type NextHopOf<Ip> = {
  readonly interface: InterfaceName
  readonly gateway?: Ip
  readonly onlink?: boolean
  /** Relative weight of a multipath leg, 1 and up. */
  readonly weight?: number
}

export type NextHop = NextHopOf<Ipv4>
export type NextHop6 = NextHopOf<Ipv6>

/** One entry of the routing policy database, ip-rule(8). */
export type PolicyRuleOf<Ip> = {
  readonly preference: number
  readonly from?: PrefixOf<Ip>
  readonly to?: PrefixOf<Ip>
  readonly inInterface?: InterfaceName
  readonly outInterface?: InterfaceName
  readonly mark?: { readonly value: number; readonly mask: number }
  readonly action:
    | { readonly kind: 'lookup'; readonly table: string; readonly suppressPrefixLength?: number }
    | { readonly kind: 'blackhole' | 'unreachable' | 'prohibit' }
  readonly origin?: Origin
}

export type PolicyRule = PolicyRuleOf<Ipv4>
export type PolicyRule6 = PolicyRuleOf<Ipv6>

export const DEFAULT_RULES: readonly PolicyRule[] = [
  { preference: 0, action: { kind: 'lookup', table: 'local' } },
  { preference: 32766, action: { kind: 'lookup', table: 'main' } },
  { preference: 32767, action: { kind: 'lookup', table: 'default' } },
]

/** IPv6 has no table `default` by itself. */
export const DEFAULT_RULES6: readonly PolicyRule6[] = [
  { preference: 0, action: { kind: 'lookup', table: 'local' } },
  { preference: 32766, action: { kind: 'lookup', table: 'main' } },
]

/** A neighbour entry that was configured (not learnt). */
export type NeighbourOf<Ip> = {
  readonly interface: InterfaceName
  readonly address: Ip
  /** Absent for a proxy entry. */
  readonly mac?: string
  readonly state: 'permanent' | 'noarp' | 'proxy'
  readonly origin?: Origin
}

export type Neighbour = NeighbourOf<Ipv4>
export type Neighbour6 = NeighbourOf<Ipv6>

/** The IPv6 half of a node. It stands by itself because the kernel keeps it so: other tables, other rules, other sysctls. */
export type Inet6 = {
  readonly addresses: readonly Address6[]
  /** All tables; `local`, connected and multicast routes included. */
  readonly routes: readonly Route6[]
  readonly rules: readonly PolicyRule6[]
  readonly neighbours: readonly Neighbour6[]
}
