/** From the words of a command line to a question, and to the question in the opposite direction. */
import { type Network, nodeNamed } from '../core/model/network.js'
import { addressesOf, DEFAULT_INTERVAL, primaryAddress, targetOf } from '../core/questions/index.js'
import type { WalkView } from '../core/render/view/trace.js'
import type { Protocol, Question } from '../core/trace/answer.js'
import { refuseWord, suggest } from './unusable.js'

type Words = { readonly from: string; readonly to: string; readonly protocol: Protocol; readonly count: number }

export function questionFor(network: Network, { from, to, protocol, count }: Words): Question {
  refuseUnknownNode(network, from)
  return { from, to: targetFor(network, from, to), protocol, count, interval: DEFAULT_INTERVAL }
}

export function refuseUnknownNode(network: Network, name: string): void {
  if (nodeNamed(network, name) !== undefined) return
  throw refuseWord('unknown-node', `there is no node ${name}`, suggest(name, Object.keys(network.nodes), 'the nodes are'))
}

/** An address, or a DNS name to be resolved by the asking node. */
function targetFor(network: Network, from: string, to: string): string {
  const [name = '', device] = to.split(':')
  const node = nodeNamed(network, name)
  if (node === undefined) {
    if (device !== undefined) refuseUnknownNode(network, name)
    return to
  }
  if (primaryAddress(node, device) !== undefined) return targetOf(network, from, to)
  const has = addressesOf(node).join(', ')
  throw refuseWord(
    'no-address',
    `${to} has no IPv4 address to ask for`,
    has === '' ? `name another node, or an address` : `${name} has ${has}`,
  )
}

/** From the node that has the address asked for, to the address that the question was asked from. */
export function opposite(network: Network, question: Question, walk: WalkView): Question {
  const asked = walk.address ?? question.to
  const owner = Object.values(network.nodes).find(
    (node) => node.name !== question.from && node.addresses.some((entry) => entry.address === asked),
  )
  if (owner === undefined)
    throw refuseWord('no-opposite', `no node has ${asked}, so nothing can be asked from there`, 'leave out --reverse')
  const asker = network.nodes[question.from]
  const source = asker === undefined ? undefined : primaryAddress(asker)
  if (source === undefined) throw refuseWord('no-opposite', `${question.from} has no IPv4 address to answer to`, 'leave out --reverse')
  return { ...question, from: owner.name, to: source }
}
