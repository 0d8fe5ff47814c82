/** The outputs of ip(8), bridge(8) and brctl(8) for people. */
export { type BrctlShowDocument, parseBrctlShow, type ShownBridge } from './brctl-show.js'
export type { IprouteTextDocument, IprouteTextKind } from './document.js'
export { parse } from './parse.js'
