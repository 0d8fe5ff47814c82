/** Which subsystem of the host looks after an interface, and to which devices it leads. */
import type { Interface } from '../../model/interface/index.js'
import type { Node } from '../../model/network.js'
import type { Address } from '../../model/routing.js'
import type { LibvirtNetwork } from '../../model/service.js'
import { unreachable } from '../../std/unreachable.js'

export function responsibleFor(host: Node, iface: Interface, addresses: readonly Address[]): string {
  return [ownerText(host, iface, addresses), ...(iface.kind === 'bridge' ? [portsText(host, iface)] : [])]
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

/** The physical devices reachable through an interface. */
export function leadsTo(host: Node, iface: Interface): string {
  if (iface.kind === 'bridge') {
    const ports = lowerPorts(host, iface).map((port) => port.name)
    return ports.length > 0 ? ports.join(', ') : throughTheHost(host, iface)
  }
  if (iface.kind === 'ethernet') return iface.name
  return 'none'
}

/** A libvirt network without a port leads on through the host's own routing. */
function throughTheHost(host: Node, bridge: Interface): string {
  const mode = libvirtNetworkOf(host, bridge)?.mode
  if (mode !== 'nat' && mode !== 'route' && mode !== 'open') return 'none (isolated bridge)'
  const exit = host.routes.find((route) => route.table === 'main' && route.type === 'unicast' && route.to.length === 0)?.hops[0]?.interface
  if (exit === undefined) return 'none (no default route)'
  return `${exit} via ${mode === 'nat' ? 'NAT' : 'routing'}`
}
