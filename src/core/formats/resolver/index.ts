/** resolv.conf and hosts: what this format offers. */

export { addHostEntry, addNameServer, removeHostEntry, removeNameServer } from './edit.js'
export { HOSTS, RESOLV_CONF } from './format.js'
export { type HostsDocument, parseHosts } from './hosts.js'
export { lowerResolver } from './lower.js'
export { parseResolvConf, type ResolvConfDocument } from './resolv-conf.js'
