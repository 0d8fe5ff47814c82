/** The topology file, docs/topology.md. */
export type { TopologyDocument, TopologySource } from './document.js'
export { type Included, includesOf, type LoweredTopology, lowerTopology } from './lower.js'
export type { EmbeddedText, NeededFile } from './lower-node.js'
export { parseTopology } from './parse.js'
export { topologyJsonSchema } from './schema.js'
