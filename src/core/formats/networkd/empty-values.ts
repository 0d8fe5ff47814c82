/** Keys of which an empty value takes nothing back: it is a mistake that leaves the line out. Measured on systemd 252 and 257. */

/** In a .network. */
export const NETWORK_NEVER_EMPTY: Readonly<Record<string, string>> = {
  Address: 'RouteMetric',
  BFIFO: 'Parent',
  BandMultiQueueing: 'Parent',
  Bridge: 'Cost MulticastRouter Priority',
  BridgeFDB: 'AssociatedWith Destination MACAddress VLANId VNI',
  BridgeMDB: 'MulticastGroupAddress VLANId',
  CAKE: 'Parent',
  CAN:
    'BitRate DataBitRate DataPhaseBufferSegment1 DataPhaseBufferSegment2 DataPropagationSegment DataSamplePoint ' +
    'DataSyncJumpWidth DataTimeQuantaNSec PhaseBufferSegment1 PhaseBufferSegment2 PropagationSegment RestartSec SamplePoint ' +
    'SyncJumpWidth TimeQuantaNSec',
  ClassfulMultiQueueing: 'Parent',
  ControlledDelay: 'Parent',
  DHCP:
    'Anonymize ClientIdentifier DUIDType IAID ListenPort RapidCommit RouteMetric RouteTable SendHostname UseDomainName ' +
    'UseDomains UseHostname UseMTU UseRoutes UseTimezone',
  DHCPPrefixDelegation: 'Announce Assign ManageTemporaryAddress RouteMetric',
  DHCPServer:
    'BindToInterface DefaultLeaseTimeSec EmitDNS EmitLPR EmitNTP EmitPOP3 EmitRouter EmitSIP EmitSMTP EmitTimezone ' +
    'MaxLeaseTimeSec PoolOffset PoolSize RapidCommit',
  DHCPv4:
    'Anonymize ClientIdentifier DUIDType IAID InitialAdvertisedReceiveWindow InitialCongestionWindow ListenPort QuickAck ' +
    'RouteMTUBytes RouteMetric RouteTable RoutesToDNS RoutesToNTP SendDecline SendHostname SendRelease ServerPort Use6RD ' +
    'UseCaptivePortal UseDomainName UseDomains UseHostname UseMTU UseRoutes UseSIP UseTimezone',
  DHCPv6:
    'DUIDType IAID PrefixDelegationHint RapidCommit RouteMetric SendHostname SendRelease UseAddress UseCaptivePortal ' +
    'UseDelegatedPrefix UseDomains UseHostname WithoutRA',
  DHCPv6PrefixDelegation: 'Announce Assign ManageTemporaryAddress RouteMetric',
  DeficitRoundRobinScheduler: 'Parent',
  DeficitRoundRobinSchedulerClass: 'Parent',
  EnhancedTransmissionSelection: 'Parent',
  FairQueueing: 'Parent',
  FairQueueingControlledDelay: 'Parent',
  FlowQueuePIE: 'Parent',
  GenericRandomEarlyDetection: 'Parent',
  HeavyHitterFilter: 'Parent',
  HierarchyTokenBucket: 'Parent',
  HierarchyTokenBucketClass: 'Parent',
  IPv6AcceptRA:
    'DHCPv6Client QuickAck RouteMetric RouteTable UseAutonomousPrefix UseCaptivePortal UseDomains UseGateway UseHopLimit ' +
    'UseMTU UseOnLinkPrefix UsePREF64 UseReachableTime UseRedirect UseRetransmissionTime UseRoutePrefix',
  IPv6PREF64Prefix: 'LifetimeSec Prefix',
  IPv6Prefix: 'AddressAutoconfiguration Assign OnLink PreferredLifetimeSec Prefix RouteMetric ValidLifetimeSec',
  IPv6PrefixDelegation: 'DNSLifetimeSec EmitDNS EmitDomains Managed OtherInformation RouterLifetimeSec RouterPreference',
  IPv6RoutePrefix: 'LifetimeSec Route',
  IPv6SendRA: 'DNSLifetimeSec EmitDNS EmitDomains HomeAgent HomeAgentPreference HopLimit Managed OtherInformation RouterPreference',
  Link: 'ActivationPolicy MTUBytes RequiredFamilyForOnline Unmanaged',
  Network:
    'ActiveSlave ConfigureWithoutCarrier DHCP DHCPServer DNSOverTLS DNSSEC DefaultRouteOnDevice IPVLAN IPVTAP IPoIB ' +
    'IPv4LLRoute IPv4ReversePathFilter IPv6DuplicateAddressDetection IPv6HopLimit IPv6LinkLocalAddressGenerationMode ' +
    'IPv6MTUBytes IPv6PrefixDelegation IPv6PrivacyExtensions IPv6RetransmissionTimeSec IPv6SendRA KeepMaster LLDP LLMNR ' +
    'LinkLocalAddressing MACVLAN MACVTAP MACsec MulticastDNS MulticastIGMPVersion PrimarySlave Tunnel UseDomains VLAN VXLAN ' +
    'Xfrm',
  NetworkEmulator: 'Parent',
  NextHop: 'Blackhole Id',
  PFIFO: 'Parent',
  PFIFOFast: 'Parent',
  PFIFOHeadDrop: 'Parent',
  PIE: 'Parent',
  QDisc: 'Parent',
  QuickFairQueueing: 'Parent',
  QuickFairQueueingClass: 'Parent',
  Route: 'Destination IPv6Preference Metric PreferredSource Protocol Scope Source Table Type',
  RoutingPolicyRule: 'DestinationPort FirewallMark GoTo L3MasterDevice SourcePort Table Type TypeOfService User',
  StochasticFairBlue: 'Parent',
  StochasticFairnessQueueing: 'Parent',
  TokenBucketFilter: 'Parent',
  TrafficControlQueueingDiscipline: 'Parent',
  TrivialLinkEqualizer: 'Parent',
}

