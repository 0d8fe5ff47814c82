/** A guest in libvirt's own words, as far as its network and its copies go: https://libvirt.org/formatdomain.html. */
import type { Ipv4 } from '../../../addresses/ipv4.js'
import type { Ipv6 } from '../../../addresses/ipv6.js'
import type { Mac } from '../../../addresses/mac.js'
import type { Origin } from '../../../diagnostics/origin.js'
import type { UnrecognisedXml } from '../grammar.js'
import type { Located } from '../located.js'
import type { NetworkRoute } from '../network/document.js'
import type { Bandwidth, VirtualPort, VlanTags } from '../port-settings.js'
import type { XmlDocument, XmlElement } from '../xml/document.js'

export type DomainDocument = {
  readonly xml: XmlDocument
  /** The `<domain>` itself; an empty one if there is none. */
  readonly element: XmlElement
  readonly origin: Origin
  /** The hypervisor, e.g. `kvm`. */
  readonly type?: Located<string>
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  readonly title?: Located<string>
  readonly description?: Located<string>
  /** Bytes. */
  readonly memory?: Located<number>
  readonly disks: readonly DomainDisk[]
  readonly interfaces: readonly DomainInterface[]
  readonly unrecognised: readonly UnrecognisedXml[]
}

export type DomainDisk = {
  readonly type: string
  readonly device: string
  /** What the guest calls it, e.g. `vda`. */
  readonly target?: Located<string>
  readonly bus?: string
  readonly format?: string
  readonly readOnly: boolean
  readonly shareable: boolean
  /** A file, a block device, a directory, or the name of what a network protocol offers. */
  readonly source?: Located<string>
  /** Instead of a source: a volume of a pool. */
  readonly volume?: { readonly pool: string; readonly volume: string }
  readonly origin: Origin
}

type InterfaceBase = {
  /** Absent: libvirt makes one up when the guest is defined. */
  readonly mac?: Located<Mac>
  /** The name of the tap or macvtap on the host. Absent: libvirt takes the first free vnetN or macvtapN. */
  readonly target?: Located<string>
  /** `managed='no'`: the device of type ethernet is there already. */
  readonly targetManaged: boolean
  readonly model?: Located<string>
  readonly alias?: string
  /** What serves it on the host, e.g. `vhost`, `qemu`, `vfio`. */
  readonly driver?: string
  readonly queues?: number
  /** Of a user network: `passt` instead of QEMU's own. */
  readonly backend?: string
  readonly script?: Located<string>
  readonly virtualPort?: VirtualPort
  readonly vlan?: VlanTags
  readonly bandwidth?: Bandwidth
  /** A cable that is pulled out is `down`. */
  readonly link: 'up' | 'down'
  readonly mtu?: Located<number>
  readonly portIsolated: boolean
  readonly trustGuestRxFilters: boolean
  readonly filter?: FilterReference
  readonly teaming?: { readonly type: 'persistent' | 'transient'; readonly persistent?: string }
  readonly portForwards: readonly PortForward[]
  /** Inside the guest (a user network), or for containers. */
  readonly guestAddresses: readonly InterfaceAddress[]
  readonly guestRoutes: readonly NetworkRoute[]
  /** On the host's end (type ethernet). */
  readonly hostAddresses: readonly InterfaceAddress[]
  readonly hostRoutes: readonly NetworkRoute[]
  readonly element: XmlElement
  readonly origin: Origin
}

export type FilterReference = {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly origin: Origin
}

export type InterfaceAddress = {
  readonly address: Ipv4 | Ipv6
  /** Absent: libvirt does not say. */
  readonly length?: number
  readonly peer?: Ipv4 | Ipv6
  readonly origin: Origin
}

export type PortForward = {
  readonly protocol: 'tcp' | 'udp'
  readonly address?: Ipv4 | Ipv6
  readonly device?: string
  readonly ranges: readonly { readonly start?: number; readonly end?: number; readonly to?: number; readonly exclude: boolean }[]
  readonly origin: Origin
}

export const DIRECT_MODES = ['vepa', 'bridge', 'private', 'passthrough'] as const
export const INTERFACE_TYPES = [
  'network',
  'bridge',
  'direct',
  'ethernet',
  'user',
  'hostdev',
  'vhostuser',
  'internal',
  'mcast',
  'server',
  'client',
  'udp',
  'vdpa',
  'null',
  'vds',
] as const

export type InterfaceSource =
  | { readonly kind: 'network'; readonly network: Located<string>; readonly portGroup?: Located<string> }
  /** A bridge of the host. */
  | { readonly kind: 'bridge'; readonly bridge: Located<string> }
  /** macvtap on an interface of the host. */
  | { readonly kind: 'direct'; readonly device: Located<string>; readonly mode: (typeof DIRECT_MODES)[number] }
  /** A tap that only scripts connect. */
  | { readonly kind: 'ethernet' }
  /** Network stack in user space: out, and nothing in. `device`: the only one that passt uses. */
  | { readonly kind: 'user'; readonly device?: Located<string> }
  /** A device of the host that the guest gets whole, by its PCI address or as `usb`. */
  | { readonly kind: 'hostdev'; readonly managed: boolean; readonly pci?: Located<string> }
  /** A socket of a switch in user space. */
  | { readonly kind: 'vhostuser'; readonly path?: Located<string>; readonly mode: 'client' | 'server' }
  /** A network that the hypervisor keeps to itself. */
  | { readonly kind: 'internal'; readonly name: Located<string> }
  /** Frames inside UDP or TCP between hypervisors. */
  | {
      readonly kind: 'mcast' | 'server' | 'client' | 'udp'
      readonly address?: string
      readonly port: number
      readonly local?: { readonly address: string; readonly port: number }
    }
  | { readonly kind: 'vdpa'; readonly device: Located<string> }
  /** Connected to nothing. */
  | { readonly kind: 'null' }
  /** VMware's switch. */
  | { readonly kind: 'vds'; readonly switchId: string }
  /** Any other type, or one whose source is missing; `type` as it is written. */
  | { readonly kind: 'unrecognised'; readonly type: string }

export type DomainInterface = InterfaceBase & InterfaceSource
