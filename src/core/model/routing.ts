/** Addresses, routes and rules of one node: the FIB and the RPDB. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Prefix } from '../addresses/prefix.js'
import type { Origin } from '../diagnostics/origin.js'

export type AddressScope = 'global' | 'link' | 'host'

/** An IPv4 address on an interface, in the order in which the kernel keeps them (first of a subnet = primary). */
export type Address = {
  readonly interface: InterfaceName
  readonly address: Ipv4
  /** Prefix length of the subnet. */
  readonly length: number
  readonly broadcast?: Ipv4
  readonly scope: AddressScope
  /** A later address of a subnet that the interface already has (IFA_F_SECONDARY). */
  readonly secondary: boolean
  /** e.g. `eth0:1`. */
  readonly label?: string
  /** How it came: written down, or leased by the DHCP server named. */
  readonly leasedFrom?: string
  readonly origin?: Origin
}

export type RouteType = 'unicast' | 'local' | 'broadcast' | 'unreachable' | 'prohibit' | 'blackhole' | 'throw'

/** One FIB entry. Within equal prefix and metric the position in the array decides: the first wins. */
export type Route = {
  /** `main`, `local`, `default` or a number as text. */
  readonly table: string
  readonly type: RouteType
  readonly to: Prefix
  readonly metric: number
  readonly hops: readonly NextHop[]
  /** Preferred source address. */
  readonly source?: Ipv4
  readonly scope: 'global' | 'link' | 'host'
  readonly protocol: 'kernel' | 'boot' | 'static' | 'dhcp'
  readonly origin?: Origin
}

export type NextHop = {
  readonly interface: InterfaceName
  readonly gateway?: Ipv4
  readonly onlink?: boolean
  /** Relative weight of a multipath leg, 1 and up. */
  readonly weight?: number
}

/** One entry of the routing policy database, ip-rule(8). */
export type PolicyRule = {
  readonly preference: number
  readonly from?: Prefix
  readonly to?: Prefix
  readonly inInterface?: InterfaceName
  readonly outInterface?: InterfaceName
  readonly mark?: { readonly value: number; readonly mask: number }
  readonly action:
    | { readonly kind: 'lookup'; readonly table: string; readonly suppressPrefixLength?: number }
    | { readonly kind: 'blackhole' | 'unreachable' | 'prohibit' }
  readonly origin?: Origin
}

export const DEFAULT_RULES: readonly PolicyRule[] = [
  { preference: 0, action: { kind: 'lookup', table: 'local' } },
  { preference: 32766, action: { kind: 'lookup', table: 'main' } },
  { preference: 32767, action: { kind: 'lookup', table: 'default' } },
]

/** A neighbour entry that was configured (not learnt). */
export type Neighbour = {
  readonly interface: InterfaceName
  readonly address: Ipv4
  /** Absent for a proxy entry. */
  readonly mac?: string
  readonly state: 'permanent' | 'noarp' | 'proxy'
  readonly origin?: Origin
}
