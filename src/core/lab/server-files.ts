/** Configuration files of the real daemons and of the resolver inside a lab. */
import { maskOf } from '../addresses/prefix.js'
import type { NameAndLeaseServer, Resolver } from '../model/index.js'

/** dnsmasq(8) configuration. `stem` is the path, without ending, of the files that it writes. */
export function dnsmasqConfig(server: NameAndLeaseServer, stem: string): string {
  const loopback = server.interfaces.length > 0 && !server.interfaces.some((name) => name === 'lo') ? ['except-interface=lo'] : []
  const lines = [
    'user=root',
    'bind-dynamic',
    'no-resolv',
    'no-hosts',
    'no-poll',
    'no-ping',
    'dhcp-no-override',
    'cache-size=0',
    `pid-file=${stem}.pid`,
    `log-facility=${stem}.log`,
    ...server.interfaces.map((name) => `interface=${name}`),
    ...loopback,
    ...server.exceptInterfaces.map((name) => `except-interface=${name}`),
    ...(server.dns ? [] : ['port=0']),
    ...(server.localService ? ['local-service'] : []),
    ...server.upstream.map((address) => `server=${address}`),
    ...(server.localDomains ?? []).map((domain) => `local=/${domain}/`),
    ...server.records.map((record) =>
      record.wildcard ? `address=/${record.name}/${record.address}` : `host-record=${record.name},${record.address}`,
    ),
    ...leaseLines(server, stem),
  ]
  return `${lines.filter(isOneSetting).join('\n')}\n`
}

function leaseLines(server: NameAndLeaseServer, stem: string): readonly string[] {
  if (server.ranges.length === 0) return []
  const { router, nameServers } = server
  return [
    `dhcp-leasefile=${stem}.leases`,
    'log-dhcp',
    ...(server.authoritative ? ['dhcp-authoritative'] : []),
    ...(server.domain === undefined ? [] : [`domain=${server.domain}`]),
    ...server.ranges.map(
      (range) => `dhcp-range=${[range.start, range.end, ...(range.length === undefined ? [] : [maskOf(range.length)]), '1h'].join(',')}`,
    ),
    ...server.hosts
      .filter((host) => host.mac !== undefined)
      .map((host) => `dhcp-host=${[host.mac, host.address, host.name].filter((part) => part !== undefined).join(',')}`),
    ...(router === undefined ? [] : [['dhcp-option=3', ...router].join(',')]),
    ...(nameServers === undefined ? [] : [['dhcp-option=6', ...nameServers].join(',')]),
  ]
}

/** A name out of a file must not smuggle in a second setting. */
function isOneSetting(line: string): boolean {
  return /^[A-Za-z0-9_.:/=,@+ -]+$/.test(line)
}

/** resolv.conf(5). One second and one try: a probe asks its name servers once. */
export function resolverFile(resolver: Resolver): string {
  const search = resolver.search.length === 0 ? [] : [`search ${resolver.search.join(' ')}`]
  const lines = [...resolver.nameServers.map((server) => `nameserver ${server.address}`), ...search, 'options timeout:1 attempts:1']
  return resolver.nameServers.length === 0 ? '' : `${lines.join('\n')}\n`
}

/** hosts(5). */
export function hostsFile(node: string, resolver: Resolver): string {
  return ['127.0.0.1 localhost', `127.0.1.1 ${node}`, ...resolver.hosts.map((entry) => `${entry.address} ${entry.name}`), ''].join('\n')
}
