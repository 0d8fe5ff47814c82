/** A dnsmasq that a person configured: /etc/dnsmasq.conf, /etc/dnsmasq.d, and what they include. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Origin } from '../../diagnostics/origin.js'
import { type DnsmasqDocument, includesOf, isRead, lowerDnsmasq, parse, parseLeases } from '../../formats/dnsmasq/index.js'
import { lowerResolver, parseHosts, parseResolvConf } from '../../formats/resolver/index.js'
import type { NameAndLeaseServer, Node } from '../../model/index.js'
import type { Capture } from '../../snapshot/snapshot.js'
import { lastPartOf, normalisePath } from '../../std/posix-path.js'
import { fileOf, filesIn } from './captures.js'
import { type Booting, change, keepUnmodelled, nodeIn, readDocument, type Stage } from './machine.js'

type Include = ReturnType<typeof includesOf>[number]
type DnsmasqFacts = ReturnType<typeof lowerDnsmasq>['facts']
type Read = { readonly documents: readonly DnsmasqDocument[]; readonly includes: readonly Include[] }
type KnownName = NameAndLeaseServer['records'][number]

export function startDnsmasq(booting: Booting, node: string, stage: Stage): void {
  const { documents, includes } = readConfiguration(booting, node)
  if (documents.length === 0) return
  const { facts, diagnostics } = lowerDnsmasq(documents, 'dnsmasq')
  booting.diagnostics.push(...diagnostics)
  keepUnmodelled(booting, stage, facts.unmodelled)
  const now = nodeIn(booting, node)
  const { server } = facts
  const own = facts.noHosts ? [] : now.resolver.hosts
  const known = [...own, ...includes.flatMap((include) => hostsOf(booting, node, include))].map((host) => ({ ...host, wildcard: false }))
  const listening = interfacesWith(now, facts.listenAddresses)
  if (facts.listenAddresses.length > 0 && listening.length + server.interfaces.length === 0) return complain(booting, node, server)
  const complete: NameAndLeaseServer = {
    ...server,
    interfaces: [...new Set([...server.interfaces, ...listening])],
    records: [...server.records, ...(facts.expandHosts ? withDomain(known, server.domain) : known)],
    upstream: facts.noResolv || server.upstream.length > 0 ? server.upstream : upstreamOf(booting, now, facts),
    hosts: [...server.hosts, ...leasesOf(booting, node)],
  }
  change(booting, node, (old) => ({ ...old, servers: [...old.servers, complete] }))
  booting.journal.push({ node, phase: stage.phase, kind: 'server', server: complete })
}

/** Debian's service passes /etc/dnsmasq.d, without what dpkg left behind. */
const DEBIAN_DIRECTORY = { only: [], except: ['.dpkg-dist', '.dpkg-old', '.dpkg-new'] }

/** Every file once, with what it includes behind it. */
function readConfiguration(booting: Booting, node: string): Read {
  const main = fileOf(booting.snapshot, node, '/etc/dnsmasq.conf')
  const waiting = [...(main === undefined ? [] : [main]), ...directory(booting, node, { path: '/etc/dnsmasq.d', ...DEBIAN_DIRECTORY })]
  const seen = new Set<string>()
  const documents: DnsmasqDocument[] = []
  const includes: Include[] = []
  for (let capture = waiting.shift(); capture !== undefined; capture = waiting.shift()) {
    if (seen.has(capture.id)) continue
    seen.add(capture.id)
    const document = readDocument(booting, capture, parse)
    documents.push(document)
    const included = includesOf(document)
    includes.push(...included)
    waiting.unshift(...included.flatMap((include) => configurationOf(booting, node, include)))
  }
  return { documents, includes }
}

function configurationOf(booting: Booting, node: string, include: Include): readonly Capture[] {
  if (include.kind === 'configuration-directory') return directory(booting, node, include)
  if (include.kind !== 'configuration') return []
  const file = fileOf(booting.snapshot, node, include.path)
  if (file !== undefined) return [file]
  return notThere(booting, include.path, include.origin)
}

function notThere(booting: Booting, path: string, at: Origin | undefined): readonly [] {
  booting.diagnostics.push({
    code: 'boot/dnsmasq-file-not-found',
    severity: 'warning',
    message: `${path} is not there`,
    ...(at === undefined ? {} : { at }),
    because: 'what it would tell dnsmasq is missing from the prediction',
    help: "add the file to the node's directory, or remove the line",
  })
  return []
}

type Directory = { readonly path: string; readonly only: readonly string[]; readonly except: readonly string[] }

function directory(booting: Booting, node: string, { path, only, except }: Directory): readonly Capture[] {
  return filesIn(booting.snapshot, { node, directory: normalisePath(path) }).filter((file) =>
    isRead(lastPartOf(file.path), { only, except }),
  )
}

/** The names of an additional hosts file, or of all files in a directory of them. */
function hostsOf(booting: Booting, node: string, { kind, path, origin }: Include): Node['resolver']['hosts'] {
  if (kind !== 'hosts' && kind !== 'hosts-directory') return []
  const file = fileOf(booting.snapshot, node, path)
  const files = file === undefined ? filesIn(booting.snapshot, { node, directory: normalisePath(path) }) : [file]
  if (files.length === 0) return notThere(booting, path, origin)
  return files.flatMap((capture) => lowerResolver(undefined, readDocument(booting, capture, parseHosts)).hosts)
}

/** `expand-hosts`: a plain name is known with the domain too. */
function withDomain(records: readonly KnownName[], domain: string | undefined): readonly KnownName[] {
  if (domain === undefined) return records
  return records.flatMap((record) => (record.name.includes('.') ? [record] : [record, { ...record, name: `${record.name}.${domain}` }]))
}

function interfacesWith(node: Node, addresses: readonly Ipv4[]): readonly InterfaceName[] {
  return node.addresses.filter((entry) => addresses.includes(entry.address)).map((entry) => entry.interface)
}

function complain(booting: Booting, node: string, server: NameAndLeaseServer): void {
  booting.diagnostics.push({
    code: 'boot/dnsmasq-listens-nowhere',
    severity: 'warning',
    message: `dnsmasq on ${node} hears nobody: no interface has its listen-address`,
    ...(server.origin === undefined ? {} : { at: server.origin }),
    because: 'it answers only what is sent to its listen-address',
    help: 'name an address that the machine has when dnsmasq starts',
  })
}

/** The servers of resolv.conf, or of the file that `resolv-file` names instead. */
function upstreamOf(booting: Booting, node: Node, { resolvFile, server }: DnsmasqFacts): readonly Ipv4[] {
  if (resolvFile === undefined) return node.resolver.nameServers.map((entry) => entry.address)
  const capture = fileOf(booting.snapshot, node.name, resolvFile)
  if (capture === undefined) return notThere(booting, resolvFile, server.origin)
  return lowerResolver(readDocument(booting, capture, parseResolvConf)).nameServers.map((entry) => entry.address)
}

function leasesOf(booting: Booting, node: string): NameAndLeaseServer['hosts'] {
  const capture = fileOf(booting.snapshot, node, '/var/lib/misc/dnsmasq.leases')
  if (capture === undefined) return []
  return readDocument(booting, capture, parseLeases).leases.map(({ mac, address, origin }) => ({ mac, address, origin }))
}
