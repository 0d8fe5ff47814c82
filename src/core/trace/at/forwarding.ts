/** The entries of a bridge's forwarding table that nobody learns: its own, its ports' and those that were configured (net/bridge/br_fdb.c). */
import type { Mac } from '../../addresses/mac.js'
import type { Bridge, FdbEntry, Node } from '../../model/index.js'
import { interfaceOf, portsOf } from '../view.js'

export function fixedEntry(node: Node, bridge: Bridge, mac: Mac, vlan: number): FdbEntry | undefined {
  const isOf = (entry: FdbEntry) => interfaceOf(node, entry.interface)?.master === bridge.name || entry.interface === bridge.name
  return node.fdb?.find(
    (entry) =>
      (entry.of === 'master' || entry.interface === bridge.name) &&
      entry.mac === mac &&
      (entry.vlan === undefined || entry.vlan === vlan) &&
      isOf(entry),
  )
}

/** Whether frames to it go up to the bridge's host: `bridge fdb add … master` makes such an entry unless it is told `static` or `dynamic`. */
export function isLocalEntry(node: Node, bridge: Bridge, mac: Mac, vlan: number): boolean {
  if (mac === bridge.mac || portsOf(node, bridge.name).some((port) => port.mac === mac)) return true
  return fixedEntry(node, bridge, mac, vlan)?.state === 'local'
}

/** Where the bridge takes an address to be that it has not learnt. A port's own address, asked for by the bridge's host, is looked for outside. */
export function lookUpPort(node: Node, bridge: Bridge, mac: Mac, vlan: number): string | undefined {
  const own = portsOf(node, bridge.name).find((port) => port.mac === mac)
  return own?.name ?? fixedEntry(node, bridge, mac, vlan)?.interface
}
