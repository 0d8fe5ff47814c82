/** The one typed model that every snapshot loads into. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Origin } from '../diagnostics/origin.js'
import type { FdbEntry } from './fdb.js'
import type { Interface } from './interface/index.js'
import type { Chain } from './netfilter.js'
import type { NftTable } from './nftables.js'
import type { OvsState } from './ovs.js'
import type { Address, Inet6, Neighbour, PolicyRule, Route } from './routing.js'
import type { LibvirtNetwork, Listener, NameAndLeaseServer, Resolver } from './service.js'

export type NodeName = string

/** `outside`: part of the world, never changed by apply. */
export type NodeKind = 'host' | 'guest' | 'outside'

/** `follows`: copied from conf.default, whose next value it takes as well. */
export type Sysctl = { readonly value: string; readonly origin?: Origin; readonly follows?: true }

export type Node = {
  readonly name: NodeName
  readonly kind: NodeKind
  /** The host a guest runs on. */
  readonly of?: NodeName
  readonly interfaces: readonly Interface[]
  readonly addresses: readonly Address[]
  /** All tables; `local` and connected routes included. */
  readonly routes: readonly Route[]
  readonly rules: readonly PolicyRule[]
  readonly neighbours: readonly Neighbour[]
  readonly inet6: Inet6
  /** Only what was configured. */
  readonly fdb?: readonly FdbEntry[]
  /** Dotted keys below `net.`, only what differs from the kernel's default or was written down. */
  readonly sysctls: Readonly<Record<string, Sysctl>>
  readonly chains: readonly Chain[]
  readonly nftables: readonly NftTable[]
  readonly listeners: readonly Listener[]
  readonly servers: readonly NameAndLeaseServer[]
  readonly resolver: Resolver
  readonly libvirtNetworks: readonly LibvirtNetwork[]
  /** Absent: no Open vSwitch runs here. */
  readonly ovs?: OvsState
  /** What was seen but is not modelled; an answer that may depend on it is undetermined. */
  readonly unmodelled: readonly Unmodelled[]
  readonly origin?: Origin
}

/** Something in the configuration that is not modelled, and which part of the behaviour it may touch. */
export type Unmodelled = {
  readonly what: string
  /** `harmless`: cannot change what reaches what (e.g. `echo`, `logger`). */
  readonly touches: 'harmless' | 'anything'
  readonly origin?: Origin
}

/** One end of a cable. */
export type End = { readonly node: NodeName; readonly interface: InterfaceName }

/** A point-to-point cable: a frame sent into one end comes out of the other. */
export type Cable = { readonly ends: readonly [End, End]; readonly origin?: Origin }

export type Network = {
  readonly name: string
  /** The variant of the outside that this network was loaded with, when the topology declares several. */
  readonly world?: string
  readonly nodes: Readonly<Record<NodeName, Node>>
  readonly cables: readonly Cable[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A name that a person wrote may be that of something every object has, such as `constructor`. */
export function nodeNamed(network: Network, name: string): Node | undefined {
  return Object.hasOwn(network.nodes, name) ? network.nodes[name] : undefined
}
