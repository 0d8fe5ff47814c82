/** The questions' public names. */
export { ask, askSession } from './ask.js'
export type { Change } from './change.js'
export { type DifferenceGroup, type Differences, differencesOf, type FlowDifference, type FlowFilter } from './differences.js'
export { type Fix, fixes } from './fixes.js'
export type { Lasting } from './lasting.js'
export { type Cell, type FlowChange, type Matrix, matrixOf } from './matrix.js'
export {
  addressesOf,
  DEFAULT_INTERVAL,
  formatProtocol,
  primaryAddress,
  questionOf,
  targetOf,
} from './question.js'
