/** A Linux bridge. */
import type { InterfaceBase } from './base.js'

export type Bridge = InterfaceBase & {
  readonly kind: 'bridge'
  readonly stp: boolean
  /** Centiseconds, as the kernel keeps it (IFLA_BR_FORWARD_DELAY). */
  readonly forwardDelay: number
  /** Centiseconds until a learnt FDB entry is forgotten. */
  readonly ageing: number
  readonly vlanFiltering: boolean
}
