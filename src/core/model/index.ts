/** The model's public names. */
export type { Bridge, Dummy, Ethernet, Interface, InterfaceBase, Loopback, Owner, PortFlags, Unrecognised } from './interface/index.js'
export { DEFAULT_PORT_FLAGS } from './interface/index.js'
export type { KernelRequest, RequestOf, RequestResult } from './kernel-request.js'
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
export type { Address, AddressScope, Neighbour, NextHop, PolicyRule, Route, RouteType } from './routing.js'
export { DEFAULT_RULES } from './routing.js'
export type { DhcpRange, LibvirtNetwork, Listener, NameAndLeaseServer, Resolver } from './service.js'
export type { Expectation, Topology, TopologyNode } from './topology.js'
