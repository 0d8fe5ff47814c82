/** What a topology file may say, once: this validates it, types it, and gives editors its JSON Schema. The meaning is in docs/topology.md. */
import * as z from 'zod'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import { interfaceName, network } from './network-schema.js'
import { listOf, mapOf, oneOf, oneOrMore, strictMap, text, wholeNumber, word } from './words.js'

const NODE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/
const END = /^([A-Za-z0-9][A-Za-z0-9_.-]*):([^\s/:]{1,15})$/
const SERVICE = /^(tcp|udp)\/(?:(\d+\.\d+\.\d+\.\d+):)?([1-9]\d{0,4})$/
const PROTOCOL = /^icmp$|^(tcp|udp)\/([1-9]\d{0,4})$/

const nodeName = word(
  'the name of a node (letters, digits, - _ . and not an address)',
  (name) => NODE_NAME.test(name) && parseIpv4(name) === undefined,
)

const end = word('node:interface', (value) => END.test(value), END.source)

const service = word('tcp/PORT, udp/PORT or tcp/ADDRESS:PORT', (value) => parseService(value) !== undefined, SERVICE.source)

const protocol = word('icmp, tcp/PORT or udp/PORT', (value) => parseProtocol(value) !== undefined, PROTOCOL.source)

const address = word('an IPv4 address', (value) => parseIpv4(value) !== undefined)

const nic = strictMap({
  mac: word('a MAC address, e.g. 52:54:00:12:34:56', (value) => parseMac(value) !== undefined)
    .describe('its hardware address')
    .optional(),
}).describe('one NIC')

const dump = text().describe("an iptables-save dump, as text or as a file's path: the tables it names replace what boot made")

const node = strictMap({
  kind: oneOf(['host', 'guest', 'outside']).describe('outside: part of the world, never changed by apply').optional(),
  of: nodeName.describe('the host that a guest runs on').optional(),
  root: oneOrMore(text(), 'a directory or a list of directories')
    .describe('directories laid out like /; a file of a later one hides the same file of an earlier one')
    .optional(),
  nics: mapOf(interfaceName, nic.nullable()).describe('its NICs, in order; those named by a link need not be listed').optional(),
  sysctl: mapOf(
    word('a sysctl, e.g. net.ipv4.ip_forward', (key) => /^[\w./-]+$/.test(key)),
    z.union([z.number(), text()], { error: 'a number or a text' }),
  )
    .describe('set after the sysctls of the files')
    .optional(),
  iptables: dump.optional(),
  ip6tables: dump.optional(),
  commands: listOf(text(), 'a list of command lines').describe('typed by hand after boot, in this order').optional(),
  listen: listOf(service, 'a list of tcp/PORT and udp/PORT').describe('ports that something listens on').optional(),
  network: network.optional(),
}).describe('a machine')

const expectationKeys = {
  id: text().describe('a name for reports, and for worlds to override'),
  about: text().describe('free text'),
  from: nodeName.describe('the node that asks'),
  to: text().describe('a node, node:interface, an IPv4 address or a DNS name'),
  proto: protocol.describe('icmp (the default), tcp/PORT or udp/PORT'),
  outcome: word('an outcome, e.g. reply or silence (docs/outcomes.md)', (value) => /^[a-z]+(-[a-z]+)*$/.test(value)).describe(
    'one of the outcomes in docs/outcomes.md',
  ),
  because: word('a reason code, e.g. netfilter/policy', (value) => /^[a-z]+(-[a-z]+)*(\/[a-z]+(-[a-z]+)*)?$/.test(value)).describe(
    'the reason code',
  ),
  by: address.describe('the address that says so'),
  ttl: wholeNumber(1, 255).describe('the TTL that ping prints'),
  redirects: listOf(address, 'a list of addresses').describe('routers whose redirects ping prints; empty: none'),
  count: wholeNumber(1, 1000).describe('probes sent, default 3'),
  interval: wholeNumber(1, 60_000).describe('milliseconds between them, default 500'),
}

const optionalExpectationKeys = {
  id: expectationKeys.id.optional(),
  about: expectationKeys.about.optional(),
  proto: expectationKeys.proto.optional(),
  because: expectationKeys.because.optional(),
  by: expectationKeys.by.optional(),
  ttl: expectationKeys.ttl.optional(),
  redirects: expectationKeys.redirects.optional(),
  count: expectationKeys.count.optional(),
  interval: expectationKeys.interval.optional(),
}

const expectation = strictMap({
  ...optionalExpectationKeys,
  from: expectationKeys.from,
  to: expectationKeys.to,
  outcome: expectationKeys.outcome,
}).describe('a probe and what becomes of it')

const override = strictMap({
  ...optionalExpectationKeys,
  from: expectationKeys.from.optional(),
  to: expectationKeys.to.optional(),
  outcome: expectationKeys.outcome.optional(),
}).describe('merged over the expectation of the same id; with a new id, one more')

const world = strictMap({
  about: text().describe('one line for lists').optional(),
  nodes: mapOf(nodeName, node.nullable()).describe('keys given here replace the keys of the node; the others stay').optional(),
  expect: listOf(override, 'a list of expectations').describe('merged by id over the expectations of the file').optional(),
}).describe('what the outside could be')

const topologyFile = strictMap({
  version: z.literal(1, { error: '1' }).describe('the version of this format'),
  name: text().describe('default: the name of the directory').optional(),
  about: text().describe('one line for lists').optional(),
  include: oneOrMore(text(), 'a file or a list of files')
    .describe('other topology files, merged first; their paths are relative to themselves')
    .optional(),
  nodes: mapOf(nodeName, node.nullable()).describe('the machines').optional(),
  links: listOf(z.tuple([end, end], { error: 'two ends, [node:interface, node:interface]' }), 'a list of links')
    .describe('the cables')
    .optional(),
  worlds: mapOf(text(), world.nullable()).describe('what the outside could be; the first is the default').optional(),
  expect: listOf(expectation, 'a list of expectations')
    .describe('asked in this order, as one session: what an earlier probe taught the hosts is known to the later')
    .optional(),
})

export const TOPOLOGY_FILE = topologyFile.meta({ title: 'Bridgework topology' })

export type TopologyFile = z.infer<typeof topologyFile>
export type NodePart = z.infer<typeof node>
export type WorldPart = z.infer<typeof world>
export type ExpectationPart = z.infer<typeof override>
export type LinkPart = readonly [string, string]

/** For editors: JSON Schema 2020-12 of the topology file. */
export function topologyJsonSchema(): object {
  return z.toJSONSchema(TOPOLOGY_FILE)
}

export function parseEnd(value: string): { readonly node: string; readonly interface: string } | undefined {
  const [, name, device] = END.exec(value) ?? []
  return name === undefined || device === undefined ? undefined : { node: name, interface: device }
}

export function parseService(
  value: string,
): { readonly protocol: 'tcp' | 'udp'; readonly port: number; readonly address?: string } | undefined {
  const [, kind, host, digits] = SERVICE.exec(value) ?? []
  const port = Number(digits)
  if ((kind !== 'tcp' && kind !== 'udp') || !(port <= 65_535) || (host !== undefined && parseIpv4(host) === undefined)) return undefined
  return host === undefined ? { protocol: kind, port } : { protocol: kind, port, address: host }
}

export function parseProtocol(
  value: string,
): { readonly kind: 'icmp' } | { readonly kind: 'tcp' | 'udp'; readonly port: number } | undefined {
  if (value === 'icmp') return { kind: 'icmp' }
  const found = parseService(value)
  return found === undefined || found.address !== undefined ? undefined : { kind: found.protocol, port: found.port }
}
