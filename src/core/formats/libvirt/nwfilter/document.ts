/** A network filter in libvirt's own words, https://libvirt.org/formatnwfilter.html. */
import type { Origin } from '../../../diagnostics/origin.js'
import type { UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'

export type FilterDocument = {
  readonly xml: XmlDocument
  readonly element: XmlElement
  readonly origin: Origin
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  /** `root`, or a chain whose name begins with a protocol. */
  readonly chain: string
  readonly priority: number
  /** In the order of the text. */
  readonly entries: readonly FilterEntry[]
  readonly unrecognised: readonly UnrecognisedXml[]
}

export type FilterEntry = FilterRule | FilterInclude

/** The rules of another filter. */
export type FilterInclude = {
  readonly kind: 'filterref'
  readonly filter: string
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly origin: Origin
}

export type FilterRule = {
  readonly kind: 'rule'
  readonly action: 'drop' | 'accept' | 'reject' | 'return' | 'continue'
  readonly direction: 'in' | 'out' | 'inout'
  readonly priority: number
  /** Answers of what is allowed are let through without a rule of their own. */
  readonly stateMatch: boolean
  /** Absent: the rule is about everything. */
  readonly protocol?: FilterProtocol
  readonly items: ReadonlyMap<string, FilterItem>
  readonly origin: Origin
}

/** A value that packets are compared with. */
export type FilterItem = {
  /** As it is written. */
  readonly text: string
  /** The number, where it is one. */
  readonly number?: number
  readonly isHex: boolean
  /** `NAME`, `NAME[1]` or `NAME[@2]`. */
  readonly variable?: string
  /** `match='no'` */
  readonly negated: boolean
  readonly origin: Origin
}

export const FILTER_PROTOCOLS = [
  'arp',
  'rarp',
  'mac',
  'vlan',
  'stp',
  'ip',
  'ipv6',
  'tcp',
  'udp',
  'udplite',
  'esp',
  'ah',
  'sctp',
  'icmp',
  'all',
  'igmp',
  'tcp-ipv6',
  'udp-ipv6',
  'udplite-ipv6',
  'esp-ipv6',
  'ah-ipv6',
  'sctp-ipv6',
  'icmpv6',
  'all-ipv6',
] as const
export type FilterProtocol = (typeof FILTER_PROTOCOLS)[number]

/** Chains that a filter may be in: `root` itself, or a name that begins with one of the others. */
export const CHAINS = ['root', 'mac', 'vlan', 'stp', 'arp', 'rarp', 'ipv4', 'ipv6'] as const
