/** Case files that boot one host with NICs eth0 and eth1: sections named by a path are its files, `commands` is what is typed then. */
import { parseInterfaceName } from '../src/core/addresses/interface-name.js'
import { formatPrefix } from '../src/core/addresses/prefix.js'
import { requestText } from '../src/core/lab/request-text.js'
import { type BootEvent, type Loaded, load } from '../src/core/load/index.js'
import type { Network, Node, TopologyNode } from '../src/core/model/index.js'
import type { Capture } from '../src/core/snapshot/snapshot.js'
import { type CaseFile, inputOf } from './case-file.js'

export function bootCase(file: CaseFile): Loaded {
  const captures = [...file.sections.keys()]
    .filter((name) => name.startsWith('/'))
    .map((path): Capture => ({ id: `server:${path}`, node: 'server', path, shown: path, text: inputOf(file, path) }))
  const nics = ['eth0', 'eth1'].flatMap((name) => {
    const parsed = parseInterfaceName(name)
    return parsed === undefined ? [] : [{ name: parsed }]
  })
  const commands = inputOf(file, 'commands')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => ({ text }))
  const server: TopologyNode = { name: 'server', kind: 'host', roots: [], nics, sysctl: [], iptables: [], commands, listen: [] }
  const topology = { name: 'case', worlds: [], nodes: [server], cables: [], expect: [] }
  return load({ captures: Object.fromEntries(captures.map((capture) => [capture.id, capture])) }, topology)
}

/** What was asked of the kernel, one request a line, with the answer. Parameters of the kernel are left out. */
export function journalText(journal: readonly BootEvent[]): string {
  return journal
    .flatMap((event) => {
      if (event.kind !== 'request' || event.request.kind === 'sysctl-set') return []
      const { result } = event
      return [`${event.phase} | ${requestText(event.request)} | ${result.kind === 'refused' ? result.text : result.kind}`]
    })
    .join('\n')
}

/** What the host has in the end. Its local table is left out. */
export function stateText(network: Network): string {
  const node = network.nodes['server']
  return node === undefined ? '' : [...linkLines(node), ...routeLines(node), ...serverLines(node)].join('\n')
}

function linkLines(node: Node): readonly string[] {
  return node.interfaces
    .filter((device) => device.kind !== 'loopback')
    .map((device) => {
      const mine = node.addresses.filter((entry) => entry.interface === device.name).map((entry) => `${entry.address}/${entry.length}`)
      const bridge = device.kind === 'bridge' ? [`stp ${device.stp ? 'on' : 'off'}`, `delay ${device.forwardDelay}`] : []
      const master = device.master === undefined ? [] : [`in ${device.master}`]
      return [device.name, device.up ? 'up' : 'down', `mtu ${device.mtu}`, ...master, ...bridge, ...mine].join(' ')
    })
}

function routeLines(node: Node): readonly string[] {
  return node.routes
    .filter((route) => route.table !== 'local')
    .map((route) => `route ${formatPrefix(route.to)} ${route.hops.map((hop) => [hop.gateway, hop.interface].join(' ').trim()).join(', ')}`)
}

function serverLines(node: Node): readonly string[] {
  return [
    ...node.servers.map(({ name, interfaces, ranges, records, upstream }) =>
      [
        `server ${name}`,
        `on ${interfaces.join(' ') || 'all'}`,
        `leases ${ranges.map((range) => range.start).join(' ') || 'nothing'}`,
        `knows ${records.map((record) => record.name).join(' ') || 'nobody'}`,
        `asks ${upstream.join(' ') || 'nobody'}`,
      ].join(', '),
    ),
    ...node.libvirtNetworks.map((network) => `network ${network.name} ${network.active ? 'active' : 'inactive'}`),
  ]
}
