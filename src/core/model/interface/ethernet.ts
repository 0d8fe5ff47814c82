/** A network card, or the end of a virtual cable (tap, veth): whatever a cable or a guest can be plugged into. */
import type { InterfaceBase } from './base.js'

export type Ethernet = InterfaceBase & {
  readonly kind: 'ethernet'
  /** `hardware`: a NIC of the machine. `tap`: the host's end of a guest's NIC. */
  readonly medium: 'hardware' | 'tap'
}
