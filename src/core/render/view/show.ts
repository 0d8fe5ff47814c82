/** The hosts' interfaces: who is responsible for them, what they lead to, who outside can ping them and what is behind them. */
import type { Interface } from '../../model/interface/index.js'
import type { Network, Node } from '../../model/network.js'
import type { Address } from '../../model/routing.js'
import { viewKind } from './kind.js'
import { type Ask, type ReachView, viewReach } from './reach.js'
import { leadsTo, responsibleFor } from './subsystem.js'

export type GuestView = {
  readonly guest: string
  readonly interface: string
  readonly addresses: readonly string[]
  readonly reach: readonly ReachView[]
}

export type InterfaceView = {
  /** The interface, or the label of some of its addresses (`eth0:1`). */
  readonly name: string
  readonly device: string
  readonly up: boolean
  readonly kind: string
  /** Of its kind, by name, e.g. `id` and `lower` of a VLAN. */
  readonly parameters: Readonly<Record<string, string>>
  readonly subsystem: string
  readonly leadsTo: string
  readonly addresses: readonly string[]
  /** One for each outside node and address. */
  readonly reach: readonly ReachView[]
  readonly behind: readonly GuestView[]
}

export type HostView = { readonly host: string; readonly interfaces: readonly InterfaceView[] }

export type ShowView = {
  readonly version: 1
  readonly kind: 'show'
  readonly file: string
  readonly name: string
  readonly about?: string
  readonly world?: string
  readonly outside: readonly string[]
  readonly hosts: readonly HostView[]
}

export function viewHosts(network: Network, ask: Ask): Pick<ShowView, 'outside' | 'hosts'> {
  const nodes = Object.values(network.nodes)
  const outside = nodes.filter((node) => node.kind === 'outside').map((node) => node.name)
  const hosts = nodes.filter((node) => node.kind === 'host')
  return { outside, hosts: hosts.map((host) => ({ host: host.name, interfaces: interfacesOf({ network, host, outside, ask }) })) }
}

type Scope = { readonly network: Network; readonly host: Node; readonly outside: readonly string[]; readonly ask: Ask }

/** The loopback and the host's ends of its guests' cables say nothing of their own: the guests stand behind their bridge. */
function interfacesOf(scope: Scope): readonly InterfaceView[] {
  const shown = scope.host.interfaces.filter((iface) => iface.kind !== 'loopback' && !(iface.kind === 'ethernet' && iface.medium === 'tap'))
  return shown.flatMap((iface) => rowsOf(scope, iface))
}

/** One row for the interface, one more for each other label of its addresses. */
function rowsOf(scope: Scope, iface: Interface): readonly InterfaceView[] {
  const addresses = scope.host.addresses.filter((address) => address.interface === iface.name)
  const labels = [...new Set(addresses.map((address) => address.label ?? iface.name))].filter((label) => label !== iface.name)
  const own = addresses.filter((address) => (address.label ?? iface.name) === iface.name)
  return [
    viewRow(scope, iface, iface.name, own),
    ...labels.map((label) =>
      viewRow(
        scope,
        iface,
        label,
        addresses.filter((address) => address.label === label),
      ),
    ),
  ]
}

function viewRow(scope: Scope, iface: Interface, name: string, addresses: readonly Address[]): InterfaceView {
  return {
    name,
    device: iface.name,
    up: iface.up,
    ...viewKind(iface),
    subsystem: responsibleFor(scope.host, iface, addresses),
    leadsTo: leadsTo(scope.host, iface),
    addresses: [...addresses.map(addressText), ...(name === iface.name ? addresses6Of(scope.host, iface.name) : [])],
    reach: reachOf(scope, scope.host, addresses),
    behind: name === iface.name ? guestsBehind(scope, iface) : [],
  }
}

/** Those that somebody gave it: each interface that is up has a link-local one besides. */
function addresses6Of(node: Node, name: string): readonly string[] {
  return node.inet6.addresses
    .filter((entry) => entry.interface === name && entry.byKernel !== true)
    .map((entry) => `${entry.address}/${entry.length}`)
}

function addressText(address: Address): string {
  return `${address.address}/${address.length}`
}

function reachOf(scope: Scope, node: Node, addresses: readonly Address[]): readonly ReachView[] {
  return addresses.flatMap(({ interface: name, address }) =>
    scope.outside.map((from) => viewReach(scope.network, scope.ask, from, { node: node.name, interface: name, address })),
  )
}

function guestsBehind(scope: Scope, bridge: Interface): readonly GuestView[] {
  const ports = scope.host.interfaces.filter((iface) => iface.master === bridge.name || iface.name === bridge.name)
  return ports
    .flatMap((port) => guestEnds(scope, port.name))
    .flatMap(({ node, interface: name }) => {
      const guest = scope.network.nodes[node]
      if (guest?.kind !== 'guest') return []
      const addresses = guest.addresses.filter((address) => address.interface === name)
      const texts = [...addresses.map(addressText), ...addresses6Of(guest, name)]
      return [{ guest: guest.name, interface: name, addresses: texts, reach: reachOf(scope, guest, addresses) }]
    })
}

function guestEnds({ network, host }: Scope, port: string) {
  return network.cables.flatMap(({ ends: [a, b] }) => {
    if (a.node === host.name && a.interface === port) return [b]
    return b.node === host.name && b.interface === port ? [a] : []
  })
}
