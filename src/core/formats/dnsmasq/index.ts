/** dnsmasq's configuration and leases: what this format offers. */
export { allocate, type Pool } from './allocate.js'
export { type DnsmasqDocument, type DnsmasqLine, type DnsmasqOption, type Field, optionsOf } from './document.js'
export { type Include, includesOf, isRead } from './includes.js'
export { type Lease, type LeasesDocument, parseLeases } from './leases.js'
export { type DnsmasqFacts, type LoweredDnsmasq, lowerDnsmasq } from './lower.js'
export { parse } from './parse.js'
export { print } from './print.js'
