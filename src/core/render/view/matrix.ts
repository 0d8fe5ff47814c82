/** Who reaches whom, as a table of nodes and addresses. */
import type { Network, NodeKind } from '../../model/network.js'
import { formatProtocol, type Matrix } from '../../questions/index.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import type { Outcome, Verdict } from '../../trace/outcome.js'
import type { ReasonCode } from '../../trace/reason.js'
import { type PlaceView, placesOf } from './place.js'

export type CellView = {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly verdict: Verdict
  readonly outcome: Outcome
  readonly reason: ReasonCode
  readonly why: string
  readonly origins: readonly PlaceView[]
}

export type MatrixView = {
  readonly version: 1
  readonly kind: 'matrix'
  readonly file: string
  readonly name: string
  readonly world?: string
  readonly protocol: string
  readonly nodes: readonly { readonly name: string; readonly kind: NodeKind }[]
  readonly cells: readonly CellView[]
}

export function viewMatrix(network: Network, snapshot: Snapshot, matrix: Matrix): Pick<MatrixView, 'protocol' | 'nodes' | 'cells'> {
  const named = new Set(matrix.cells.flatMap((cell) => [cell.from, cell.to]))
  const nodes = Object.values(network.nodes).filter((node) => named.has(node.name))
  const cells = matrix.cells.map(({ from, to, address, verdict, outcome, reason, why }) => ({
    from,
    to,
    address,
    verdict,
    outcome,
    reason,
    why: why.text,
    origins: placesOf(snapshot, why.because),
  }))
  return { protocol: formatProtocol(matrix.protocol), nodes: nodes.map(({ name, kind }) => ({ name, kind })), cells }
}
