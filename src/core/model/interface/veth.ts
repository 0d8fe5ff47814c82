/** One end of a cable inside the machine. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export type Veth = InterfaceBase & {
  readonly kind: 'veth' /** Absent: the other end is in another namespace. */
  readonly peer?: InterfaceName
}
