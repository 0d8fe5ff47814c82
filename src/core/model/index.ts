/** The model's public names. */

export type { FdbEntry } from './fdb.js'
export type { Intent, IntentDhcp, IntentInterface, IntentLink, Written } from './intent.js'
export type {
  Bond,
  BondMode,
  Bridge,
  Dummy,
  Ethernet,
  Interface,
  InterfaceBase,
  Loopback,
  Macvlan,
  Owner,
  PortFlags,
  PortVlan,
  Tunnel,
  TunnelMode,
  Unrecognised,
  Veth,
  Vlan,
  Vrf,
  Vxlan,
} from './interface/index.js'
export { BOND_MODES, BOND_VALUES, DEFAULT_PORT_FLAGS, TUNNEL_MODES } from './interface/index.js'
export type { KernelRequest, RequestOf, RequestResult } from './kernel-request.js'
export type { LinkSettings } from './link-settings.js'
export type {
  AddressType,
  Chain,
  ConntrackSide,
  ConntrackState,
  ConntrackStatus,
  Family,
  Hook,
  Match,
  PortRange,
  RejectWith,
  RejectWith6,
  Rule,
  TableName,
  Target,
} from './netfilter.js'
export { BUILT_IN_CHAINS } from './netfilter.js'
export {
  type Cable,
  type End,
  type Network,
  type Node,
  type NodeKind,
  type NodeName,
  nodeNamed,
  type Sysctl,
  type Unmodelled,
} from './network.js'
export type { NftCommand, NftObject, NftTableKey } from './nft-command.js'
export type {
  NftChain,
  NftElement,
  NftExpression,
  NftFamily,
  NftHook,
  NftRule,
  NftSet,
  NftStatement,
  NftTable,
  NftVerdict,
} from './nftables.js'
export type { OvsBridge, OvsInterface, OvsPort, OvsState } from './ovs.js'
export type { OvsAction, OvsFlow, OvsMatch } from './ovs-flow.js'
export type { OvsChange, OvsRequest } from './ovs-request.js'
export type {
  Address,
  Address6,
  AddressOf,
  AddressScope,
  Inet6,
  Neighbour,
  Neighbour6,
  NextHop,
  NextHop6,
  PolicyRule,
  PolicyRule6,
  PrefixOf,
  Route,
  Route6,
  RouteType,
} from './routing.js'
export { DEFAULT_RULES, DEFAULT_RULES6 } from './routing.js'
export type { DhcpRange, LibvirtNetwork, Listener, NameAndLeaseServer, Resolver } from './service.js'
export type { Expectation, Topology, TopologyNode } from './topology.js'
