/** What every network interface has, whatever its kind. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Mac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'

/** Who made the interface and looks after it. */
export type Owner = 'kernel' | 'hardware' | 'ifupdown' | 'netplan' | 'libvirt' | 'command' | 'topology'

export type InterfaceBase = {
  readonly name: InterfaceName
  readonly mac: Mac
  /** Bytes of payload a frame may carry. */
  readonly mtu: number
  /** Administratively up (IFF_UP). */
  readonly up: boolean
  readonly owner: Owner
  /** The bridge this interface is a port of. */
  readonly master?: InterfaceName
  /** Bridge-port flags, meaningful while `master` is set. */
  readonly port?: PortFlags
  readonly origin?: Origin
}

/** linux/if_bridge.h, IFLA_BRPORT_*. */
export type PortFlags = {
  readonly isolated: boolean
  readonly hairpin: boolean
  readonly learning: boolean
  readonly flood: boolean
  readonly broadcastFlood: boolean
}

export const DEFAULT_PORT_FLAGS: PortFlags = {
  isolated: false,
  hairpin: false,
  learning: true,
  flood: true,
  broadcastFlood: true,
}
