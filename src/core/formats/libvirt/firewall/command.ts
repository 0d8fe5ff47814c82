/** Command lines of the firewall that libvirt builds for a network, and what they are about. */

import { formatPrefix, networkOf } from '../../../addresses/prefix.js'
import { formatPrefix6, networkOf6 } from '../../../addresses/prefix6.js'
import type { Origin } from '../../../diagnostics/origin.js'
import type { NetworkDocument, NetworkIp } from '../network/document.js'

export type FirewallCommand = {
  readonly words: readonly string[]
  /** Nothing depends on its success. */
  readonly mayFail?: true
  readonly origin?: Origin
}

export type Layer = 'ip' | 'ip6'

/** What a rule builder needs to know. */
export type Firewalled = {
  readonly document: NetworkDocument
  readonly bridge: string
  /** The interface that `forward dev=` limits it to. */
  readonly device?: string
  readonly origin: Origin
}

export function firewalledOf(document: NetworkDocument, bridge: string): Firewalled {
  const device = document.forward.device?.value
  const origin = document.forward.origin ?? document.origin
  return { document, bridge, ...(device === undefined ? {} : { device }), origin }
}

export function layerOf(ip: NetworkIp): Layer {
  return ip.family === 'ipv4' ? 'ip' : 'ip6'
}

export function subnetOf(ip: NetworkIp): string {
  return ip.family === 'ipv4' ? formatPrefix(networkOf(ip.address, ip.length)) : formatPrefix6(networkOf6(ip.address, ip.length))
}

export function hasIpv6({ ips }: NetworkDocument): boolean {
  return ips.some((ip) => ip.family === 'ipv6')
}

/** What happens to the traffic of one subnet. IPv6 is routed in mode nat unless `<nat ipv6='yes'>`. */
export function treatmentOf(document: NetworkDocument, ip: NetworkIp): 'masquerade' | 'route' | 'none' {
  const { mode, nat } = document.forward
  if (mode === 'route') return 'route'
  if (mode !== 'nat') return 'none'
  return ip.family === 'ipv4' || nat?.ipv6 === true ? 'masquerade' : 'route'
}

/** `192.0.2.1-192.0.2.9`: the sources that NAT may use for this subnet, if any are chosen. */
export function natAddresses({ forward }: NetworkDocument, ip: NetworkIp): string | undefined {
  const { from, to } = forward.nat ?? {}
  return from === undefined || to === undefined || ip.family === 'ipv6' ? undefined : `${from}-${to}`
}

/** TCP and UDP keep out of the ports below 1024, which some servers trust. */
export function natPorts({ forward }: NetworkDocument): string {
  const { from, to } = forward.nat?.ports ?? { from: 0, to: 0 }
  return from === 0 && to === 0 ? '1024-65535' : `${from}-${to}`
}

/** Never masqueraded, in the order in which they are inserted. */
export function localDestinations(ip: NetworkIp): readonly string[] {
  return ip.family === 'ipv4' ? ['255.255.255.255/32', '224.0.0.0/24'] : ['ff02::/16']
}
