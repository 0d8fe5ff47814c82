/** resolv.conf and hosts: what this format offers. */
export { type HostsDocument, parseHosts } from './hosts.js'
export { lowerResolver } from './lower.js'
export { parseResolvConf, type ResolvConfDocument } from './resolv-conf.js'
