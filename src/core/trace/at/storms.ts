/** Where a broadcast would circle for ever, whoever sends it. */
import { BROADCAST_MAC } from '../../addresses/mac.js'
import type { Interface, Network, Node } from '../../model/index.js'
import { newContext } from '../context.js'
import { coldMemory } from '../memory.js'
import { farEnd, interfaceOf, portsOf } from '../view.js'
import { settleArrivals } from './link.js'
import { portStatesOf } from './port-states.js'
import { newWork } from './work.js'

/** The bridges of every loop that nothing breaks, as `node:bridge`. */
export function stormsOf(network: Network): readonly string[] {
  const circling = Object.values(network.nodes).flatMap((node) => bridgePortsOf(node).flatMap((port) => circlingFrom(network, node, port)))
  return [...new Set(circling)]
}

function bridgePortsOf(node: Node): readonly Interface[] {
  const bridges = node.interfaces.filter((device) => device.kind === 'bridge' && device.up)
  return bridges.flatMap((bridge) => (portsOf(node, bridge.name).length < 2 ? [] : portsOf(node, bridge.name)))
}

function circlingFrom(network: Network, node: Node, device: Interface): readonly string[] {
  if (!device.up || isEndOfTheLine(network, node, device)) return []
  const work = newWork(newContext(network, coldMemory(), '', { script: [], offered: [] }), portStatesOf(network))
  const frame = { source: device.mac, destination: BROADCAST_MAC, carries: { kind: 'arp' } } as const
  work.pending.push({ node, device, copy: { frame, trail: [], forUs: false } })
  settleArrivals(work)
  return work.circling
}

/** A cable to a card that belongs to nothing cannot be part of a loop. */
function isEndOfTheLine(network: Network, node: Node, device: Interface): boolean {
  if (device.kind !== 'ethernet') return false
  const end = farEnd(network, node, device)
  const far = end === undefined ? undefined : network.nodes[end.node]
  const card = far === undefined ? undefined : interfaceOf(far, end?.interface ?? '')
  if (card === undefined || far === undefined) return true
  return card.master === undefined && !far.interfaces.some((upper) => 'lower' in upper && upper.lower === card.name)
}
