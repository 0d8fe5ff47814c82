/** What a real probe inside a lab saw. */
import type { Redirect } from '../trace/answer.js'
import type { Outcome } from '../trace/outcome.js'

export type Measured = {
  readonly outcome: Outcome
  /** Address that said so; `local` when the sender's own kernel did. */
  readonly saidBy?: string
  readonly ttl?: number
  readonly redirects: readonly Redirect[]
  readonly replies: number
  /** What the tool printed. */
  readonly text: string
  /** Why the measurement means nothing, e.g. the prober was overloaded. */
  readonly unusable?: string
}
