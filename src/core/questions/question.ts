/** Turns what a person writes into a question: who asks, which address, which protocol. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { type Expectation, type Network, type Node, nodeNamed } from '../model/index.js'
import type { Protocol, Question } from '../trace/index.js'
import { addressesNear } from './neighbours.js'

export const DEFAULT_COUNT = 3
export const DEFAULT_INTERVAL = 500

export function questionOf(network: Network, expectation: Expectation): Question {
  const { from, protocol, count, interval } = expectation
  return { from, to: targetOf(network, from, expectation.to), protocol, count, interval }
}

export function formatProtocol(protocol: Protocol): string {
  return protocol.kind === 'icmp' ? 'icmp' : `${protocol.kind}/${protocol.port}`
}

/** An address as it stands; anything that names no node is a DNS name. `node` is its address on a network of the asker's, else its first; so is `node:interface`. */
export function targetOf(network: Network, from: string, to: string): string {
  if (parseIpv4(to) !== undefined) return to
  const [name = '', device] = to.split(':')
  const node = nodeNamed(network, name)
  if (node === undefined) return to
  return neighbouringAddress(nodeNamed(network, from), node, device) ?? primaryAddress(node, device) ?? to
}

function neighbouringAddress(asker: Node | undefined, node: Node, device: string | undefined): Ipv4 | undefined {
  if (asker === undefined) return undefined
  return addressesNear(asker, node).find((entry) => device === undefined || entry.interface === device)?.address
}

export function primaryAddress(node: Node, device?: string): Ipv4 | undefined {
  return node.addresses.find(
    (entry) => entry.scope === 'global' && entry.interface !== 'lo' && (device === undefined || entry.interface === device),
  )?.address
}

/** Every address of a node that another could ask for. */
export function addressesOf(node: Node): readonly Ipv4[] {
  return node.addresses.filter((entry) => entry.interface !== 'lo' || entry.scope === 'global').map((entry) => entry.address)
}
