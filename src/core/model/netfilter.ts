/** netfilter as iptables sees it: tables of chains of rules. */
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Ipv6 } from '../addresses/ipv6.js'
import type { Prefix } from '../addresses/prefix.js'
import type { Prefix6 } from '../addresses/prefix6.js'
import type { Origin } from '../diagnostics/origin.js'

export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting'
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security'
export type Family = 'ip' | 'ip6'

export type Chain = {
  readonly family: Family
  readonly table: TableName
  readonly name: string
  /**
   * Set for a base chain: the hook it is registered at, and what happens at its end.
   * `registered`: when the kernel hooked it in, if it did; of equal priorities the newest comes first.
   */
  readonly base?: { readonly hook: Hook; readonly policy: 'accept' | 'drop'; readonly origin?: Origin; readonly registered?: number }
  readonly rules: readonly Rule[]
}

export type Rule = {
  readonly matches: readonly Match[]
  readonly target: Target
  /** The rule as it was written, without the table, e.g. `-A FORWARD -i br0 -j DROP`. */
  readonly text: string
  readonly origin?: Origin
}

/** Lower and upper port, both included. */
export type PortRange = { readonly from: number; readonly to: number }

export type ConntrackState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED' | 'SNAT' | 'DNAT'

export type AddressType = 'LOCAL' | 'UNICAST' | 'BROADCAST' | 'MULTICAST' | 'ANYCAST' | 'BLACKHOLE' | 'UNREACHABLE' | 'PROHIBIT' | 'UNSPEC'

/** One of the two tuples that conntrack keeps of a connection, and which end of it. */
export type ConntrackSide = 'original-source' | 'original-destination' | 'reply-source' | 'reply-destination'

export type ConntrackStatus = 'NONE' | 'EXPECTED' | 'SEEN_REPLY' | 'ASSURED' | 'CONFIRMED'

/** All matches of a rule must hold. `negate` is the `!` before it. */
export type Match = { readonly negate: boolean } & (
  | { readonly kind: 'source' | 'destination'; readonly prefix: Prefix }
  /** A mask with holes, such as 255.0.255.0. */
  | { readonly kind: 'source-mask' | 'destination-mask'; readonly address: Ipv4; readonly mask: Ipv4 }
  | { readonly kind: 'source-range' | 'destination-range'; readonly from: Ipv4; readonly to: Ipv4 }
  | { readonly kind: 'source6' | 'destination6'; readonly prefix: Prefix6 }
  | { readonly kind: 'source-range6' | 'destination-range6'; readonly from: Ipv6; readonly to: Ipv6 }
  /** `name` may end in `+` as in iptables(8): any suffix. */
  | { readonly kind: 'in-interface' | 'out-interface' | 'physdev-in' | 'physdev-out'; readonly name: string }
  | { readonly kind: 'physdev-is-bridged' | 'physdev-is-in' | 'physdev-is-out' }
  | { readonly kind: 'protocol'; readonly protocol: string }
  | { readonly kind: 'source-port' | 'destination-port' | 'either-port'; readonly ports: readonly PortRange[] }
  /** Flags examined, and those of them that must be set. */
  | { readonly kind: 'tcp-flags'; readonly mask: readonly string[]; readonly set: readonly string[] }
  /** `any` matches every type; code absent = any code. */
  | { readonly kind: 'icmp-type'; readonly type: number | 'any'; readonly code?: number }
  | { readonly kind: 'icmp6-type'; readonly type: number; readonly code?: number }
  | { readonly kind: 'tcp-option'; readonly option: number }
  | { readonly kind: 'tcp-mss'; readonly from: number; readonly to: number }
  | { readonly kind: 'conntrack-state'; readonly states: readonly ConntrackState[] }
  | { readonly kind: 'conntrack-protocol'; readonly protocol: string }
  | { readonly kind: 'conntrack-address'; readonly side: ConntrackSide; readonly prefix: Prefix | Prefix6 }
  | { readonly kind: 'conntrack-port'; readonly side: ConntrackSide; readonly ports: PortRange }
  | { readonly kind: 'conntrack-status'; readonly statuses: readonly ConntrackStatus[] }
  | { readonly kind: 'conntrack-direction'; readonly direction: 'original' | 'reply' }
  /** Seconds that the connection is still remembered. */
  | { readonly kind: 'conntrack-expire'; readonly from: number; readonly to: number }
  | { readonly kind: 'mark' | 'connmark'; readonly value: number; readonly mask: number }
  | {
      readonly kind: 'address-type'
      readonly side: 'source' | 'destination'
      readonly types: readonly AddressType[]
      /** Only addresses of the interface that the packet came in by, or leaves by, count. */
      readonly limit?: 'in' | 'out'
    }
  | { readonly kind: 'mac-source'; readonly mac: string }
  | { readonly kind: 'packet-type'; readonly type: 'unicast' | 'broadcast' | 'multicast' }
  | { readonly kind: 'fragment' }
  /** Of IPv6 the hop limit. */
  | { readonly kind: 'ttl'; readonly comparison: 'eq' | 'lt' | 'gt'; readonly value: number }
  | { readonly kind: 'dscp'; readonly value: number }
  | { readonly kind: 'tos'; readonly value: number; readonly mask: number }
  | { readonly kind: 'length'; readonly from: number; readonly to: number }
  /** What an ipset holds is not known. */
  | { readonly kind: 'set'; readonly name: string; readonly directions: readonly string[] }
  /** Depends on the rate at which packets come: matches at first, until the burst is used up. */
  | { readonly kind: 'limit'; readonly text: string; readonly burst: number }
  /** Depends on the time, on how many packets or connections came before, on chance, or on which process sends. */
  | {
      readonly kind: 'depends'
      readonly on: string
      readonly text: string /** The answer while nothing has been counted yet. */
      readonly atFirst?: boolean
    }
  /** Matches a packet whose source passes the reverse path test; with `invert` (`--invert`) one that fails it (xt_rpfilter). */
  | { readonly kind: 'rpfilter'; readonly loose: boolean; readonly invert: boolean }
  | { readonly kind: 'comment'; readonly text: string }
  /** A match extension that is not modelled: third truth value, carried to the verdict. */
  | { readonly kind: 'unrecognised'; readonly text: string }
)

