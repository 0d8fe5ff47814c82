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
  const before = matrixOf(network, { kind: 'icmp' })
  return candidatesFor(network, answer)
    .flatMap((change): Fix[] => {
      const changed = withChange(network, change)
      if (changed === undefined) return []
      const after = askOnce(changed, answer.question)
      if (after.outcome !== 'reply') return []
      const also = compareMatrices(before, matrixOf(changed, { kind: 'icmp' })).filter(
        (flow) => flow.from !== answer.question.from || flow.address !== (answer.address ?? answer.question.to),
      )
      return [{ change, after, also }]
    })
    .sort((a, b) => a.also.length - b.also.length)
}
