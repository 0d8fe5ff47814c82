/** A machine of the topology file, and the files that its keys refer to. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { type Origin, positionOf } from '../../diagnostics/origin.js'
import type { Listener } from '../../model/service.js'
import type { TopologyNode } from '../../model/topology.js'
import { joinPath } from '../../std/posix-path.js'
import { entriesOf, field, itemsOf, oneOrItemsOf, orEmpty, type Part } from './document.js'
import { lowerNetwork } from './lower-network.js'
import type { MergedNode } from './merge.js'
import { parseService } from './schema.js'

/** A text that stands inside the topology file and is read as a file of its own. Has the shape of a snapshot's capture. */
export type EmbeddedText = {
  readonly id: string
  readonly node: string
  readonly path: string
  readonly shown: string
  readonly text: string
  readonly firstLine: number
  readonly indent: number
}

/** A file or directory of a node that must be read; `path` is relative to the working directory. */
export type NeededFile = { readonly id: string; readonly node: string; readonly path: string; readonly at: Origin }

export type Gathered = {
  readonly captures: EmbeddedText[]
  readonly files: NeededFile[]
  readonly directories: Omit<NeededFile, 'id'>[]
  readonly diagnostics: Diagnostic[]
}

export function lowerNode(node: MergedNode, gathered: Gathered): TopologyNode {
  const { name, keys } = node
  const directories = oneOrItemsOf(keys.root).map((part) => ({
    node: name,
    path: joinPath(part.source.directory, part.value),
    at: part.node.at,
  }))
  gathered.directories.push(...directories)
  const network = keys.network === undefined ? undefined : lowerNetwork(keys.network, gathered.diagnostics)
  return {
    name,
    kind: kindOf(node, gathered.diagnostics),
    ...(keys.of === undefined ? {} : { of: keys.of.value }),
    roots: directories.map((directory) => directory.path),
    nics: lowerNics(keys.nics),
    sysctl: entriesOf(keys.sysctl).map(({ key, keyAt, part }) => ({
      key: dotted(key),
      value: sourceOf(part),
      origin: spanOf(keyAt, part.node.at),
    })),
    iptables: [
      ...lowerDump({ name, key: 'iptables', family: 'ip' }, keys.iptables, gathered),
      ...lowerDump({ name, key: 'ip6tables', family: 'ip6' }, keys.ip6tables, gathered),
    ],
    commands: itemsOf(keys.commands).map((part) => ({ text: part.value.trim(), origin: part.node.at })),
    listen: itemsOf(keys.listen).flatMap(lowerListener),
    ...(network === undefined ? {} : { network }),
    origin: node.at,
  }
}

function kindOf({ name, at, keys, badKind }: MergedNode, diagnostics: Diagnostic[]): TopologyNode['kind'] {
  if (keys.kind !== undefined) return keys.kind.value
  const kind = keys.of === undefined ? 'host' : 'guest'
  if (badKind) return kind
  diagnostics.push({
    code: 'topology/missing-key',
    severity: 'error',
    message: `node ${name}: the key kind is missing`,
    at,
    because: `it is taken for a ${kind}`,
    help: 'add kind: host, kind: guest or kind: outside',
  })
  return kind
}

function lowerNics(part: MergedNode['keys']['nics']): TopologyNode['nics'] {
  return entriesOf(part).flatMap(({ key, keyAt, part: nic }) => {
    const name = parseInterfaceName(key)
    const mac = parseMac(field(orEmpty(nic), 'mac')?.value ?? '')
    if (name === undefined) return []
    return [mac === undefined ? { name, origin: keyAt } : { name, mac, origin: keyAt }]
  })
}

/** sysctl(8) takes both `net.ipv4.ip_forward` and `net/ipv4/ip_forward`. When the first separator is a slash, dots are part of names. */
function dotted(key: string): string {
  const slash = key.indexOf('/')
  const dot = key.indexOf('.')
  if (slash < 0 || (dot >= 0 && dot < slash)) return key
  return key.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'))
}

/** From the key to the value; the value alone where an alias brought it from elsewhere. */
function spanOf(key: Origin, value: Origin): Origin {
  return key.start < value.start ? { ...value, start: key.start } : value
}

/** A number as it was written: `0x10` and `010` are not the program's to rewrite. */
function sourceOf(part: Part<string | number>): string {
  return part.node.kind === 'scalar' ? part.node.source : String(part.value)
}

type Dump = { readonly name: string; readonly key: 'iptables' | 'ip6tables'; readonly family: 'ip' | 'ip6' }

function lowerDump({ name, key, family }: Dump, part: Part<string> | undefined, gathered: Gathered): TopologyNode['iptables'] {
  if (part === undefined) return []
  const id = `${name}:${key}`
  const isText = part.value.includes('\n') || /^\s*[*#]/.test(part.value)
  if (isText) gathered.captures.push({ id, node: name, path: key, shown: part.source.shown, text: part.value, ...standsAt(part) })
  else gathered.files.push({ id, node: name, path: joinPath(part.source.directory, part.value), at: part.node.at })
  return [{ capture: id, family }]
}

/** The line and the indentation at which an embedded text begins. A block scalar's text begins on the line after its `|`. */
function standsAt({ node, source }: Part<string>): { readonly firstLine: number; readonly indent: number } {
  const { text } = source.document
  const position = positionOf(text, node.at.start)
  const header = /^[|>][^\n]*\n/.exec(text.slice(node.at.start))
  if (node.kind !== 'scalar' || !node.block || header === null) return { firstLine: position.line, indent: position.column - 1 }
  const body = text.slice(node.at.start + header[0].length).split('\n')
  const first = body.find((line) => line.trim() !== '') ?? ''
  const own = node.source.split('\n').find((line) => line.trim() !== '') ?? ''
  return { firstLine: position.line + 1, indent: Math.max(0, first.length - own.length) }
}

function lowerListener(part: Part<string>): readonly Listener[] {
  const service = parseService(part.value)
  if (service === undefined) return []
  const address = parseIpv4(service.address ?? '')
  const listener = { protocol: service.protocol, port: service.port, origin: part.node.at }
  return [address === undefined ? listener : { ...listener, address }]
}
