/** Turns what a person writes into a question: who asks, which address, which protocol. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { type Expectation, type Network, type Node, nodeNamed } from '../model/index.js'
import type { Protocol, Question } from '../trace/index.js'

export const DEFAULT_COUNT = 3
export const DEFAULT_INTERVAL = 500

export function questionOf(network: Network, expectation: Expectation): Question {
  const { from, protocol, count, interval } = expectation
  return { from, to: targetOf(network, expectation.to), protocol, count, interval }
}

export function formatProtocol(protocol: Protocol): string {
  return protocol.kind === 'icmp' ? 'icmp' : `${protocol.kind}/${protocol.port}`
}

/** An address as it stands; `node` and `node:interface` become that node's first address; anything else is a DNS name. */
export function targetOf(network: Network, to: string): string {
  if (parseIpv4(to) !== undefined) return to
  const [name = '', device] = to.split(':')
  const node = nodeNamed(network, name)
  if (node === undefined) return to
  return primaryAddress(node, device) ?? to
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
