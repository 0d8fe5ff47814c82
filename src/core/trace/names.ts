/** How a node turns a name into an address: hosts(5), then the name servers, asked over the modelled network. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { contains } from '../addresses/prefix.js'
import { type Why, why } from '../diagnostics/why.js'
import type { NameAndLeaseServer, Network, Node } from '../model/index.js'
import type { Choices, Context } from './context.js'
import { nameServerAt } from './deliver.js'
import type { Memory } from './memory.js'
import { runProbe } from './probe.js'
import type { ReasonCode } from './reason.js'
import type { Hop } from './step.js'

export type Resolved =
  | { readonly ok: true; readonly address: Ipv4; readonly why: Why; readonly hops: readonly Hop[]; readonly missing: readonly string[] }
  | {
      readonly ok: false
      readonly reason: ReasonCode
      readonly why: Why
      readonly hops: readonly Hop[]
      readonly missing: readonly string[]
    }

type Asking = { readonly network: Network; readonly memory: Memory; readonly node: Node; readonly choices: Choices }

export function resolveName(asking: Asking, name: string): Resolved {
  const literal = parseIpv4(name)
  const none = { hops: [], missing: [] }
  if (literal !== undefined) return { ok: true, address: literal, why: why(`${name} is an address`), ...none }
  const known = asking.node.resolver.hosts.find((entry) => sameName(entry.name, name))
  if (known !== undefined)
    return { ok: true, address: known.address, why: why(`/etc/hosts of ${asking.node.name} has ${name}`, known.origin), ...none }
  const servers = asking.node.resolver.nameServers
  if (servers.length === 0) {
    return { ok: false, reason: 'name/no-server', why: why(`${asking.node.name} has no name server configured`), ...none }
  }
  let last: Resolved | undefined
  for (const server of servers) {
    last = query(asking, server, name)
    if (last.ok || last.reason === 'name/not-found') return last
  }
  return last ?? { ok: false, reason: 'name/no-server', why: why('no name server'), ...none }
}

function query(asking: Asking, server: Node['resolver']['nameServers'][number], name: string): Resolved {
  asking.memory.flows += 1
  const flow = 40000 + asking.memory.flows
  const probe = { from: asking.node, destination: server.address, protocol: { kind: 'udp', port: 53 }, sequence: 1, flow } as const
  const { trace, context } = runProbe(asking.network, asking.memory, probe, asking.choices)
  const base = { hops: trace.hops.map((hop): Hop => ({ ...hop, role: 'name' })), missing: trace.missing }
  if (trace.outcome !== 'reply') {
    const text = `${asking.node.name} asks the name server ${server.address} for ${name} and gets no answer: ${trace.why.text}`
    const because = [...(server.origin === undefined ? [] : [server.origin]), ...trace.why.because]
    return { ok: false, reason: 'name/server-silent', why: { text, because }, ...base }
  }
  return { ...answerOf(asking, context, name), ...base }
}

type NameAnswer =
  | { readonly ok: true; readonly address: Ipv4; readonly why: Why }
  | { readonly ok: false; readonly reason: ReasonCode; readonly why: Why }

/** What the server that the query reached says. */
function answerOf(asking: Asking, context: Context, name: string): NameAnswer {
  const reached = context.delivered.at(-1)
  const node = reached === undefined ? undefined : asking.network.nodes[reached.node]
  const server = node === undefined || reached === undefined ? undefined : nameServerAt(node, reached.interface)
  if (node === undefined || server === undefined || reached === undefined) {
    context.missing.push(`what the name server asked for ${name} answers`)
    return { ok: false, reason: 'unknown/not-modelled', why: why('a name server whose records are not known answers') }
  }
  if (server.localService && !isLocalClient(node, reached.packet.source)) {
    return {
      ok: false,
      reason: 'name/server-silent',
      why: why(`${server.name} on ${node.name} answers only clients in its own subnets (local-service)`, server.origin),
    }
  }
  const record = bestRecord(server, name)
  if (record !== undefined)
    return {
      ok: true,
      address: record.address,
      why: why(`${server.name} on ${node.name} knows ${name} as ${record.address}`, record.origin),
    }
  const local = server.localDomains?.find((domain) => sameName(domain, name) || isBelow(name, domain))
  if (local !== undefined) {
    const text = `${server.name} on ${node.name} knows all of ${local}, and ${name} is not in it`
    return { ok: false, reason: 'name/not-found', why: why(text, server.origin) }
  }
  if (server.upstream.length > 0) {
    context.missing.push(`what the name servers behind ${server.name} on ${node.name} say of ${name}`)
    return { ok: false, reason: 'unknown/not-modelled', why: why(`${server.name} asks its upstream servers, whose records are not known`) }
  }
  return {
    ok: false,
    reason: 'name/refused',
    why: why(`${server.name} on ${node.name} does not know ${name} and has nobody to ask`, server.origin),
  }
}

function isLocalClient(node: Node, client: Ipv4): boolean {
  return node.addresses.some((entry) => contains(entry, client))
}

function bestRecord(server: NameAndLeaseServer, name: string): NameAndLeaseServer['records'][number] | undefined {
  const matching = server.records.filter((record) => sameName(record.name, name) || (record.wildcard && isBelow(name, record.name)))
  return [...matching].sort((a, b) => b.name.length - a.name.length)[0]
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '')
}

function isBelow(name: string, domain: string): boolean {
  return name.toLowerCase().replace(/\.$/, '').endsWith(`.${domain.toLowerCase()}`)
}
