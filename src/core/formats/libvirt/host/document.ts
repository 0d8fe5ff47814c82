/** An interface of the host as `virsh iface-define` takes it (netcf's XML), https://libvirt.org/formatinterface.html. */
import type { Origin } from '../../../diagnostics/origin.js'
import type { UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'

export type HostInterfaceDocument = {
  readonly xml: XmlDocument
  readonly element: XmlElement
  readonly origin: Origin
  readonly interface: HostInterface
  readonly unrecognised: readonly UnrecognisedXml[]
}

export const HOST_TYPES = ['ethernet', 'bridge', 'bond', 'vlan'] as const

export type HostInterface = {
  readonly type: (typeof HOST_TYPES)[number] | 'unrecognised'
  readonly name: string
  readonly start?: 'onboot' | 'hotplug' | 'none'
  readonly mtu?: number
  readonly mac?: string
  readonly protocols: readonly HostProtocol[]
  /** Ports of a bridge, members of a bond. */
  readonly ports: readonly HostInterface[]
  readonly stp?: boolean
  readonly delay?: string
  readonly bondMode?: string
  readonly vlan?: { readonly tag: Located<string>; readonly lower: string }
  readonly origin: Origin
}

export type HostProtocol = {
  readonly family: 'ipv4' | 'ipv6'
  readonly dhcp: boolean
  readonly autoconf: boolean
  readonly addresses: readonly { readonly address: string; readonly length?: number; readonly origin: Origin }[]
  readonly gateway?: Located<string>
  readonly origin: Origin
}
