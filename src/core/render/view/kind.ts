/** What kind of device an interface is, and its parameters. */
import type { Interface } from '../../model/interface/index.js'

export type KindView = { readonly kind: string; readonly parameters: Readonly<Record<string, string>> }

/** By the kernel's name of the kind, with its parameters by theirs. */
export function viewKind(iface: Interface): KindView {
  return { kind: iface.kind === 'unrecognised' ? iface.kernelKind : iface.kind, parameters: parametersOf(iface) }
}

function parametersOf(iface: Interface): Readonly<Record<string, string>> {
  switch (iface.kind) {
    case 'vlan':
      return { lower: iface.lower, id: String(iface.id), protocol: iface.protocol }
    case 'bond':
      return { mode: iface.mode, miimon: String(iface.miimon), ...given({ primary: iface.primary }), ...iface.settings }
    case 'vxlan':
      return {
        id: String(iface.id),
        port: String(iface.udpPort),
        ...given({ local: iface.local, remote: iface.remote, lower: iface.lower }),
        ...(iface.learning ? {} : { learning: 'off' }),
      }
    case 'tunnel':
      return { mode: iface.mode, ...given({ local: iface.local, remote: iface.remote, lower: iface.lower }), ...iface.settings }
    case 'macvlan':
      return { lower: iface.lower, mode: iface.mode, ...(iface.tap ? { tap: 'on' } : {}) }
    case 'vrf':
      return { table: iface.table }
    case 'veth':
      return given({ peer: iface.peer })
    default:
      return {}
  }
}

function given(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** In a few words; empty for what every host has. */
export function kindText(iface: Interface): string {
  switch (iface.kind) {
    case 'vlan':
      return `VLAN ${iface.id} of ${iface.lower}`
    case 'bond':
      return `bond (${iface.mode})`
    case 'vxlan':
      return `VXLAN ${iface.id}`
    case 'tunnel':
      return `${iface.mode} tunnel`
    case 'macvlan':
      return `${iface.tap ? 'macvtap' : 'macvlan'} (${iface.mode}) of ${iface.lower}`
    case 'vrf':
      return `VRF (table ${iface.table})`
    case 'veth':
      return 'veth'
    default:
      return ''
  }
}
