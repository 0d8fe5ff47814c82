/** The layout of a sosreport, sos(1): which of its files is what. */
export { fileNameOf, type Output, outputOf, type What } from './outputs.js'
export { isWantedFile, mayHoldWanted } from './wanted.js'
