/** Asking: one question with cold caches, or several in one session. */
import type { Network } from '../model/index.js'
import { type Answer, askInOrder, askOnce, type Question } from '../trace/index.js'
import { diagnose } from './diagnose.js'
import { explain } from './explain.js'

export function ask(network: Network, question: Question): Answer {
  return explain(network, diagnose(network, askOnce(network, question)))
}

/** In order, each knowing what the hosts learnt from those before. */
export function askSession(network: Network, questions: readonly Question[]): readonly Answer[] {
  return askInOrder(network, questions).map((answer) => explain(network, diagnose(network, answer)))
}
