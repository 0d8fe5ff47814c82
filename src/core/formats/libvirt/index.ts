/** libvirt's XML and lease files: what this format offers. */
export { parseDomain } from './domain.js'
export type { DomainDocument, DomainInterface } from './domain-document.js'
export type { Located } from './located.js'
export { type LoweredNetwork, lowerNetwork, type NetworkStart } from './lower-network.js'
export { parseNetwork } from './network.js'
export type {
  NetworkBridge,
  NetworkDhcp,
  NetworkDns,
  NetworkDocument,
  NetworkForward,
  NetworkIp,
  NetworkRoute,
  PortGroup,
  VlanTags,
} from './network-document.js'
export { parseStatus, type StatusDocument, type StatusLease } from './status.js'
export type { UnrecognisedXml } from './vocabulary.js'
export type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './xml/document.js'
export { parseXml } from './xml/parse.js'
export { printXml } from './xml/print.js'
