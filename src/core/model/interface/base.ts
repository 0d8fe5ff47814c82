/** What every network interface has, whatever its kind. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Mac } from '../../addresses/mac.js'
import type { Origin } from '../../diagnostics/origin.js'

/** Who made the interface and looks after it. */
export type Owner =
  | 'kernel'
  | 'hardware'
  | 'ifupdown'
  | 'netplan'
  | 'networkd'
  | 'networkmanager'
  | 'libvirt'
  | 'openvswitch'
  | 'command'
  | 'topology'

export type InterfaceBase = {
  readonly name: InterfaceName
  readonly mac: Mac
  /** Bytes of payload a frame may carry. */
  readonly mtu: number
  /** Administratively up (IFF_UP). */
  readonly up: boolean
  readonly owner: Owner
  /** The bridge, bond or VRF that this interface belongs to (IFLA_MASTER). */
  readonly master?: InterfaceName
  /** Bridge-port flags, meaningful while `master` is a bridge. */
  readonly port?: PortFlags
  /** Among the ports of its bridge, as the kernel numbers them, or in the order in which they came to its bond. */
  readonly portNumber?: number
  /** VLANs of a bridge's port (or of the bridge itself). Absent: its bridge's default alone. */
  readonly vlans?: readonly PortVlan[]
  /** What a bond's port, which has the bond's for now, gets back when it leaves. */
  readonly lent?: { readonly mac: Mac; readonly mtu: number }
  readonly origin?: Origin
}

/** One line of `bridge vlan`. */
export type PortVlan = { readonly id: number; readonly pvid: boolean; readonly untagged: boolean }

/** linux/if_bridge.h, IFLA_BRPORT_*. */
export type PortFlags = {
  readonly isolated: boolean
  readonly hairpin: boolean
  readonly learning: boolean
  readonly flood: boolean
  readonly broadcastFlood: boolean
  readonly multicastFlood?: boolean
  readonly neighbourSuppress?: boolean
  /** Spanning tree: off as soon as a BPDU comes in; never the way to the root. */
  readonly guard?: boolean
  readonly rootBlock?: boolean
  /** STP path cost and priority; absent: the kernel's own. */
  readonly cost?: number
  readonly priority?: number
}

export const DEFAULT_PORT_FLAGS: PortFlags = {
  isolated: false,
  hairpin: false,
  learning: true,
  flood: true,
  broadcastFlood: true,
}
