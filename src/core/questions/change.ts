/** A change to one node, tried on the modelled kernel: what a person would type, and what it asks of the kernel. */
import { applyRequest } from '../kernel/apply.js'
import type { KernelRequest, Network } from '../model/index.js'

export type Change = {
  readonly node: string
  /** The command line to type on that node. */
  readonly command: string
  readonly requests: readonly KernelRequest[]
}

/** The network after the change, or undefined when the kernel refuses it. */
export function withChange(network: Network, change: Change): Network | undefined {
  let node = network.nodes[change.node]
  if (node === undefined) return undefined
  for (const request of change.requests) {
    const applied = applyRequest(node, request, 'command')
    if (applied.result.kind === 'refused') return undefined
    node = applied.node
  }
  return { ...network, nodes: { ...network.nodes, [node.name]: node } }
}
