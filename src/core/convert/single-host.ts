/** Network files alone, without a topology: one host whose NICs are those that its files name, each with a cable in. */
import { type InterfaceName, parseInterfaceName } from '../addresses/interface-name.js'
import type { Topology, TopologyNode } from '../model/index.js'
import type { Capture, Snapshot } from '../snapshot/snapshot.js'
import { isNetworkFile } from './replace.js'

export const HOST = 'host'

/** Names that the kernel and udev give to network cards (systemd.net-naming-scheme(7)), and the usual old ones. */
const CARD = /(?<![\w.-])(?:eth\d+|en[opsxPvu][\w]*|wl[opsx][\w]*|wlan\d+|lan\d+|em\d+|p\d+p\d+|swp\d+)(?![\w-])/g

export function nicsNamedIn(captures: readonly Capture[]): readonly InterfaceName[] {
  const names = captures.filter((capture) => isNetworkFile(capture.path)).flatMap((capture) => capture.text.match(CARD) ?? [])
  return [...new Set(names)].sort().flatMap((name) => parseInterfaceName(name) ?? [])
}

export function singleHost(
  captures: readonly Capture[],
  nics: readonly InterfaceName[],
): { readonly snapshot: Snapshot; readonly topology: Topology } {
  const far = nics.flatMap((_, index) => parseInterfaceName(`end${index}`) ?? [])
  const nodes: readonly TopologyNode[] = [
    bare(HOST, 'host', nics),
    {
      ...bare('outside', 'outside', far),
      network: { requests: far.map((name) => ({ kind: 'link-set', name, up: true })), dhcp: [], nameServers: [] },
    },
  ]
  const cables = nics.flatMap((name, index) => {
    const end = far[index]
    return end === undefined
      ? []
      : [
          {
            ends: [
              { node: HOST, interface: name },
              { node: 'outside', interface: end },
            ] as const,
          },
        ]
  })
  return {
    snapshot: { captures: Object.fromEntries(captures.map((capture) => [capture.id, capture])) },
    topology: { name: HOST, worlds: [], nodes, cables, expect: [] },
  }
}

function bare(name: string, kind: 'host' | 'outside', nics: readonly InterfaceName[]): TopologyNode {
  return { name, kind, roots: [], nics: nics.map((nic) => ({ name: nic })), sysctl: [], iptables: [], commands: [], listen: [] }
}
