/** The questions' public names. */
export { ask, askSession } from './ask.js'
export type { Change } from './change.js'
export { withChange } from './change.js'
export { type Fix, fixes } from './fixes.js'
export { type Cell, compareMatrices, type FlowChange, type Matrix, matrixOf } from './matrix.js'
export {
  addressesOf,
  DEFAULT_COUNT,
  DEFAULT_INTERVAL,
  formatProtocol,
  parseProtocol,
  primaryAddress,
  questionOf,
  targetOf,
} from './question.js'
