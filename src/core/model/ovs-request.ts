/** What is asked of Open vSwitch: changes of its database, as ovs-vsctl(8) makes them. */
import type { OvsBridge, OvsInterface, OvsPort } from './ovs.js'

/** A record is named by what `ovs-vsctl` takes: a name, or `.` for the only one of its table. */
type OfRecord = { readonly table: string; readonly record: string; readonly column: string; readonly ifExists?: true }

export type OvsChange =
  | {
      readonly kind: 'ovs-bridge-add'
      readonly bridge: Omit<OvsBridge, 'ports'> & {
        /** `add-br NAME PARENT VLAN`: a fake bridge. */
        readonly parent?: { readonly bridge: string; readonly vlan: number }
      }
      readonly mayExist: boolean
    }
  | { readonly kind: 'ovs-bridge-delete'; readonly name: string; readonly ifExists: boolean }
  /** Asks, and fails where there is none. */
  | { readonly kind: 'ovs-bridge-exists'; readonly name: string }
  | {
      readonly kind: 'ovs-port-add'
      readonly bridge: string
      readonly port: OvsPort
      readonly mayExist: boolean
      /** What ovs-vsctl says of the settings that come with it, once everything else is right. */
      readonly fault?: string
    }
  | {
      readonly kind: 'ovs-port-delete'
      readonly name: string
      readonly ifExists: boolean
      readonly bridge?: string
      /** The name may be that of an interface of the port. */
      readonly withInterface?: true
    }
  | { readonly kind: 'ovs-interface-add'; readonly port: string; readonly interface: OvsInterface; readonly mayExist: boolean }
  | { readonly kind: 'ovs-interface-delete'; readonly port?: string; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'ovs-controllers'; readonly bridge: string; readonly targets: readonly string[] }
  /** Without a mode it becomes standalone. */
  | { readonly kind: 'ovs-fail-mode'; readonly bridge: string; readonly mode?: string }
  /** `br-set-external-id`; without a value the key goes. */
  | { readonly kind: 'ovs-external-id'; readonly bridge: string; readonly key: string; readonly value?: string }
  /** A command that cannot be done whatever the database holds. */
  | { readonly kind: 'ovs-fault'; readonly error: string; readonly words: readonly string[] }
  /** `ovs-vsctl set TABLE RECORD COLUMN[:KEY]=VALUE`, kept in the words of the command. */
  | ({ readonly kind: 'ovs-set'; readonly key?: string; readonly value: string } & OfRecord)
  /** `ovs-vsctl add|remove TABLE RECORD COLUMN VALUE…` and `clear TABLE RECORD COLUMN`. */
  | ({ readonly kind: 'ovs-change'; readonly operation: 'add' | 'remove' | 'clear'; readonly values: readonly string[] } & OfRecord)

export type OvsRequest =
  | OvsChange
  /** Several at once, all or none: what one command line of ovs-vsctl(8) asks for. */
  | { readonly kind: 'ovs-transaction'; readonly changes: readonly OvsChange[] }

export function isOvsRequest<Request extends { readonly kind: string }>(
  request: Request,
): request is Extract<Request, { readonly kind: OvsRequest['kind'] }> {
  return request.kind.startsWith('ovs-')
}
