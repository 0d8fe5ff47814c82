/** libvirt's XML and lease files: what this format offers. */
export { parseDomain } from './domain.js'
export type { DomainInterface } from './domain-document.js'
export { type LoweredNetwork, lowerNetwork } from './lower-network.js'
export { parseNetwork } from './network.js'
export type { NetworkDocument } from './network-document.js'
export { parseStatus } from './status.js'
export { parseXml } from './xml/parse.js'
export { printXml } from './xml/print.js'
