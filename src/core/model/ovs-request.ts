/** What is asked of Open vSwitch: changes of its database, as ovs-vsctl(8) makes them. */
import type { OvsBridge, OvsPort } from './ovs.js'

export type OvsRequest =
  | { readonly kind: 'ovs-bridge-add'; readonly bridge: Omit<OvsBridge, 'ports'>; readonly mayExist: boolean }
  | { readonly kind: 'ovs-bridge-delete'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'ovs-port-add'; readonly bridge: string; readonly port: OvsPort; readonly mayExist: boolean }
  | { readonly kind: 'ovs-port-delete'; readonly name: string; readonly ifExists: boolean }
  /** `ovs-vsctl set TABLE RECORD COLUMN[:KEY]=VALUE`, kept in the words of the command. */
  | {
      readonly kind: 'ovs-set'
      readonly table: string
      readonly record: string
      readonly column: string
      readonly key?: string
      readonly value: string
    }
