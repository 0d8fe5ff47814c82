/** Changes that really make a failing flow work, each tried in the model, with what else they would change. */
import type { Network } from '../model/index.js'
import { type Answer, askOnce } from '../trace/index.js'
import { candidatesFor } from './candidates.js'
import { type Change, withChange } from './change.js'
import { type Lasting, lastingEdit } from './lasting.js'
import { compareMatrices, type FlowChange, matrixOf } from './matrix.js'

export type Fix = {
  readonly change: Change
  /** The answer after the change. */
  readonly after: Answer
  /** Every other flow of the network whose outcome it changes. */
  readonly also: readonly FlowChange[]
  /** How to make it last, where that is known. */
  readonly lasting?: Lasting
}

/** Best first: the one that changes least else. */
export function fixes(network: Network, answer: Answer): readonly Fix[] {
  if (answer.outcome === 'reply') return []
  const working = candidatesFor(network, answer).flatMap((change) => {
    const changed = withChange(network, change)
    const after = changed === undefined ? undefined : askOnce(changed, answer.question)
    return changed === undefined || after?.outcome !== 'reply' ? [] : [{ change, changed, after }]
  })
  const enough = withoutIdle(working)
  if (enough.length === 0) return []
  // The whole matrix costs far more than one question: only what works is worth it.
  const protocols = [ICMP, ...(answer.question.protocol.kind === 'icmp' ? [] : [answer.question.protocol])]
  const before = protocols.map((protocol) => matrixOf(network, protocol))
  return enough
    .map(({ change, changed, after }): Fix => {
      const differences = before.flatMap((matrix) => compareMatrices(matrix, matrixOf(changed, matrix.protocol)))
      const asked = (flow: FlowChange) => flow.from === answer.question.from && flow.address === (answer.address ?? answer.question.to)
      const lasting = lastingEdit(network, change)
      return { change, after, also: differences.filter((flow) => !asked(flow)), ...(lasting === undefined ? {} : { lasting }) }
    })
    .sort((a, b) => a.also.length - b.also.length)
}

type Working = { readonly change: Change; readonly changed: Network; readonly after: Answer }

/** Two rules are no fix where one of them is enough. */
function withoutIdle(working: readonly Working[]): readonly Working[] {
  return working.filter(({ change }, index) => {
    const isPart = (other: Change) =>
      other.node === change.node && other.command.split(' && ').every((part) => change.command.split(' && ').includes(part))
    return !working.some((other, at) => at < index && isPart(other.change))
  })
}

const ICMP = { kind: 'icmp' } as const
