/** A VXLAN device: Ethernet over UDP (RFC 7348). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export type Vxlan = InterfaceBase & {
  readonly kind: 'vxlan'
  /** 0..16777215 */
  readonly id: number
  /** Addresses as text: either family. */
  readonly local?: string
  /** One remote, or the multicast group. */
  readonly remote?: string
  readonly udpPort: number
  readonly learning: boolean
  readonly lower?: InterfaceName
}
