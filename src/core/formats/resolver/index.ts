/** resolv.conf and hosts: what this format offers. */
export { type HostsDocument, type HostsEntry, parseHosts } from './hosts.js'
export type { Piece } from './lines.js'
export { lowerResolver } from './lower.js'
export { parseResolvConf, type ResolvConfDocument } from './resolv-conf.js'