export type RejectWith =
  | 'icmp-net-unreachable'
  | 'icmp-host-unreachable'
  | 'icmp-port-unreachable'
  | 'icmp-proto-unreachable'
  | 'icmp-net-prohibited'
  | 'icmp-host-prohibited'
  | 'icmp-admin-prohibited'
  | 'tcp-reset'

export type RejectWith6 =
  | 'icmp6-no-route'
  | 'icmp6-adm-prohibited'
  | 'icmp6-addr-unreachable'
  | 'icmp6-port-unreachable'
  | 'icmp6-policy-fail'
  | 'icmp6-reject-route'
  | 'tcp-reset'

export type Target =
  | { readonly kind: 'accept' | 'drop' | 'return' | 'notrack' }
  /** Rule without a target, or one that changes nothing a prediction needs (LOG, CHECKSUM, NFLOG, TCPMSS …). */
  | { readonly kind: 'continue'; readonly text: string }
  | { readonly kind: 'reject'; readonly with: RejectWith }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'masquerade'; readonly ports?: PortRange }
  | { readonly kind: 'snat' | 'dnat'; readonly to: { readonly from: Ipv4; readonly to: Ipv4 } | undefined; readonly ports?: PortRange }
  | { readonly kind: 'redirect'; readonly ports?: PortRange }
  | { readonly kind: 'netmap'; readonly to: Prefix }
  | { readonly kind: 'reject6'; readonly with: RejectWith6 }
  | { readonly kind: 'snat6' | 'dnat6'; readonly to: { readonly from: Ipv6; readonly to: Ipv6 } | undefined; readonly ports?: PortRange }
  | { readonly kind: 'netmap6'; readonly to: Prefix6 }
  | { readonly kind: 'mark-set'; readonly value: number; readonly mask: number }
  | { readonly kind: 'connmark-set'; readonly value: number; readonly mask: number }
  | { readonly kind: 'connmark-save' | 'connmark-restore' }
  | { readonly kind: 'unrecognised'; readonly text: string }

/** Which hook each built-in chain of a table is registered at (iptables(8), TABLES). */
export const BUILT_IN_CHAINS: Readonly<Record<TableName, Readonly<Record<string, Hook>>>> = {
  raw: { PREROUTING: 'prerouting', OUTPUT: 'output' },
  mangle: { PREROUTING: 'prerouting', INPUT: 'input', FORWARD: 'forward', OUTPUT: 'output', POSTROUTING: 'postrouting' },
  nat: { PREROUTING: 'prerouting', INPUT: 'input', OUTPUT: 'output', POSTROUTING: 'postrouting' },
  filter: { INPUT: 'input', FORWARD: 'forward', OUTPUT: 'output' },
  security: { INPUT: 'input', FORWARD: 'forward', OUTPUT: 'output' },
}
