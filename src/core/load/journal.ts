/** What bringing a network up did, event by event, in order. The lab replays it against the real kernel. */
import type { InterfaceName } from '../addresses/interface-name.js'
import type { Ipv4 } from '../addresses/ipv4.js'
import type { Why } from '../diagnostics/why.js'
import type { KernelRequest, RequestResult } from '../model/kernel-request.js'
import type { NodeName } from '../model/network.js'
import type { Listener, NameAndLeaseServer, Resolver } from '../model/service.js'

/** A DHCP lease as the client gets it. */
export type Lease = {
  readonly address: Ipv4
  readonly length: number
  readonly routers: readonly Ipv4[]
  readonly nameServers: readonly Ipv4[]
  readonly server: { readonly node: NodeName; readonly address: Ipv4 }
}

export type BootEvent = {
  readonly node: NodeName
  /** Which part of the boot, e.g. `ifup eth0`, `libvirt network default`, `command`. */
  readonly phase: string
} & (
  | { readonly kind: 'request'; readonly request: KernelRequest; readonly result: RequestResult }
  /** A dnsmasq starts. */
  | { readonly kind: 'server'; readonly server: NameAndLeaseServer }
  | { readonly kind: 'listener'; readonly listener: Listener }
  /** A DHCP client asks. The requests that put the lease into force follow as events with `leasedFrom`. */
  | { readonly kind: 'dhcp'; readonly interface: InterfaceName; readonly metric?: number; readonly lease?: Lease; readonly why: Why }
  | { readonly kind: 'resolver'; readonly resolver: Resolver }
)
