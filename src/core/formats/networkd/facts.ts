/** What a .network asks for one interface, as requests to the kernel where that is all it takes. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest, PortVlan, Unmodelled } from '../../model/index.js'
import type { DhcpServerFact } from './lower-dhcp-server.js'

/** Put off until the gateways can be reached by a route of their interface, and the source is an own address. */
export type RouteFact = {
  readonly request: Extract<KernelRequest, { readonly kind: 'route-add' | 'route6-add' }>
  readonly origin: Origin
}

/** `Gateway=_dhcp4`: the router of the lease goes in. */
export type LeasedRoute = Extract<KernelRequest, { readonly kind: 'route-add' }>

export type Dhcp4Fact = {
  readonly origin: Origin
  readonly metric: number
  readonly table?: string
  readonly useRoutes: boolean
  readonly useGateway: boolean
  readonly useDns: boolean
  readonly routesToDns: boolean
  readonly useDomains: boolean
  readonly routes: readonly LeasedRoute[]
}

export type Named = { readonly name: string; readonly origin: Origin }

export type Activation = 'up' | 'always-up' | 'manual' | 'always-down' | 'down' | 'bound'

export type NetworkFacts = {
  readonly unmanaged: boolean
  readonly activation: Activation
  readonly withoutCarrier: boolean
  readonly sysctls: readonly KernelRequest[]
  /** MAC, MTU and flags, in one request. */
  readonly link?: Extract<KernelRequest, { readonly kind: 'link-set' }>
  readonly master?: Named & { readonly by: 'Bridge' | 'Bond' | 'VRF' }
  /** Made the active or the primary port of its bond. */
  readonly bond: Readonly<Record<string, string>>
  readonly port?: Extract<KernelRequest, { readonly kind: 'port-set' }>
  readonly vlans: readonly (PortVlan & { readonly origin: Origin })[]
  /** Devices to be made on this one, by the key that names them. */
  readonly stacked: readonly (Named & { readonly by: string })[]
  readonly neighbours: readonly KernelRequest[]
  readonly addresses: readonly KernelRequest[]
  readonly routes: readonly RouteFact[]
  readonly rules: readonly KernelRequest[]
  readonly dhcp4?: Dhcp4Fact
  readonly dhcpServer?: DhcpServerFact
  /** Families whose sources are rewritten when they leave elsewhere: those of the static addresses. */
  readonly masquerade?: { readonly families: readonly ('ip' | 'ip6')[]; readonly origin: Origin }
  readonly nameServers: readonly (Named & { readonly address: string })[]
  readonly domains: readonly string[]
  readonly kept: readonly Unmodelled[]
}

/** What the file alone does not tell. */
export type NetworkContext = {
  readonly device: InterfaceName
  /** Of the VRF that the interface belongs to. */
  readonly vrfTable?: string
  readonly tables: ReadonlyMap<string, string>
}
