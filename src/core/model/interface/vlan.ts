/** A VLAN device: frames of one 802.1Q id on the device below. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export type Vlan = InterfaceBase & {
  readonly kind: 'vlan'
  readonly lower: InterfaceName
  /** 1..4094 */
  readonly id: number
  readonly protocol: '802.1Q' | '802.1ad'
  /** Its MAC was set; otherwise it is the one of the device below. */
  readonly macSet?: true
}
