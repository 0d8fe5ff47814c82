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
  /** The VLAN of whatever comes in untagged at a port that says nothing; 0 = none; absent: 1. */
  readonly vlanDefaultPvid?: number
  /** Its MTU was set; otherwise it is the smallest of its ports'. */
  readonly mtuSet?: true
  /** It has had a port. Only then can it be without carrier. */
  readonly hadPort?: true
}
