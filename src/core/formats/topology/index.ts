/** The topology file, docs/topology.md. */

export type { TopologySource } from './document.js'
export { includesOf, type LoweredTopology, lowerTopology } from './lower.js'
export { parseTopology } from './parse.js'
