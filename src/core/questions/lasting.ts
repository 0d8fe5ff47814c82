/** Where a change belongs so that it is there after the next boot, in the words of whoever manages it; undefined where that is not known. */
import { formatPrefix } from '../addresses/prefix.js'
import { type KernelRequest, type Network, type Node, nodeNamed } from '../model/index.js'
import type { Change } from './change.js'

/** `lines` are added to `file`; `where` says in which place of it. */
export type Lasting = { readonly file: string; readonly lines: readonly string[]; readonly where?: string }

export function lastingEdit(network: Network, change: Change): Lasting | undefined {
  const node = nodeNamed(network, change.node)
  const [first] = change.requests
  if (node === undefined || first === undefined) return undefined
  switch (first.kind) {
    case 'sysctl-set':
      return { file: '/etc/sysctl.d/60-network.conf', lines: change.requests.flatMap(sysctlLine) }
    case 'netfilter-rule':
      return firewallEdit(node, change)
    case 'route-add':
      return routeEdit(node, change, first)
    case 'link-set':
      return first.master === undefined ? linkEdit(node, first) : portEdit(node, first)
    case 'port-set':
      return managerOf(node, first.name) === 'ifupdown' ? hookLine(first.name, change.command) : undefined
    default:
      return undefined
  }
}

function sysctlLine(request: KernelRequest): readonly string[] {
  return request.kind === 'sysctl-set' ? [`${request.key} = ${request.value}`] : []
}

/** ufw writes its files itself; a dump that netfilter-persistent loads holds rules as iptables-save prints them. */
function firewallEdit(node: Node, change: Change): Lasting | undefined {
  const rules = change.requests.flatMap((request) => (request.kind === 'netfilter-rule' ? [request] : []))
  const table = rules[0]?.table ?? 'filter'
  const lines = rules.map(({ rule }) => rule.text)
  const where = `in *${table}, before the other rules of the chain`
  if (node.chains.some(({ name }) => name.startsWith('ufw-'))) {
    if (table === 'nat') return { file: '/etc/ufw/before.rules', lines, where: 'in *nat, which has to be added with its COMMIT' }
    return { file: '/etc/ufw/before.rules', lines: lines.map(inUfwsChain), where: 'in *filter, before COMMIT' }
  }
  // Docker and libvirt write their rules when they start, behind those that are loaded at boot.
  const isFilteredByOthers = table === 'filter' && node.libvirtNetworks.length > 0
  if (isFilteredByOthers || node.chains.some(({ name }) => name.startsWith('DOCKER'))) return undefined
  return { file: '/etc/iptables/rules.v4', lines, where }
}

function inUfwsChain(line: string): string {
  return line.replace(/^-A (INPUT|FORWARD|OUTPUT) /, (_all, chain: string) => `-A ufw-before-${chain.toLowerCase()} `)
}

type RouteAdd = KernelRequest & { kind: 'route-add' }

function routeEdit(node: Node, change: Change, request: RouteAdd): Lasting | undefined {
  const gateway = request.hops[0]?.gateway
  const device = node.addresses.find((entry) => gateway !== undefined && entry.interface !== 'lo' && near(entry, gateway))?.interface
  if (gateway === undefined || device === undefined) return undefined
  const to = request.to.length === 0 ? 'default' : formatPrefix(request.to)
  switch (managerOf(node, device)) {
    case 'ifupdown':
      return request.to.length === 0
        ? { file: '/etc/network/interfaces', lines: [`    gateway ${gateway}`], where: `in the stanza of ${device}` }
        : hookLine(device, change.command.replace('route add', 'route replace'))
    case 'netplan':
      return { file: '/etc/netplan/*.yaml', lines: [`routes: [{to: ${to}, via: ${gateway}}]`], where: `below ${device}` }
    case 'networkd':
      return {
        file: '/etc/systemd/network/*.network',
        lines: ['[Route]', ...(to === 'default' ? [] : [`Destination=${to}`]), `Gateway=${gateway}`],
        where: `of ${device}`,
      }
    default:
      return undefined
  }
}

function near(entry: { readonly address: string; readonly length: number }, gateway: string): boolean {
  const bits = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - entry.length)
  return Math.floor(bits(entry.address) / size) === Math.floor(bits(gateway) / size)
}

function linkEdit(node: Node, request: KernelRequest & { kind: 'link-set' }): Lasting | undefined {
  if (isTap(node, request.name) || managerOf(node, request.name) === 'netplan') return undefined
  return node.interfaces.some(({ owner }) => owner === 'ifupdown')
    ? { file: '/etc/network/interfaces', lines: [`auto ${request.name}`, `iface ${request.name} inet manual`] }
    : undefined
}

function portEdit(node: Node, request: KernelRequest & { kind: 'link-set' }): Lasting | undefined {
  const { master } = request
  if (isTap(node, request.name) || master === undefined || master === null || managerOf(node, master) !== 'ifupdown') return undefined
  return { file: '/etc/network/interfaces', lines: [`    bridge_ports ${request.name}`], where: `in the stanza of ${master}` }
}

/** A guest's tap is made when the guest starts, and belongs into no file of the host's. */
function isTap(node: Node, device: string): boolean {
  return /^(vnet|tap|veth|macvtap)\d/.test(device) || node.interfaces.some(({ name, owner }) => name === device && owner === 'libvirt')
}

function hookLine(device: string, command: string): Lasting {
  return { file: '/etc/network/interfaces', lines: [`    up ${command}`], where: `in the stanza of ${device}` }
}

/** A NIC is the hardware's; who gave it its address looks after it. */
function managerOf(node: Node, device: string): string | undefined {
  const owner = node.interfaces.find(({ name }) => name === device)?.owner
  if (owner !== 'hardware') return owner
  const capture = node.addresses.find((entry) => entry.interface === device)?.origin?.capture ?? ''
  if (capture.includes('/etc/network/interfaces')) return 'ifupdown'
  if (capture.includes('/etc/netplan/')) return 'netplan'
  return capture.includes('/systemd/network/') ? 'networkd' : undefined
}
