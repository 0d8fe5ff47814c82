/** The model's public names. */
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
export { BOND_MODES, DEFAULT_PORT_FLAGS, TUNNEL_MODES } from './interface/index.js'
export type { KernelRequest, RequestOf, RequestResult } from './kernel-request.js'
export type { LinkSettings } from './link-settings.js'
export type {
  AddressType,
  Chain,
  ConntrackState,
  Family,
  Hook,
  Match,
  PortRange,
  RejectWith,
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
export type { OvsBridge, OvsInterface, OvsPort, OvsState } from './ovs.js'
export type { OvsRequest } from './ovs-request.js'
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
