/** The dnsmasq of a virtual network. */
import { type DnsmasqDocument, lowerDnsmasq, parse as parseDnsmasq } from '../../formats/dnsmasq/index.js'
import { type LoweredNetwork, parseStatus } from '../../formats/libvirt/index.js'
import type { NameAndLeaseServer } from '../../model/index.js'
import { fileOf } from './captures.js'
import { type Booting, change, keepUnmodelled, nodeIn, readDocument, type Stage } from './machine.js'

export function serve(booting: Booting, stage: Stage, lowered: LoweredNetwork, server: NameAndLeaseServer): void {
  const node = nodeIn(booting, stage.node)
  const own = withOptions(booting, stage, lowered, server)
  const complete: NameAndLeaseServer = {
    ...own,
    hosts: [...own.hosts, ...leasesOf(booting, stage.node, lowered.network.bridge ?? '')],
  }
  const known: NameAndLeaseServer = {
    ...complete,
    records: [...complete.records, ...(lowered.hostsFromHost ? node.resolver.hosts.map((host) => ({ ...host, wildcard: false })) : [])],
    upstream: lowered.upstreamFromHost
      ? [...complete.upstream, ...node.resolver.nameServers.map((entry) => entry.address)]
      : complete.upstream,
  }
  change(booting, stage.node, (now) => ({ ...now, servers: [...now.servers, known] }))
  booting.journal.push({ node: stage.node, phase: stage.phase, kind: 'server', server: known })
}

/** `<dnsmasq:option>`: a line of dnsmasq.conf each, which adds to what libvirt writes. */
function withOptions(booting: Booting, stage: Stage, lowered: LoweredNetwork, server: NameAndLeaseServer): NameAndLeaseServer {
  const documents = lowered.optionLines.map((line) => documentOf(booting, line))
  if (documents.length === 0) return server
  const [origin] = lowered.optionLines.map((line) => line.origin)
  // Fixed leases count only where there is a range; those that libvirt wrote come first.
  const own = server.ranges.map(({ start, end }) => parseDnsmasq(`dhcp-range=${start},${end}`, server.name).document)
  const { facts } = lowerDnsmasq([...own, ...documents], server.name)
  keepUnmodelled(
    booting,
    stage,
    facts.unmodelled.map((one) => ({ ...one, ...(origin === undefined ? {} : { origin }) })),
  )
  const placed = <Fact extends object>(list: readonly Fact[]): readonly Fact[] => list.map((fact) => ({ ...fact, origin }))
  const { router, nameServers, domain, localDomains } = facts.server
  return {
    ...server,
    ranges: [...server.ranges, ...placed(facts.server.ranges.slice(own.length))],
    records: [...server.records, ...placed(facts.server.records)],
    upstream: [...server.upstream, ...facts.server.upstream],
    hosts: [...server.hosts, ...placed(facts.server.hosts)],
    ...(router === undefined ? {} : { router }),
    ...(nameServers === undefined ? {} : { nameServers }),
    ...(domain === undefined ? {} : { domain }),
    ...(localDomains === undefined ? {} : { localDomains: [...(server.localDomains ?? []), ...localDomains] }),
  }
}

/** What dnsmasq takes and passes over is told of the whole option. */
function documentOf(booting: Booting, { value, origin }: LoweredNetwork['optionLines'][number]): DnsmasqDocument {
  const { document, diagnostics } = parseDnsmasq(value, origin.capture)
  booting.diagnostics.push(...diagnostics.map(({ related: _related, ...found }) => ({ ...found, at: origin })))
  return document
}

/** Leases that it gave before: a known MAC gets its address again. */
function leasesOf(booting: Booting, node: string, bridge: string): NameAndLeaseServer['hosts'] {
  const capture = fileOf(booting.snapshot, node, `/var/lib/libvirt/dnsmasq/${bridge}.status`)
  if (capture === undefined) return []
  return readDocument(booting, capture, parseStatus).leases.map(({ mac, address, origin }) => ({ mac, address, origin }))
}
