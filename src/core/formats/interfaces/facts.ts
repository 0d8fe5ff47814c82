/** What one iface stanza asks for, in plain terms. What order things happen in, and whether they succeed, is not said here. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Mac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { AddressScope } from '../../model/routing.js'
import type { Phrase } from './document.js'

export type AddressFact = {
  readonly address: Ipv4
  readonly length: number
  /** ifupdown always gives one unless the stanza's cannot be understood: the last address of the subnet if nothing is written. */
  readonly broadcast?: Ipv4
  readonly scope?: AddressScope
  /** `pointopoint`. */
  readonly peer?: Ipv4
  readonly origin: Origin
}

export type BridgeFact = {
  /** Names of ports, in order. Empty for `none`. */
  readonly ports: readonly Phrase[]
  /** Regular expressions over the names of all interfaces, anchored at both ends; `all` is written out. Their matches are ports too. */
  readonly patterns: readonly Phrase[]
  readonly stp?: Setting<boolean>
  /** Seconds, also below. */
  readonly forwardDelay?: Setting<number>
  readonly ageing?: Setting<number>
  readonly hello?: Setting<number>
  readonly maxAge?: Setting<number>
  readonly maxWait?: Setting<number>
  readonly priority?: Setting<number>
  readonly vlanAware?: Setting<boolean>
  /** `bridge_hw`: a MAC, or the interface whose MAC it is. */
  readonly hardware?: Phrase
  /** Bridge options that are not modelled, e.g. `bridge_pathcost`. */
  readonly unrecognised: readonly NamedValue[]
  /** The `bridge_ports` option. */
  readonly origin: Origin
}

export type Setting<Value> = { readonly value: Value; readonly origin: Origin }
export type NamedValue = { readonly name: string; readonly value: string; readonly origin: Origin }

/** A reason for which this stanza cannot be brought up, and which of its commands fails. */
export type Failure = {
  /** `stanza`: nothing of it is tried. `address`, `link` (mtu, hwaddress) and `gateway` fail in this order; what came before them has happened. */
  readonly step: 'stanza' | 'address' | 'link' | 'gateway'
  readonly text: string
  readonly origin: Origin
}

export type Commands = {
  readonly preUp: readonly Phrase[]
  /** `up` and `post-up`, in the order of the file. */
  readonly up: readonly Phrase[]
  /** `down` and `pre-down`. */
  readonly down: readonly Phrase[]
  readonly postDown: readonly Phrase[]
}

export type IfaceFacts = {
  readonly name: string
  readonly family: string
  readonly method: string
  readonly addresses: readonly AddressFact[]
  readonly gateway?: { readonly address: Ipv4; readonly origin: Origin }
  readonly metric?: Setting<number>
  readonly mtu?: Setting<number>
  readonly hwaddress?: Setting<Mac | 'random'>
  readonly nameServers: readonly { readonly address: Ipv4; readonly origin: Origin }[]
  /** `dns-domain` and `dns-search`. */
  readonly search: readonly string[]
  /** `network` has no effect; it is kept for who compares it with address and netmask. */
  readonly network?: Phrase
  readonly bridge?: BridgeFact
  readonly commands: Commands
  readonly vlanRawDevice?: Phrase
  /** Options that are not modelled, e.g. `bond-mode`. */
  readonly unrecognised: readonly NamedValue[]
  readonly failures: readonly Failure[]
  /** The stanza's first line. */
  readonly origin: Origin
}
