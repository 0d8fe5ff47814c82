/** An internal port of an Open vSwitch bridge: a NIC of the host that is plugged into the switch. */
import type { InterfaceBase } from './base.js'

export type OvsInternal = InterfaceBase & { readonly kind: 'ovs-internal' }
