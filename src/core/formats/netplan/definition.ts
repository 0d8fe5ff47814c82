/** A network definition as netplan keeps it: all files merged, in netplan's own words. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Address, DhcpOverrides, RaOverrides, Route, RoutingPolicy } from './definition-address.js'
import type { AccessPoint, Authentication, NetworkManagerSettings, OpenvswitchSettings } from './definition-parts.js'
import type { BondParameters, BridgeParameters, Tunnel, Vxlan } from './definition-virtual.js'
import type { Flags, Setting, Settled } from './setting.js'

/** Where it is defined below `network:`. */
export type Section =
  | 'ethernets'
  | 'wifis'
  | 'modems'
  | 'bridges'
  | 'bonds'
  | 'vlans'
  | 'tunnels'
  | 'vrfs'
  | 'dummy-devices'
  | 'virtual-ethernets'
  | 'nm-devices'

/** `_ovs-ports`: one end of a patch port pair; `placeholder`: what a NetworkManager VLAN or veth refers to without a definition. */
export type DefinitionKind = Section | '_ovs-ports' | 'placeholder'

export type Renderer = 'networkd' | 'NetworkManager' | 'openvswitch'

/** Keys of one value with the name that they have in YAML. */
type Truths<Name extends string> = { [Key in Name]?: Setting<boolean> }
type Numbers<Name extends string> = { [Key in Name]?: Setting<number> }
type Texts<Name extends string> = { [Key in Name]?: Setting<string> }

export type Offload =
  | 'receive-checksum-offload'
  | 'transmit-checksum-offload'
  | 'tcp-segmentation-offload'
  | 'tcp6-segmentation-offload'
  | 'generic-segmentation-offload'
  | 'generic-receive-offload'
  | 'large-receive-offload'

type Common = Truths<
  | 'accept-ra'
  | 'critical'
  | 'ignore-carrier'
  | 'dhcp4'
  | 'dhcp6'
  | 'ipv6-privacy'
  | 'optional'
  | 'hairpin'
  | 'port-mac-learning'
  | 'neigh-suppress'
> &
  Numbers<'ipv6-mtu' | 'mtu'> &
  Texts<
    | 'activation-mode'
    | 'dhcp-identifier'
    | 'gateway4'
    | 'gateway6'
    | 'ipv6-address-generation'
    | 'ipv6-address-token'
    | 'macaddress'
    | 'embedded-switch-mode'
  >

type Physical = Truths<'wakeonlan' | 'emit-lldp' | 'delay-virtual-functions-rebind' | Offload> &
  Numbers<'virtual-function-count'> &
  Texts<'set-name' | 'infiniband-mode' | 'regulatory-domain'>

type ModemKey = 'apn' | 'device-id' | 'network-id' | 'number' | 'password' | 'pin' | 'sim-id' | 'sim-operator-id' | 'username'

type Modem = Texts<ModemKey> & Truths<'auto-config'>

/** The definitions that this one refers to or belongs to, by id. */
type Links = Texts<'sriovLink' | 'vlanLink' | 'vethPeer' | 'bridge' | 'bond' | 'vrf' | 'patchPeer'>

export type DraftDefinition = Common &
  Physical &
  Modem &
  Links & {
    readonly id: string
    kind: DefinitionKind
    /** The key that begins it, in the last file that has it. */
    origin: Origin
    /** Absent: whatever the configuration as a whole has. */
    renderer?: Setting<Renderer>
    hasMatch: boolean
    match: Texts<'macaddress' | 'name'> & {
      /** Several globs are joined by tabs. */
      driver?: Setting<string>
    }
    addresses4: Setting<string>[]
    addresses6: Setting<string>[]
    /** Addresses with a label or lifetime. */
    addressOptions: Address[]
    nameservers4: Setting<string>[]
    nameservers6: Setting<string>[]
    search: Setting<string>[]
    linkLocal: { ipv4: boolean; ipv6: boolean; origin?: Origin }
    optionalAddresses: Flags
    wakeonwlan: Flags
    dhcp4Overrides: DhcpOverrides
    dhcp6Overrides: DhcpOverrides
    raOverrides: RaOverrides
    routes: Route[]
    rules: RoutingPolicy[]
    hasVlans: boolean
    hasVxlans: boolean
    vlanId?: Setting<number>
    vrfTable?: Setting<number>
    /** A VLAN filter of an SR-IOV card, which no `.netdev` makes. */
    sriovVlanFilter: boolean
    auth?: Authentication
    accessPoints: AccessPoint[]
    bondParameters: BondParameters
    /** Present once `parameters:` was given. */
    bridgeParameters?: BridgeParameters
    /** As the port of a bridge. */
    pathCost?: Setting<number>
    portPriority?: Setting<number>
    tunnel: Tunnel
    vxlan?: Vxlan
    openvswitch: OpenvswitchSettings
    networkManager?: NetworkManagerSettings
  }

export type Definition = Settled<DraftDefinition>

export function emptyDefinition(id: string, kind: DefinitionKind, origin: Origin): DraftDefinition {
  return {
    id,
    kind,
    origin,
    hasMatch: false,
    match: {},
    addresses4: [],
    addresses6: [],
    addressOptions: [],
    nameservers4: [],
    nameservers6: [],
    search: [],
    linkLocal: { ipv4: false, ipv6: true },
    optionalAddresses: new Map(),
    wakeonwlan: new Map(),
    dhcp4Overrides: {},
    dhcp6Overrides: {},
    raOverrides: {},
    routes: [],
    rules: [],
    hasVlans: false,
    hasVxlans: false,
    sriovVlanFilter: false,
    accessPoints: [],
    bondParameters: { targets: [] },
    tunnel: { peers: [], keyFlags: new Map() },
    openvswitch: { externalIds: [], otherConfig: [], protocols: [], controllers: [] },
  }
}

/** Ethernet, Wi-Fi and modems; everything else is made by software. */
export function isPhysical(definition: Pick<Definition, 'kind'>): boolean {
  return ['ethernets', 'wifis', 'modems'].includes(definition.kind)
}
