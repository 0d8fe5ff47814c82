/** A guest in libvirt's own words, as far as its network goes: https://libvirt.org/formatdomain.html#network-interfaces. */
import type { Mac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { Located } from './located.js'
import type { VlanTags } from './network-document.js'
import type { UnrecognisedXml } from './vocabulary.js'
import type { XmlDocument } from './xml/document.js'

export type DomainDocument = {
  readonly xml: XmlDocument
  /** The whole `<domain>`. */
  readonly origin: Origin
  readonly name?: Located<string>
  readonly uuid?: Located<string>
  readonly interfaces: readonly DomainInterface[]
  readonly unrecognised: readonly UnrecognisedXml[]
}

type InterfaceBase = {
  /** Absent: libvirt makes one up when the guest is defined. */
  readonly mac?: Located<Mac>
  /** The name of the tap or macvtap on the host. Absent: libvirt takes the first free vnetN. */
  readonly target?: Located<string>
  readonly model?: Located<string>
  readonly virtualPort?: Located<string>
  readonly vlan?: VlanTags
  /** A cable that is pulled out is `down`. */
  readonly link: 'up' | 'down'
  readonly mtu?: Located<number>
  readonly portIsolated: boolean
  readonly filter?: {
    readonly name: string
    readonly parameters: readonly { readonly name: string; readonly value: string }[]
    readonly origin: Origin
  }
  readonly origin: Origin
}

export type DomainInterface = InterfaceBase &
  (
    | { readonly kind: 'network'; readonly network: Located<string>; readonly portGroup?: Located<string> }
    /** A bridge of the host. */
    | { readonly kind: 'bridge'; readonly bridge: Located<string> }
    /** macvtap on an interface of the host. */
    | { readonly kind: 'direct'; readonly device: Located<string>; readonly mode: 'vepa' | 'bridge' | 'private' | 'passthrough' }
    /** A tap that only scripts connect. */
    | { readonly kind: 'ethernet' }
    /** Network stack in user space: out, and nothing in. */
    | { readonly kind: 'user' }
    /** Any other type, or one whose source is missing; `type` as it is written. */
    | { readonly kind: 'unrecognised'; readonly type: string }
  )
