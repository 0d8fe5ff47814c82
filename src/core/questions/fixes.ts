/** Changes that really make a failing flow work, each tried in the model, with what else they would change. */
import type { Network } from '../model/index.js'
import { type Answer, askOnce } from '../trace/index.js'
import { candidatesFor } from './candidates.js'
import { type Change, withChange } from './change.js'
import { compareMatrices, type FlowChange, matrixOf } from './matrix.js'

export type Fix = {
  readonly change: Change
  /** The answer after the change. */
  readonly after: Answer
  /** Every other flow of the network whose outcome it changes. */
  readonly also: readonly FlowChange[]
}

/** Best first: the one that changes least else. */
export function fixes(network: Network, answer: Answer): readonly Fix[] {
  if (answer.outcome === 'reply') return []
  const working = candidatesFor(network, answer).flatMap((change) => {
    const changed = withChange(network, change)
    const after = changed === undefined ? undefined : askOnce(changed, answer.question)
    return changed === undefined || after?.outcome !== 'reply' ? [] : [{ change, changed, after }]
  })
  if (working.length === 0) return []
  // The whole matrix costs far more than one question: only what works is worth it.
  const before = matrixOf(network, ICMP)
  return working
    .map(({ change, changed, after }): Fix => {
      const differences = compareMatrices(before, matrixOf(changed, ICMP))
      const asked = (flow: FlowChange) => flow.from === answer.question.from && flow.address === (answer.address ?? answer.question.to)
      return { change, after, also: differences.filter((flow) => !asked(flow)) }
    })
    .sort((a, b) => a.also.length - b.also.length)
}

const ICMP = { kind: 'icmp' } as const
