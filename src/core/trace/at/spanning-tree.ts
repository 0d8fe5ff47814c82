/** Spanning tree as it is once settled: who is root, and which ports stay shut (net/bridge/br_stp.c, IEEE 802.1D-1998). */
import type { Mac } from '../../addresses/mac.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Bridge, Interface, Network, Node } from '../../model/index.js'
import { newContext } from '../context.js'
import { coldMemory } from '../memory.js'
import { interfaceOf, portsOf } from '../view.js'
import { send } from './link.js'
import { pathCost } from './path-cost.js'
import { newWork } from './work.js'

/** `node port` of each port that does not forward, and why. */
export type PortStates = ReadonlyMap<string, Why>

type Port = {
  readonly key: string
  readonly device: Interface
  readonly bridge: TreeBridge
  /** Priority and number, as BPDUs bear it. */
  readonly id: number
  readonly cost: number
  /** Ports, its own bridge's and itself among them, whose BPDUs come to it. */
  readonly hears: Port[]
}

type TreeBridge = { readonly id: string; readonly node: Node; readonly bridge: Bridge; readonly ports: Port[] }

/** What a BPDU says: the better comes first when compared one by one. */
type Vector = { readonly root: string; readonly cost: number; readonly bridge: string; readonly port: number }

/** BR_GROUP_ADDRESS. A bridge without spanning tree floods it like any other multicast, `to keep loop detection` (br_handle_frame). */
const GROUP_ADDRESS = '01:80:c2:00:00:00' as Mac

export function spanningTree(network: Network): PortStates {
  const bridges = Object.values(network.nodes).flatMap((node) =>
    node.interfaces.flatMap((device) => (device.kind === 'bridge' && device.stp && device.up ? [treeBridge(node, device)] : [])),
  )
  if (bridges.length === 0) return new Map()
  connect(network, bridges)
  const guarded = withoutGuarded(bridges)
  const own = (bridge: TreeBridge): Rooted => ({ root: bridge.id, cost: 0, port: undefined })
  let rooted = new Map(bridges.map((bridge) => [bridge, own(bridge)]))
  // Each round carries the best news one bridge farther.
  for (let round = 0; round <= bridges.length; round += 1) rooted = new Map(bridges.map((bridge) => [bridge, elect(bridge, rooted)]))
  return new Map([...guarded, ...bridges.flatMap((bridge) => shutPorts(bridge, rooted))])
}

function treeBridge(node: Node, bridge: Bridge): TreeBridge {
  const made: TreeBridge = { id: `${hex(bridge.priority ?? 0x8000)} ${bridge.mac}`, node, bridge, ports: [] }
  for (const [index, device] of portsOf(node, bridge.name).entries()) {
    const { priority = 32, cost = pathCost(node, device) } = device.port ?? {}
    const id = priority * 1024 + (device.portNumber ?? index + 1)
    made.ports.push({ key: `${node.name} ${device.name}`, device, bridge: made, id, cost, hears: [] })
  }
  return made
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0')
}

/** Sends a BPDU out of every port and notes who takes it. */
function connect(network: Network, bridges: readonly TreeBridge[]): void {
  const ports = new Map(bridges.flatMap((bridge) => bridge.ports.map((port) => [port.key, port])))
  for (const sender of ports.values()) {
    const work = newWork(newContext(network, coldMemory(), '', { script: [], offered: [] }), undefined)
    const from = { node: sender.bridge.node.name, interface: sender.device.name }
    send(work, from, { source: sender.device.mac, destination: GROUP_ADDRESS, carries: { kind: 'bpdu' } })
    for (const place of work.heard) ports.get(`${place.node} ${place.interface}`)?.hears.push(sender)
  }
}

type Rooted = { readonly root: string; readonly cost: number; readonly port: Port | undefined }
type Tree = ReadonlyMap<TreeBridge, Rooted>

function vectorOf(port: Port, tree: Tree): Vector {
  const { root, cost } = tree.get(port.bridge) ?? { root: port.bridge.id, cost: 0 }
  return { root, cost, bridge: port.bridge.id, port: port.id }
}

/** br_supersedes_port_info. */
function compare(a: Vector, b: Vector): number {
  return compareTexts(a.root, b.root) || a.cost - b.cost || compareTexts(a.bridge, b.bridge) || a.port - b.port
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The best that is said on the port's segment, by itself or by others. */
function designated(port: Port, tree: Tree): Vector {
  return port.hears.map((other) => vectorOf(other, tree)).reduce((best, one) => (compare(one, best) < 0 ? one : best), vectorOf(port, tree))
}

/** br_root_selection: by the port that is the cheapest way to the best root. A port with root_block is never chosen. */
function elect(bridge: TreeBridge, tree: Tree): Rooted {
  let best: { readonly offer: Vector; readonly port: Port } | undefined
  for (const port of bridge.ports) {
    const said = designated(port, tree)
    if (said.bridge === bridge.id || said.root >= bridge.id || port.device.port?.rootBlock === true) continue
    const offer = { ...said, cost: said.cost + port.cost }
    const order = best === undefined ? -1 : compare(offer, best.offer) || port.id - best.port.id
    if (order < 0) best = { offer, port }
  }
  return best === undefined
    ? { root: bridge.id, cost: 0, port: undefined }
    : { root: best.offer.root, cost: best.offer.cost, port: best.port }
}

/** br_port_state_selection: the root port and those that speak for their segment forward, all others are shut. */
function shutPorts(bridge: TreeBridge, tree: Tree): readonly (readonly [string, Why])[] {
  const mine = tree.get(bridge)
  return bridge.ports.flatMap((port): readonly (readonly [string, Why])[] => {
    if (port === mine?.port) return []
    const said = designated(port, tree)
    if (said.bridge === bridge.id && said.port === port.id) return []
    return [[port.key, blocked(port, tree, said)]]
  })
}

/** BPDU guard: a port at which a bridge speaks is disabled, and takes no part any more (br_stp_rcv). */
function withoutGuarded(bridges: readonly TreeBridge[]): readonly (readonly [string, Why])[] {
  const shut = bridges.flatMap((bridge) => bridge.ports.filter((port) => port.device.port?.guard === true && port.hears.length > 0))
  const told = shut.map((port) => [port.key, guarded(port)] as const)
  for (const bridge of bridges) {
    bridge.ports.splice(0, bridge.ports.length, ...bridge.ports.filter((port) => !shut.includes(port)))
    for (const port of bridge.ports) port.hears.splice(0, port.hears.length, ...port.hears.filter((other) => !shut.includes(other)))
  }
  return told
}

function guarded({ device, bridge, hears }: Port): Why {
  const who = hears[0] === undefined ? 'another bridge' : nameOf(hears[0].bridge)
  return why(`port ${device.name} of ${nameOf(bridge)} has BPDU guard and is disabled, because ${who} speaks there`, device.origin)
}

function blocked(port: Port, tree: Tree, said: Vector): Why {
  const { device, bridge } = port
  const root = tree.get(bridge)?.port
  const speaker = port.hears.find((other) => other.bridge.id === said.bridge)
  const head = `spanning tree blocks port ${device.name} of ${nameOf(bridge)}`
  const speaks = speaker === undefined ? '' : `, and ${nameOf(speaker.bridge)} speaks for that segment`
  const text = root === undefined ? `${head}${speaks}` : `${head}: the way to the root is ${root.device.name}${speaks}`
  const bridges = [bridge.bridge, interfaceOf(bridge.node, device.name)]
  return why(text, ...bridges.map((one) => one?.origin))
}

function nameOf({ node, bridge }: TreeBridge): string {
  return `${bridge.name} of ${node.name}`
}
