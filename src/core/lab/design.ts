/** What a lab of a network is: its nodes, its cables, and how its boot is replayed. */
import type { BootEvent } from '../load/journal.js'
import type { Cable, End, Interface, Listener, Network, Node } from '../model/index.js'
import type { Question } from '../trace/answer.js'
import { portStatesOf, stormsOf } from '../trace/index.js'
import type { LabStep } from './step.js'
import { stepsOf } from './steps.js'

export type CableEnd = { readonly node: string; readonly name: string; readonly mac: string; readonly mtu: number }

/** `right` is absent for a NIC into which nothing is plugged. */
export type LabCable = { readonly left: CableEnd; readonly right?: CableEnd }

export type LabNode = {
  readonly name: string
  /** Sockets that a probe may reach. */
  readonly listeners: readonly Listener[]
  /** Probes from here ask for names. */
  readonly names: boolean
}

export type LabDesign = {
  readonly name: string
  readonly nodes: readonly LabNode[]
  readonly cables: readonly LabCable[]
  readonly steps: readonly LabStep[]
  /** Where the lab differs on purpose from what it rebuilds. */
  readonly deviations: readonly string[]
}

/** `questions` limits what is started to what they need; without them everything is. */
export function designLab(network: Network, journal: readonly BootEvent[], questions?: readonly Question[]): LabDesign {
  const deviations: string[] = []
  const cables = labCables(network, deviations)
  const storms = stormsOf(network)
  // A tree that shuts no port has no loop to break.
  const stp = storms.length > 0 || portStatesOf(network).size > 0 ? 'in-order' : 'last'
  const steps = stepsOf(journal, { stp, storms, deviations })
  const nodes = Object.values(network.nodes).map((node) => labNode(node, questions))
  return { name: network.name, nodes, cables, steps, deviations: [...new Set(deviations)] }
}

function labNode(node: Node, questions: readonly Question[] | undefined): LabNode {
  // Whatever the port and the node: address translation may lead a probe to any of them.
  const asked = questions?.map((one) => one.protocol.kind)
  const wanted = node.listeners.filter(
    (listener) => !isServed(node, listener) && (asked === undefined || asked.includes(listener.protocol)),
  )
  const names = questions === undefined || questions.some((one) => one.from === node.name && !/^[\d.]+$/.test(one.to))
  return { name: node.name, listeners: wanted, names }
}

/** dnsmasq itself holds the port. */
function isServed(node: Node, listener: Listener): boolean {
  return node.servers.some((server) => (listener.port === 53 && server.dns) || (listener.port === 67 && server.ranges.length > 0))
}

function labCables(network: Network, deviations: string[]): readonly LabCable[] {
  const plugged = network.cables.flatMap((cable): readonly LabCable[] => {
    const [left, right] = cable.ends.map((end) => cableEnd(network, end))
    if (left !== undefined && right !== undefined) return [{ left, right }]
    deviations.push(`no cable ${cableText(cable)}: both its ends must be network cards`)
    return []
  })
  const used = new Set(network.cables.flatMap((cable) => cable.ends.map((end) => `${end.node} ${end.interface}`)))
  const free = Object.values(network.nodes).flatMap((node) =>
    node.interfaces
      .filter((one) => one.kind === 'ethernet' && !used.has(`${node.name} ${one.name}`))
      .map((one): LabCable => ({ left: endOf(node.name, one) })),
  )
  return [...plugged, ...free]
}

function cableText(cable: Cable): string {
  return cable.ends.map((end) => `${end.node}:${end.interface}`).join(' — ')
}

function cableEnd(network: Network, end: End): CableEnd | undefined {
  const found = network.nodes[end.node]?.interfaces.find((one) => one.name === end.interface)
  return found?.kind === 'ethernet' ? endOf(end.node, found) : undefined
}

function endOf(node: string, one: Interface): CableEnd {
  return { node, name: one.name, mac: one.mac, mtu: one.mtu }
}

/** The ip(8) line that makes a cable: both ends down, as on a machine that has just been switched on. `pid`: of a process in the node. */
export function cableWords(cable: LabCable, pid: (node: string) => number, spare: string): readonly string[] {
  const { left, right } = cable
  const end = (one: CableEnd) => [
    'name',
    one.name,
    'address',
    one.mac,
    ...(one.mtu === 1500 ? [] : ['mtu', String(one.mtu)]),
    'netns',
    String(pid(one.node)),
  ]
  return ['link', 'add', ...end(left), 'type', 'veth', 'peer', ...(right === undefined ? ['name', spare] : end(right))]
}
