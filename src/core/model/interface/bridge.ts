/** A Linux bridge. */
import type { InterfaceBase } from './base.js'

export type Bridge = InterfaceBase & {
  readonly kind: 'bridge'
  /** Its MAC was set; otherwise it follows its ports. */
  readonly macSet: boolean
  readonly stp: boolean
  /** Centiseconds, as the kernel keeps it (IFLA_BR_FORWARD_DELAY). */
  readonly forwardDelay: number
  /** Centiseconds until a learnt FDB entry is forgotten. */
  readonly ageing: number
  readonly vlanFiltering: boolean
  /** Centiseconds; absent: the kernel's 200 and 2000. */
  readonly helloTime?: number
  readonly maxAge?: number
  /** Of the bridge in the spanning tree; absent: the kernel's 32768. */
  readonly priority?: number
  /** Absent: on, as the kernel has it. */
  readonly multicastSnooping?: boolean
}
