/** Who reaches whom: every node against every address of the others. */
import type { Network } from '../model/index.js'
import { type Answer, askOnce, type Outcome, type Protocol, type ReasonCode } from '../trace/index.js'
import { diagnose } from './diagnose.js'
import { addressesOf, DEFAULT_COUNT, DEFAULT_INTERVAL } from './question.js'

export type Cell = {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly outcome: Outcome
  readonly verdict: Answer['verdict']
  readonly reason: ReasonCode
  readonly why: Answer['why']
  /** The node at which the packet that mattered ended. */
  readonly at?: string
}

export type Matrix = { readonly protocol: Protocol; readonly cells: readonly Cell[] }

/** With cold caches, each pair by itself. */
export function matrixOf(network: Network, protocol: Protocol, only: (node: string) => boolean = () => true): Matrix {
  const nodes = Object.values(network.nodes).filter((node) => only(node.name))
  const cells = nodes.flatMap((from) =>
    nodes
      .filter((to) => to.name !== from.name)
      .flatMap((to) => addressesOf(to).map((address) => cellOf(network, { from: from.name, to: to.name, address, protocol }))),
  )
  return { protocol, cells }
}

export function cellOf(
  network: Network,
  pair: { readonly from: string; readonly to: string; readonly address: string; readonly protocol: Protocol },
): Cell {
  const { from, to, address, protocol } = pair
  const answer = diagnose(network, askOnce(network, { from, to: address, protocol, count: DEFAULT_COUNT, interval: DEFAULT_INTERVAL }))
  return {
    from,
    to,
    address,
    outcome: answer.outcome,
    verdict: answer.verdict,
    reason: answer.reason,
    why: answer.why,
    ...(answer.lost === undefined ? {} : { at: answer.lost.node }),
  }
}

export type FlowChange = {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly before: Outcome | 'absent'
  readonly after: Outcome | 'absent'
}

/** Differential reachability: the cells whose outcome differs. */
export function compareMatrices(before: Matrix, after: Matrix): readonly FlowChange[] {
  const key = (cell: Cell) => `${cell.from} ${cell.address} ${cell.to}`
  const old = new Map(before.cells.map((cell) => [key(cell), cell]))
  const now = new Map(after.cells.map((cell) => [key(cell), cell]))
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)]
    const cell = is ?? was
    if (cell === undefined || was?.outcome === is?.outcome) return []
    return [{ from: cell.from, to: cell.to, address: cell.address, before: was?.outcome ?? 'absent', after: is?.outcome ?? 'absent' }]
  })
}
