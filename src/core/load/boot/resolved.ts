/** systemd-resolved, to whom networkd tells the name servers of its links. */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import type { NetworkFacts } from '../../formats/networkd/index.js'
import { listOf, serversIn } from '../../formats/networkd/index.js'
import type { Node } from '../../model/index.js'
import { fileOf, filesOf } from './captures.js'
import { type Booting, change } from './machine.js'
import { readConf } from './networkd-files.js'

/** The stub that resolv.conf points at where resolved answers. */
const STUBS = ['127.0.0.53', '127.0.0.54']

/** Without a resolv.conf in the capture it is taken to be resolved's, which is a link into /run. */
function asksResolved(booting: Booting, node: string): boolean {
  const conf = fileOf(booting.snapshot, node, '/etc/resolv.conf')
  return conf === undefined || conf.text.trim() === '' || STUBS.some((stub) => conf.text.includes(stub))
}

export function addNameServers(booting: Booting, node: string, facts: Pick<NetworkFacts, 'nameServers' | 'domains'>): void {
  if (!asksResolved(booting, node)) return
  const servers = facts.nameServers.flatMap(({ address, origin }) => {
    const four = parseIpv4(address)
    return four === undefined ? [] : [{ address: four, origin }]
  })
  const search = facts.domains.filter((domain) => !domain.startsWith('~'))
  change(booting, node, (now) => withServers(now, servers, search))
}

type Server = Node['resolver']['nameServers'][number]

/** Whoever it asks in the end, in the place of the stub. */
function withServers(node: Node, servers: readonly Server[], search: readonly string[]): Node {
  const before = node.resolver.nameServers.filter(({ address }) => !STUBS.includes(address))
  const added = servers.filter(({ address }) => !before.some((other) => other.address === address))
  const names = search.filter((domain) => !node.resolver.search.includes(domain))
  return { ...node, resolver: { ...node.resolver, nameServers: [...before, ...added], search: [...node.resolver.search, ...names] } }
}

/** DNS= of resolved.conf; FallbackDNS= only when there is no other server at all. */
export function finishResolved(booting: Booting): void {
  for (const [node, { version }] of booting.networkd) {
    if (!asksResolved(booting, node)) continue
    const files = filesOf(booting.snapshot, node).map(({ path, text, id }) => ({ path, text, capture: id }))
    const conf = readConf(files, 'resolved.conf', version)
    booting.diagnostics.push(...conf.diagnostics)
    const [first] = conf.units
    if (first === undefined) continue
    const written = (key: string) => listOf(first.unit, 'Resolve', key).flatMap(({ value }) => serversIn(value))
    addNameServers(booting, node, {
      nameServers: written('DNS'),
      domains: listOf(first.unit, 'Resolve', 'Domains').flatMap(({ value }) => value.text.split(/\s+/)),
    })
    change(booting, node, (now) => (now.resolver.nameServers.length > 0 ? now : withFallback(now, written('FallbackDNS'))))
  }
}

function withFallback(node: Node, servers: NetworkFacts['nameServers']): Node {
  return withServers(
    node,
    servers.flatMap(({ address, origin }) => (isIpv4(address) ? [{ address, origin }] : [])),
    [],
  )
}

function isIpv4(text: string): text is Ipv4 {
  return parseIpv4(text) !== undefined
}
