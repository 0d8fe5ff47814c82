/** Whether the bridges of a network form a loop: then only a spanning tree keeps frames from circling for ever. */
import type { Network } from '../model/index.js'

export function hasLoop(network: Network): boolean {
  const parent = new Map<string, string>()
  const root = (name: string): string => {
    const up = parent.get(name)
    return up === undefined ? name : root(up)
  }
  for (const {
    ends: [left, right],
  } of network.cables) {
    const [a, b] = [bridgeOf(network, left), bridgeOf(network, right)]
    if (a === undefined || b === undefined) continue
    const [rootA, rootB] = [root(a), root(b)]
    if (rootA === rootB) return true
    parent.set(rootA, rootB)
  }
  return false
}

function bridgeOf(network: Network, end: { readonly node: string; readonly interface: string }): string | undefined {
  const port = network.nodes[end.node]?.interfaces.find((one) => one.name === end.interface)
  return port?.master === undefined ? undefined : `${end.node}:${port.master}`
}
