/** A change that was tried in the model and works. */
import type { Fix } from '../../questions/index.js'
import type { Outcome } from '../../trace/outcome.js'

export type FixView = {
  readonly node: string
  /** The command line to type there. */
  readonly command: string
  /** What the sender would see then. */
  readonly outcome: Outcome
  /** Every other flow that changes with it. */
  readonly also: Fix['also']
  /** What to write into which file of the node, so that it lasts. */
  readonly lasting?: Fix['lasting']
}

export function viewFix({ change, after, also, lasting }: Fix): FixView {
  const base = { node: change.node, command: change.command, outcome: after.outcome, also }
  return lasting === undefined ? base : { ...base, lasting }
}
