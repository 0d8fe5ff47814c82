/** Boots the same files in the model. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseInterfaceName } from '../../src/core/addresses/interface-name.js'
import { parseMac } from '../../src/core/addresses/mac.js'
import { parsePrefix } from '../../src/core/addresses/prefix.js'
import type { Source } from '../../src/core/convert/index.js'
import { load } from '../../src/core/load/index.js'
import type { Cable, KernelRequest, Node, TopologyNode } from '../../src/core/model/index.js'
import type { Capture } from '../../src/core/snapshot/snapshot.js'
import type { RealCase } from './real-case.js'
import { startLines } from './start-words.js'

export function bootDeclared(real: RealCase, tree: string): Node {
  const node = sourceOf(real, tree).loaded.network.nodes['server']
  if (node === undefined) throw new Error('BUG: the model has no server')
  return node
}

export function sourceOf(real: RealCase, tree: string): Source {
  const own = resolvedFiles(real.files)
  const captures = [
    ...[...distributionFiles(tree)].filter(([path]) => !own.has(path)).map(([path, text]) => captureOf('server', path, text)),
    ...[...own].map(([path, text]) => captureOf('server', path, text)),
    ...[...real.outside.files].map(([path, text]) => captureOf('outside', path, text)),
  ]
  const snapshot = { captures: Object.fromEntries(captures.map((capture) => [capture.id, capture])) }
  const topology = topologyOf(real)
  return { snapshot, topology, loaded: load(snapshot, topology) }
}

function captureOf(node: string, path: string, text: string): Capture {
  return { id: `${node}:${path}`, node, path, shown: `${node}:${path}`, text }
}

/** A link shows what it points to. */
function resolvedFiles(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...files].map(([path, text]) => {
      const target = /^-> (\S+)\s*$/.exec(text)?.[1]
      return [path, target === undefined ? text : (files.get(join(path, '..', target)) ?? files.get(target) ?? '')]
    }),
  )
}

/** What the packages bring and a collector would capture too. */
const DISTRIBUTION = [
  '/etc/os-release',
  '/etc/sysctl.conf',
  '/etc/sysctl.d',
  '/usr/lib/sysctl.d',
  '/etc/ufw',
  '/etc/default/ufw',
  '/etc/hosts',
]

function distributionFiles(tree: string): ReadonlyMap<string, string> {
  return new Map(DISTRIBUTION.flatMap((path) => filesBelow(tree, path)).map((path) => [path, readFileSync(join(tree, path), 'utf8')]))
}

function filesBelow(tree: string, path: string): readonly string[] {
  const place = join(tree, path)
  if (!existsSync(place)) return []
  try {
    return readdirSync(place).flatMap((name) => filesBelow(tree, `${path}/${name}`))
  } catch {
    return [path]
  }
}

function topologyOf(real: RealCase) {
  const bare = { roots: [], sysctl: [], iptables: [], listen: [] }
  const commands = real.run.filter((line) => startLines(line) === undefined).map((text) => ({ text }))
  const nicsOf = (end: 'mac' | 'peerMac') =>
    real.nics.flatMap((nic) => {
      const [name, mac] = [parseInterfaceName(nic.name), parseMac(nic[end])]
      return name === undefined || mac === undefined ? [] : [{ name, mac }]
    })
  const nodes: readonly TopologyNode[] = [
    {
      ...bare,
      name: 'outside',
      kind: 'outside',
      nics: nicsOf('peerMac'),
      commands: [],
      network: { requests: outsideRequests(real), dhcp: [], nameServers: [] },
    },
    { ...bare, name: 'server', kind: 'host', nics: nicsOf('mac'), commands },
  ]
  const cables: readonly Cable[] = nicsOf('mac').map(({ name }) => ({
    ends: [
      { node: 'server', interface: name },
      { node: 'outside', interface: name },
    ],
  }))
  return { name: 'case', worlds: [], nodes, cables, expect: [] }
}

function outsideRequests(real: RealCase): readonly KernelRequest[] {
  return [
    ...real.nics.flatMap((nic): readonly KernelRequest[] => {
      const name = parseInterfaceName(nic.name)
      return name === undefined ? [] : [{ kind: 'link-set', name, up: true }]
    }),
    ...real.outside.addresses.flatMap(({ nic, address }): readonly KernelRequest[] => {
      const [name, prefix] = [parseInterfaceName(nic), parsePrefix(address)]
      if (name === undefined || prefix === undefined) return []
      return [{ kind: 'address-add', interface: name, address: prefix.address, length: prefix.length, broadcast: '+' }]
    }),
  ]
}
