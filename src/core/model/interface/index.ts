/** The closed union of interface kinds. */
import type { Bond } from './bond.js'
import type { Bridge } from './bridge.js'
import type { Dummy } from './dummy.js'
import type { Ethernet } from './ethernet.js'
import type { Loopback } from './loopback.js'
import type { Macvlan } from './macvlan.js'
import type { OvsBridge } from './ovs-bridge.js'
import type { OvsInternal } from './ovs-internal.js'
import type { Tunnel } from './tunnel.js'
import type { Unrecognised } from './unrecognised.js'
import type { Veth } from './veth.js'
import type { Vlan } from './vlan.js'
import type { Vrf } from './vrf.js'
import type { Vxlan } from './vxlan.js'

export type { InterfaceBase, Owner, PortFlags, PortVlan } from './base.js'
export { DEFAULT_PORT_FLAGS } from './base.js'
export { BOND_MODES, BOND_VALUES, type BondMode } from './bond.js'
export { TUNNEL_MODES, type TunnelMode } from './tunnel.js'
export type { Bond, Bridge, Dummy, Ethernet, Loopback, Macvlan, OvsBridge, OvsInternal, Tunnel, Unrecognised, Veth, Vlan, Vrf, Vxlan }

/** Kinds of which only the parameters are known; what they do with packets is not predicted yet. */
type Overlay = Bond | Macvlan | OvsBridge | OvsInternal | Tunnel | Veth | Vlan | Vrf | Vxlan

export type Interface = Bridge | Dummy | Ethernet | Loopback | Overlay | Unrecognised
