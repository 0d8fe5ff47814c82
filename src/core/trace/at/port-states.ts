/** Which ports spanning tree keeps shut in a network, worked out once for each. */
import type { Why } from '../../diagnostics/why.js'
import type { Network } from '../../model/index.js'
import { type PortStates, spanningTree } from './spanning-tree.js'

/** What was worked out for a value stays true of it: networks never change. */
const WORKED_OUT = new WeakMap<Network, PortStates>()

export function portStatesOf(network: Network): PortStates {
  const known = WORKED_OUT.get(network)
  if (known !== undefined) return known
  // What bridges say to each other inside a VXLAN travels over other bridges, whose ports must be known first.
  WORKED_OUT.set(network, new Map())
  const first = spanningTree(network)
  WORKED_OUT.set(network, first)
  const states = first.size > 0 && hasVxlan(network) ? spanningTree(network) : first
  WORKED_OUT.set(network, states)
  return states
}

function hasVxlan(network: Network): boolean {
  return Object.values(network.nodes).some((node) =>
    node.interfaces.some((device) => device.kind === 'vxlan' && device.master !== undefined),
  )
}

/** Why a port does not forward. Undefined: it does. */
export function stateOf(states: PortStates | undefined, node: string, port: string): Why | undefined {
  return states?.get(`${node} ${port}`)
}
