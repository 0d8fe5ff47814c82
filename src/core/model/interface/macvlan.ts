/** A second MAC address on a device below: macvlan, or macvtap, whose traffic goes to a file descriptor. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export type Macvlan = InterfaceBase & {
  readonly kind: 'macvlan'
  readonly tap: boolean
  readonly mode: 'private' | 'vepa' | 'bridge' | 'passthru' | 'source'
  readonly lower: InterfaceName
}