/** In a .netdev. */
export const NETDEV_NEVER_EMPTY: Readonly<Record<string, string>> = {
  BareUDP: 'EtherType',
  BatmanAdvanced:
    'Aggregation BridgeLoopAvoidance DistributedArpTable Fragmentation GatewayBandwidthDown GatewayBandwidthUp ' +
    'GatewayBandwithDown GatewayBandwithUp GatewayMode HopPenalty OriginatorIntervalSec RoutingAlgorithm',
  Bond:
    'ARPAllTargets ARPIntervalSec ARPMissedMax ARPValidate AdActorSystem AdActorSystemPriority AdSelect AdUserPortKey ' +
    'AllSlavesActive DownDelaySec FailOverMACPolicy GratuitousARP LACPTransmitRate LearnPacketIntervalSec MIIMonitorSec ' +
    'MinLinks Mode PacketsPerSlave PeerNotifyDelaySec PrimaryReselectPolicy ResendIGMP TransmitHashPolicy UpDelaySec',
  Bridge: 'AgeingTimeSec DefaultPVID ForwardDelaySec GroupForwardMask HelloTimeSec MaxAgeSec MulticastIGMPVersion Priority',
  FooOverUDP: 'Encapsulation Local Peer',
  GENEVE:
    'FlowLabel IPDoNotFragment Id InheritInnerProtocol Remote TOS TTL UDP6ZeroCheckSumRx UDP6ZeroCheckSumTx ' +
    'UDP6ZeroChecksumRx UDP6ZeroChecksumTx UDPChecksum',
  IPVLAN: 'Flags Mode',
  IPVTAP: 'Flags Mode',
  IPoIB: 'Mode',
  L2TP: 'EncapsulationType PeerTunnelId TunnelId UDP6CheckSumRx UDP6CheckSumTx UDPCheckSum',
  L2TPSession: 'Layer2SpecificHeader Name PeerSessionId SessionId',
  MACVLAN: 'Mode',
  MACVTAP: 'Mode',
  MACsec: 'Port',
  MACsecReceiveAssociation: 'Key MACAddress PacketNumber Port',
  MACsecReceiveChannel: 'MACAddress Port',
  MACsecTransmitAssociation: 'Key PacketNumber',
  NetDev: 'Kind MTUBytes',
  Tap: 'KeepCarrier MultiQueue PacketInfo VNetHeader',
  Tun: 'KeepCarrier MultiQueue PacketInfo VNetHeader',
  Tunnel:
    'AssignToLoopback CopyDSCP Encapsulation EncapsulationLimit External FooOverUDP IPv6FlowLabel IPv6RapidDeploymentPrefix ' +
    'IgnoreDontFragment Independent InputKey Key Mode OutputKey TOS TTL',
  VLAN: 'Id',
  VRF: 'Table TableId',
  VXLAN:
    'ARPProxy FDBAgeingSec FlowLabel GenericProtocolExtension GroupPolicyExtension IPDoNotFragment Id Independent ' +
    'L2MissNotification L3MissNotification MacLearning MaximumFDBEntries PortRange ReduceARPProxy RemoteChecksumRx ' +
    'RemoteChecksumTx RouteShortCircuit TOS TTL UDP6ZeroCheckSumRx UDP6ZeroCheckSumTx UDP6ZeroChecksumRx UDP6ZeroChecksumTx ' +
    'UDPCheckSum UDPChecksum VNI',
  WireGuard: 'FirewallMark FwMark',
  WireGuardPeer: 'Endpoint PersistentKeepalive',
  Xfrm: 'Independent InterfaceId',
}

/** In a .network up to 252; an empty value is understood later. */
export const NETWORK_ONCE_NEVER_EMPTY: Readonly<Record<string, string>> = {
  Address: 'AddPrefixRoute Address AutoJoin DuplicateAddressDetection HomeAddress ManageTemporaryAddress Peer PrefixRoute Scope',
  BridgeVLAN: 'EgressUntagged',
  DHCP: 'UseDNS UseNTP',
  DHCPv4: 'UseDNS UseNTP',
  DHCPv6: 'UseDNS UseNTP',
  IPv6AcceptRA: 'UseDNS',
  IPv6AddressLabel: 'Label Prefix',
  Network: 'Address Gateway IPForward KeepConfiguration',
  Route:
    'FastOpenNoCookie GatewayOnLink GatewayOnlink InitialAdvertisedReceiveWindow InitialCongestionWindow MTUBytes QuickAck ' +
    'TTLPropagate',
  RoutingPolicyRule: 'Family From IncomingInterface InvertRule OutgoingInterface SuppressPrefixLength To',
}
