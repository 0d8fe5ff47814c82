/** The local port of an Open vSwitch bridge; what the bridge does stands in the node's `ovs`. */
import type { InterfaceBase } from './base.js'

export type OvsBridge = InterfaceBase & { readonly kind: 'ovs-bridge' }
