/** dnsmasq's configuration and leases: what this format offers. */
export { allocate } from './allocate.js'
export type { DnsmasqDocument } from './document.js'
export { includesOf, isRead } from './includes.js'
export { parseLeases } from './leases.js'
export { lowerDnsmasq } from './lower.js'
export { parse } from './parse.js'
export { print } from './print.js'
