/** What the topology file says: machines, cables, worlds and expectations. Format-free; see docs/topology.md. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Mac } from '../addresses/mac.js'
import type { Origin } from '../diagnostics/origin.js'
import type { KernelRequest } from './kernel-request.js'
import type { Cable, NodeKind, NodeName } from './network.js'
import type { Listener } from './service.js'

export type TopologyNode = {
  readonly name: NodeName
  readonly kind: NodeKind
  readonly of?: NodeName
  /** Directories laid out like `/`, relative to the working directory; later ones win file by file. */
  readonly roots: readonly string[]
  /** Declared NICs, in order. NICs named only by a link are added by the loader. */
  readonly nics: readonly { readonly name: InterfaceName; readonly mac?: Mac; readonly origin?: Origin }[]
  readonly sysctl: readonly { readonly key: string; readonly value: string; readonly origin?: Origin }[]
  /** Captures (ids in the snapshot) of iptables-save dumps. */
  readonly iptables: readonly { readonly capture: string; readonly family: 'ip' | 'ip6' }[]
  readonly commands: readonly { readonly text: string; readonly origin?: Origin }[]
  readonly listen: readonly Listener[]
  /** Lowered from the inline netplan, in the order in which networkd does it; `dhcp4` interfaces are listed. */
  readonly network?: {
    readonly requests: readonly KernelRequest[]
    readonly dhcp: readonly InterfaceName[]
    readonly nameServers: readonly Ipv4[]
  }
  readonly origin?: Origin
}

export type Expectation = {
  readonly id: string
  readonly about?: string
  readonly from: NodeName
  readonly to: string
  readonly protocol: { readonly kind: 'icmp' } | { readonly kind: 'tcp' | 'udp'; readonly port: number }
  readonly outcome: string
  readonly because?: string
  readonly by?: string
  readonly ttl?: number
  readonly redirects?: readonly string[]
  readonly count: number
  readonly interval: number
  readonly origin?: Origin
}

/** A topology with one world chosen. */
export type Topology = {
  readonly name: string
  readonly about?: string
  readonly world?: string
  /** All worlds that the file declares, in order. */
  readonly worlds: readonly string[]
  readonly nodes: readonly TopologyNode[]
  readonly cables: readonly Cable[]
  readonly expect: readonly Expectation[]
}
