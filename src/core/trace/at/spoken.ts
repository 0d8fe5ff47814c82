/** What a bridge may have learnt before anything was asked: a host speaks by itself, for IPv6 alone as soon as its link is up. */
import type { Mac } from '../../addresses/mac.js'
import type { Bridge, Interface, Network, Node } from '../../model/index.js'
import { DEFAULT_PORT_FLAGS } from '../../model/index.js'
import { choose } from '../context.js'
import { portsOf } from '../view.js'
import { leadsTo } from './segment.js'
import type { Work } from './work.js'

/** The port behind which the device with that MAC is. */
function truePort(work: Work, node: Node, bridge: Bridge, mac: Mac): Interface | undefined {
  const { network } = work.context
  const owner = ownerOf(network, mac)
  if (owner === undefined) return undefined
  return portsOf(node, bridge.name).find((port) => leadsTo(network, { node: node.name, interface: port.name }, owner.name))
}

/** Whether the owner of the MAC is behind the port; an address of nobody may be anywhere. */
export function isBehind({ context }: Work, node: Node, port: string, mac: Mac): boolean {
  const owner = ownerOf(context.network, mac)
  return owner === undefined || leadsTo(context.network, { node: node.name, interface: port }, owner.name)
}

function ownerOf(network: Network, mac: Mac): Node | undefined {
  return Object.values(network.nodes).find((other) => other.interfaces.some((device) => device.mac === mac))
}

/** Where the bridge would have learnt the address to be, if its owner has spoken, which goes both ways. Undefined: it has not. */
export function perhapsLearnt(work: Work, node: Node, bridge: Bridge, mac: Mac): string | undefined {
  const port = bridge.ageing === 0 ? undefined : truePort(work, node, bridge, mac)
  if (port === undefined || !(port.port ?? DEFAULT_PORT_FLAGS).learning) return undefined
  const what = `whether ${bridge.name} of ${node.name} has heard of ${mac} before`
  return choose(work.context, 2, what) === 1 ? port.name : undefined
}
