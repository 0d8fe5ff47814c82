/** From resolv.conf and hosts to how a node resolves names. */
import { LOCALHOST } from '../../addresses/ipv4.js'
import type { Resolver } from '../../model/index.js'
import type { HostsDocument } from './hosts.js'
import type { ResolvConfDocument } from './resolv-conf.js'

const MAX_NAME_SERVERS = 3

/** A resolv.conf without any server means the one on the machine itself; without a resolv.conf none is known. */
export function lowerResolver(resolv?: ResolvConfDocument, hosts?: HostsDocument): Resolver {
  const servers = resolv?.nameServers.slice(0, MAX_NAME_SERVERS) ?? []
  const isEmpty = resolv !== undefined && resolv.nameServers.length === 0
  return {
    nameServers: isEmpty
      ? [{ address: LOCALHOST, origin: resolv.origin }]
      : servers.flatMap((server) => (server.family === 'ipv4' ? [{ address: server.address, origin: server.origin }] : [])),
    search: resolv?.search.map((domain) => domain.text) ?? [],
    hosts: (hosts?.entries ?? []).flatMap((entry) =>
      entry.family === 'ipv4' ? entry.names.map((name) => ({ name: name.text, address: entry.address, origin: entry.origin })) : [],
    ),
  }
}
