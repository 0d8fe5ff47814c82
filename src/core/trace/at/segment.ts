/** What hangs on a cable, whatever the state of the links and bridges on the way. */
import type { Network } from '../../model/index.js'
import type { Place } from '../context.js'
import { interfaceOf, peerOf, portsOf } from '../view.js'

/** Whether the node is among those that a frame leaving by this interface is meant to reach. */
export function leadsTo(network: Network, from: Place, wanted: string, seen: readonly string[] = []): boolean {
  const peer = peerOf(network, from.node, from.interface)
  const far = peer === undefined ? undefined : network.nodes[peer.node]
  if (peer === undefined || far === undefined) return false
  if (far.name === wanted) return true
  const bridge = interfaceOf(far, peer.interface)?.master
  const key = `${far.name} ${bridge}`
  if (bridge === undefined || seen.includes(key)) return false
  return portsOf(far, bridge).some(
    (port) => port.name !== peer.interface && leadsTo(network, { node: far.name, interface: port.name }, wanted, [...seen, key]),
  )
}
