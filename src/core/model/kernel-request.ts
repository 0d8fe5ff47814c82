/** What user space asks of the kernel while it brings a node up. Inert: the model applies it, the lab runs it. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Ipv6 } from '../addresses/ipv6.js'
import type { Mac } from '../addresses/mac.js'
import type { Prefix } from '../addresses/prefix.js'
import type { Origin } from '../diagnostics/origin.js'
import type { FdbEntry } from './fdb.js'
import type { PortFlags, PortVlan } from './interface/index.js'
import type { LinkSettings } from './link-settings.js'
import type { Chain, Family, Rule, TableName } from './netfilter.js'
import type { NftCommand } from './nft-command.js'
import type { OvsRequest } from './ovs-request.js'
import type { AddressScope, NextHop, NextHop6, PolicyRule, PolicyRule6, PrefixOf, RouteType } from './routing.js'

export type KernelRequest = {
  readonly origin?: Origin
} /** `link`: the kernel's kind, e.g. `bridge`, `dummy`; others are kept and named as not modelled. */ & (
  | {
      readonly kind: 'link-add'
      readonly name: InterfaceName
      readonly link: string
      readonly text: string
      /** Parameters of the kinds that have some. Without them a VLAN, bond … is kept as unrecognised. */
      readonly settings?: LinkSettings
      /** What it is created with. Of a bridge, an MTU set later is kept, and one given here is not. */
      readonly mac?: Mac
      readonly mtu?: number
    }
  | { readonly kind: 'link-delete'; readonly name: InterfaceName }
  | {
      readonly kind: 'link-set'
      readonly name: InterfaceName
      readonly up?: boolean
      readonly mac?: Mac
      readonly mtu?: number
      /** null: take it out of its bridge, bond or VRF. */
      readonly master?: InterfaceName | null
      readonly arp?: boolean
    }
  /** Times in centiseconds. */
  | {
      readonly kind: 'bridge-set'
      readonly name: InterfaceName
      readonly stp?: boolean
      readonly forwardDelay?: number
      readonly ageing?: number
      readonly priority?: number
      readonly helloTime?: number
      readonly maxAge?: number
      readonly vlanFiltering?: boolean
      readonly multicastSnooping?: boolean
      /** 0: none. */
      readonly vlanDefaultPvid?: number
    }
  /** Parameters of a bond, by their sysfs names: `mode`, `miimon`, `primary`, `lacp_rate` … */
  | { readonly kind: 'bond-set'; readonly name: InterfaceName; readonly settings: Readonly<Record<string, string>> }
  /** `bridge vlan add|delete`; `of`: a port of a bridge, or the bridge itself. Absent: whichever it is. A range is one request an id. */
  | {
      readonly kind: 'vlan-add' | 'vlan-delete'
      readonly name: InterfaceName
      readonly vlan: PortVlan
      readonly of?: 'port' | 'bridge'
    }
  | { readonly kind: 'port-set'; readonly name: InterfaceName; readonly flags: Partial<PortFlags> }
  /** `append`: another remote for the same address. */
  | { readonly kind: 'fdb-add'; readonly mode: 'add' | 'append' | 'replace'; readonly entry: Omit<FdbEntry, 'origin'> }
  | { readonly kind: 'fdb-delete'; readonly entry: Omit<FdbEntry, 'origin' | 'state' | 'sticky'> }
  | {
      readonly kind: 'address-add'
      readonly interface: InterfaceName
      readonly address: Ipv4
      readonly length: number
      /** `+` = computed from the prefix, as ip-address(8) writes it. */
      readonly broadcast?: Ipv4 | '+'
      readonly scope?: AddressScope
      readonly label?: string
      /** ifconfig(8) replaces the interface's (or label's) address instead of adding one. */
      readonly replaces?: boolean
      /** The other end of a point-to-point link; `length` is about it. */
      readonly peer?: Ipv4
      /** Of the route to the subnet, which does not come by itself with `noPrefixRoute`. */
      readonly metric?: number
      readonly noPrefixRoute?: true
      /** `ip addr replace`: it may be there already. */
      readonly mayExist?: true
      readonly leasedFrom?: string
    }
  /** Without a length: the first with this address. */
  | { readonly kind: 'address-delete'; readonly interface: InterfaceName; readonly address: Ipv4; readonly length?: number }
  | { readonly kind: 'address-flush'; readonly interface: InterfaceName }
  | {
      readonly kind: 'address6-add'
      readonly interface: InterfaceName
      readonly address: Ipv6
      readonly length: number
      readonly scope?: AddressScope
      readonly noDad?: true
      readonly peer?: Ipv6
      readonly metric?: number
      readonly noPrefixRoute?: true
      readonly mayExist?: true
      readonly leasedFrom?: string
    }
  | { readonly kind: 'address6-delete'; readonly interface: InterfaceName; readonly address: Ipv6; readonly length?: number }
  | { readonly kind: 'address6-flush'; readonly interface: InterfaceName; readonly scope?: AddressScope }
  | {
      readonly kind: 'route-add'
      /**
       * `add` refuses an equal entry, `append` puts it behind, `prepend` before, `replace` in its place; `change` needs one to replace.
       * route(8), an ioctl, prepends.
       */
      readonly mode: 'add' | 'append' | 'prepend' | 'replace' | 'change'
      readonly type: RouteType
      readonly to: Prefix
      readonly table?: string
      readonly metric?: number
      /** `interface` may be absent: the kernel looks up how the gateway is reached. */
      readonly hops: readonly (Omit<NextHop, 'interface'> & { readonly interface?: InterfaceName })[]
      readonly source?: Ipv4
      readonly scope?: 'global' | 'link' | 'host'
      readonly protocol?: 'boot' | 'static' | 'dhcp' | 'ra'
      readonly mtu?: number
    }
  | {
      readonly kind: 'route6-add'
      readonly mode: 'add' | 'append' | 'prepend' | 'replace' | 'change'
      readonly type: RouteType
      readonly to: PrefixOf<Ipv6>
      readonly table?: string
      readonly metric?: number
      readonly hops: readonly (Omit<NextHop6, 'interface'> & { readonly interface?: InterfaceName })[]
      readonly source?: Ipv6
      readonly protocol?: 'boot' | 'static' | 'dhcp' | 'ra'
      readonly mtu?: number
    }
  | {
      readonly kind: 'route6-delete'
      readonly to: PrefixOf<Ipv6>
      readonly table?: string
      readonly interface?: InterfaceName
      readonly gateway?: Ipv6
      readonly metric?: number
    }
  | { readonly kind: 'rule6-add'; readonly rule: Omit<PolicyRule6, 'preference'> & { readonly preference?: number } }
  | { readonly kind: 'rule6-delete'; readonly preference?: number; readonly rule: Partial<Omit<PolicyRule6, 'preference'>> }
  | {
      readonly kind: 'neighbour6-add'
      readonly interface: InterfaceName
      readonly address: Ipv6
      readonly mac?: Mac
      readonly state: 'permanent' | 'noarp' | 'proxy'
      /** `ip neigh add`: refused when there is one. */
      readonly exclusive?: true
    }
  | {
      readonly kind: 'route-delete'
      readonly to: Prefix
      readonly table?: string
      readonly interface?: InterfaceName
      readonly gateway?: Ipv4
      readonly metric?: number
    }
  | { readonly kind: 'rule-add'; readonly rule: Omit<PolicyRule, 'preference'> & { readonly preference?: number } }
  /** The first that agrees in whatever is named. */
  | { readonly kind: 'rule-delete'; readonly preference?: number; readonly rule: Partial<Omit<PolicyRule, 'preference'>> }
  | {
      readonly kind: 'neighbour-add'
      readonly interface: InterfaceName
      readonly address: Ipv4
      readonly mac?: Mac
      readonly state: 'permanent' | 'noarp' | 'proxy'
      /** `ip neigh add`: refused when there is one. */
      readonly exclusive?: true
    }
  /** Dotted key below `net.`, e.g. `net.ipv4.ip_forward`. */
  | { readonly kind: 'sysctl-set'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'netfilter-rule'
      readonly operation: 'append' | 'insert' | 'delete'
      readonly family: Family
      readonly table: TableName
      readonly chain: string
      /** Position of an insertion, 1 = head. */
      readonly position?: number
      readonly rule: Rule
    }
  | {
      readonly kind: 'netfilter-chain'
      readonly operation: 'create' | 'delete' | 'flush'
      readonly family: Family
      readonly table: TableName
      readonly chain?: string
    }
  | {
      readonly kind: 'netfilter-policy'
      readonly family: Family
      readonly table: TableName
      readonly chain: string
      readonly policy: 'accept' | 'drop'
    }
  /** iptables-restore: replaces the tables named by the dump. */
  | { readonly kind: 'netfilter-restore'; readonly chains: readonly Chain[]; readonly text: string }
  /** nft(8): all commands or none. `text`: as nft may read it anywhere, without includes. */
  | { readonly kind: 'nft'; readonly commands: readonly NftCommand[]; readonly text: string }
  | OvsRequest
  /** Never asked: the tool itself refuses this command line, and says why. */
  | { readonly kind: 'rejected'; readonly text: string; readonly error: string }
  /** Not understood. Kept word by word. */
  | { readonly kind: 'unmodelled'; readonly text: string; readonly touches: 'harmless' | 'anything' }
)

export type RequestOf<Kind extends KernelRequest['kind']> = Extract<KernelRequest, { readonly kind: Kind }>

/** The answer of the kernel or of the tool in front of it. */
export type RequestResult =
  | { readonly kind: 'done' }
  /** `already`: nothing to do. */
  | { readonly kind: 'already'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string; readonly text: string }
  | { readonly kind: 'unmodelled' }
