/** Differential reachability: every flow that two networks treat differently, grouped by what decides it. */
import type { Why } from '../diagnostics/why.js'
import type { Network, Node } from '../model/index.js'
import type { Protocol, ReasonCode } from '../trace/index.js'
import { type Cell, cellOf } from './matrix.js'
import { addressesOf, formatProtocol } from './question.js'

/** `unclear`: on one side it is not known. */
export type DifferenceKind = 'lost' | 'unclear' | 'changed' | 'gained'

export type FlowDifference = {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly protocol: string
  /** Absent: there is no such node or address on that side. */
  readonly before?: Cell
  readonly after?: Cell
}

/** Flows that differ in the same way for the same reason. */
export type DifferenceGroup = {
  readonly kind: DifferenceKind
  readonly before: ReasonCode | 'absent'
  readonly after: ReasonCode | 'absent'
  /** The node that decides it, where a packet ends. */
  readonly at?: string
  /** Which side the why is about: the one on which packets end. */
  readonly side: 'before' | 'after'
  readonly why: Why
  readonly flows: readonly FlowDifference[]
}

export type Differences = {
  readonly protocols: readonly string[]
  readonly compared: number
  /** Flows of which at least one side is not known. */
  readonly unknown: number
  /** What is lost comes first, and of that what most flows share. */
  readonly groups: readonly DifferenceGroup[]
}

export type FlowFilter = { readonly protocol?: Protocol; readonly node?: (name: string) => boolean }

const ICMP: Protocol = { kind: 'icmp' }
const KINDS: readonly DifferenceKind[] = ['lost', 'unclear', 'changed', 'gained']

/** Every pair by ping, and whatever somebody listens on, by its protocol. */
export function differencesOf(before: Network, after: Network, filter: FlowFilter = {}): Differences {
  const protocols = filter.protocol === undefined ? protocolsOf([before, after]) : [filter.protocol]
  const flows = protocols.flatMap((protocol) =>
    pairUp(
      protocol,
      [before, after].map((network) => cellsOf(network, protocol, filter)),
    ),
  )
  const isUnknown = (cell: Cell | undefined) => cell?.verdict === 'undetermined' || cell?.verdict === 'ambiguous'
  return {
    protocols: protocols.map(formatProtocol),
    compared: flows.length,
    unknown: flows.filter((flow) => isUnknown(flow.before) || isUnknown(flow.after)).length,
    groups: group(flows),
  }
}

function protocolsOf(networks: readonly Network[]): readonly Protocol[] {
  const listeners = networks.flatMap((network) => Object.values(network.nodes).flatMap((node) => node.listeners))
  const named = listeners.map(({ protocol, port }): Protocol => ({ kind: protocol, port }))
  return [...new Map([ICMP, ...named].map((protocol) => [formatProtocol(protocol), protocol])).values()]
}

/** Pings go to everybody; a connection only to those who listen. */
function cellsOf(network: Network, protocol: Protocol, filter: FlowFilter): readonly Cell[] {
  const nodes = Object.values(network.nodes).filter((node) => filter.node?.(node.name) ?? true)
  const targets = filter.protocol === undefined ? nodes.filter((node) => serves(node, protocol)) : nodes
  return nodes.flatMap((from) =>
    targets
      .filter((to) => to.name !== from.name)
      .flatMap((to) => addressesOf(to).map((address) => cellOf(network, { from: from.name, to: to.name, address, protocol }))),
  )
}

function serves(node: Node, protocol: Protocol): boolean {
  return protocol.kind === 'icmp' || node.listeners.some((one) => one.protocol === protocol.kind && one.port === protocol.port)
}

function pairUp(protocol: Protocol, sides: readonly (readonly Cell[])[]): readonly FlowDifference[] {
  const keyOf = (cell: Cell) => `${cell.from} ${cell.to} ${cell.address}`
  const [old, now] = sides.map((cells) => new Map(cells.map((cell) => [keyOf(cell), cell])))
  const cells = new Map([...(old ?? []), ...(now ?? [])])
  return [...cells].map(([key, { from, to, address }]) => {
    const [before, after] = [old?.get(key), now?.get(key)]
    const known = { from, to, address, protocol: formatProtocol(protocol) }
    return { ...known, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  })
}

function kindOf({ before, after }: FlowDifference): DifferenceKind | undefined {
  const [was, is] = [before?.verdict ?? 'absent', after?.verdict ?? 'absent']
  if (was === is) return before?.outcome === after?.outcome && before?.reason === after?.reason ? undefined : 'changed'
  // Nobody misses an address that could not be reached.
  if ((was === 'absent' && is === 'unreachable') || (was === 'unreachable' && is === 'absent')) return undefined
  const doubtful = ['undetermined', 'ambiguous']
  if (doubtful.includes(was) || doubtful.includes(is)) return 'unclear'
  return was === 'reachable' ? 'lost' : 'gained'
}

function group(flows: readonly FlowDifference[]): readonly DifferenceGroup[] {
  const groups = new Map<string, DifferenceGroup>()
  for (const flow of flows) {
    const kind = kindOf(flow)
    if (kind === undefined) continue
    const one = groupFor(flow, kind)
    const key = [kind, one.before, one.after, one.at].join(' ')
    const known = groups.get(key)
    groups.set(key, known === undefined ? one : { ...known, flows: [...known.flows, flow] })
  }
  return [...groups.values()].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.flows.length - a.flows.length)
}

function groupFor(flow: FlowDifference, kind: DifferenceKind): DifferenceGroup {
  const { before, after } = flow
  const side = kind === 'gained' || after === undefined ? 'before' : 'after'
  const telling = (side === 'before' ? before : after) ?? after ?? before
  return {
    kind,
    before: before?.reason ?? 'absent',
    after: after?.reason ?? 'absent',
    ...(telling?.at === undefined ? {} : { at: telling.at }),
    side,
    why: telling?.why ?? { text: 'there is no such address', because: [] },
    flows: [flow],
  }
}
