/** Which subsystem of the host looks after an interface, and to which devices it leads. */
import type { Interface } from '../../model/interface/index.js'
import type { Node } from '../../model/network.js'
import type { Address } from '../../model/routing.js'
import type { LibvirtNetwork } from '../../model/service.js'
import { unreachable } from '../../std/unreachable.js'
import { kindText } from './kind.js'

export function responsibleFor(host: Node, iface: Interface, addresses: readonly Address[]): string {
  const hasPorts = iface.kind === 'bridge' || iface.kind === 'bond' || iface.kind === 'vrf'
  return [ownerText(host, iface, addresses), kindText(iface), ...(hasPorts ? [portsText(host, iface)] : [])]
    .filter((text) => text !== '')
    .join('; ')
}

function ownerText(host: Node, iface: Interface, addresses: readonly Address[]): string {
  switch (iface.owner) {
    case 'libvirt':
      return `libvirt; ${modeText(libvirtNetworkOf(host, iface))}`
    case 'ifupdown':
      return 'linux (ifupdown)'
    case 'netplan':
      return 'linux (netplan)'
    case 'networkd':
      return 'linux (systemd-networkd)'
    case 'networkmanager':
      return 'NetworkManager'
    case 'openvswitch':
      return 'Open vSwitch'
    case 'command':
      return 'linux (by hand)'
    case 'kernel':
    case 'hardware':
    case 'topology':
      return `linux${configuredBy(iface, addresses)}`
  }
  return unreachable(iface.owner)
}

/** Whose text configured a device that was there before. */
function configuredBy(iface: Interface, addresses: readonly Address[]): string {
  const captures = [...addresses, iface].map((thing) => thing.origin?.capture ?? '')
  if (captures.some((capture) => capture.includes('/etc/network/'))) return ' (ifupdown)'
  return captures.some((capture) => capture.includes('/etc/netplan/')) ? ' (netplan)' : ''
}

function libvirtNetworkOf(host: Node, iface: Interface): LibvirtNetwork | undefined {
  return host.libvirtNetworks.find((network) => network.bridge === iface.name)
}

function modeText(network: LibvirtNetwork | undefined): string {
  if (network === undefined) return 'no network of it is known'
  const { mode } = network
  switch (mode) {
    case 'nat':
      return 'NAT mode'
    case 'route':
      return 'route mode'
    case 'open':
    case 'isolated':
    case 'bridge':
      return `${mode} mode`
    case 'unrecognised':
      return 'a mode that is not modelled'
  }
  return unreachable(mode)
}

function isGuestEnd(iface: Interface): boolean {
  return iface.kind === 'ethernet' && iface.medium === 'tap'
}

/** Ports other than the guests'. */
function lowerPorts(host: Node, bridge: Interface): readonly Interface[] {
  return host.interfaces.filter((iface) => iface.master === bridge.name && !isGuestEnd(iface))
}

function portsText(host: Node, bridge: Interface): string {
  const ports = lowerPorts(host, bridge).map((port) => port.name)
  if (bridge.owner === 'libvirt' && ports.length === 0) return ''
  return ports.length > 1 ? `ports = ${ports.join(' ')}` : `port = ${ports[0] ?? 'none'}`
}

/** Devices stand on each other only so deep (MAX_NEST_DEV of the kernel). */
const MAX_NEST = 8

/** The physical devices reachable through an interface, or where else it leads. */
export function leadsTo(host: Node, iface: Interface, depth = MAX_NEST): string {
  const through = (name: string | undefined) => {
    const other = host.interfaces.find((candidate) => candidate.name === name)
    return other === undefined || depth === 0 ? (name ?? 'none') : leadsTo(host, other, depth - 1)
  }
  switch (iface.kind) {
    case 'ethernet':
      return iface.name
    case 'bridge':
    case 'bond':
    case 'vrf': {
      const ports = lowerPorts(host, iface)
      if (ports.length === 0) return iface.kind === 'bridge' ? throughTheHost(host, iface) : 'none'
      return [...new Set(ports.map((port) => (port.kind === 'ethernet' ? port.name : through(port.name))))].join(', ')
    }
    case 'vlan':
    case 'macvlan':
      return through(iface.lower)
    case 'veth':
      return iface.peer ?? 'another namespace'
    case 'vxlan':
    case 'tunnel':
      return iface.remote ?? through(iface.lower)
    default:
      return 'none'
  }
}

/** A libvirt network without a port leads on through the host's own routing. */
function throughTheHost(host: Node, bridge: Interface): string {
  const mode = libvirtNetworkOf(host, bridge)?.mode
  if (mode !== 'nat' && mode !== 'route' && mode !== 'open') return 'none (isolated bridge)'
  const exit = host.routes.find((route) => route.table === 'main' && route.type === 'unicast' && route.to.length === 0)?.hops[0]?.interface
  if (exit === undefined) return 'none (no default route)'
  return `${exit} via ${mode === 'nat' ? 'NAT' : 'routing'}`
}
