/** What the dnsmasq of each libvirt network offers. */
import type { NameAndLeaseServer } from '../../src/core/model/index.js'
import type { Facts } from './facts.js'

export function serverLines({ servers, ownNames }: Facts): readonly string[] {
  return servers.flatMap((server) => linesOf(server, ownNames)).sort()
}

function linesOf(server: NameAndLeaseServer, ownNames: readonly string[]): readonly string[] {
  const start = `server ${server.name}`
  return [
    `${start} on ${server.interfaces.join(' ')}`,
    ...server.ranges.map((range) => `${start} leases ${range.start} to ${range.end}`),
    ...server.hosts.map((host) => `${start} host ${[host.mac, host.address, host.name].filter((part) => part !== undefined).join(' ')}`),
    ...(server.router === undefined ? [] : [`${start} router ${server.router.join(' ')}`]),
    ...(server.nameServers === undefined ? [] : [`${start} name servers ${server.nameServers.join(' ')}`]),
    ...(server.domain === undefined ? [] : [`${start} domain ${server.domain}`]),
    `${start} ${server.dns ? 'answers' : 'does not answer'} names`,
    ...(server.localDomains ?? []).map((domain) => `${start} asks nobody about ${domain}`),
    // It reads the host's /etc/hosts too, which its configuration does not say.
    ...server.records
      .filter((record) => !ownNames.includes(`${record.name} ${record.address}`))
      .map((record) => `${start} knows ${record.name} ${record.address}`),
    ...(server.authoritative ? [`${start} is authoritative`] : []),
  ]
}
