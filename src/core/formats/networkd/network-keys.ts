/** Sections and keys of systemd.network(5): names from the parsers' tables of systemd 252 and 257, what each accepts measured on both. */

/** `Key:type@version`, see vocabulary.ts. */
export const NETWORK_KEYS: Readonly<Record<string, string>> = {
  Address:
    'AddPrefixRoute:Bool Address:Prefix AutoJoin:Bool Broadcast:Bool|Ip4 DuplicateAddressDetection:ipv4|ipv6|both|none ' +
    'HomeAddress:Bool Label:Label ManageTemporaryAddress:Bool NFTSet@255 NetLabel Peer:Prefix PreferredLifetime:forever|infinity|0 ' +
    'PrefixRoute:Bool RouteMetric:U32 Scope:global|site|link|host|nowhere|U8',
  BandMultiQueueing: 'Handle:Hex16@253 Parent:Handle@253',
  ClassfulMultiQueueing: 'Handle:Hex16@253 Parent:Handle@253',
  BFIFO: 'Handle:Hex16 LimitBytes:Size Parent:Handle',
  Bridge:
    'AllowPortToBeRoot:Bool Cost:U32 FastLeave:Bool HairPin:Bool Isolated:Bool Learning:Bool MulticastFlood:Bool ' +
    'MulticastRouter:Bool|query|permanent|temporary MulticastToUnicast:Bool NeighborSuppression:Bool Priority:Up63 ProxyARP:Bool ' +
    'ProxyARPWiFi:Bool UnicastFlood:Bool UseBPDU:Bool',
  BridgeFDB: 'AssociatedWith:use|self|master|router Destination:Ip MACAddress:Mac OutgoingInterface VLANId:VlanId VNI:U32',
  BridgeMDB: 'MulticastGroupAddress:Ip|Mac VLANId:VlanId',
  BridgeVLAN: 'EgressUntagged:VlanRange PVID:Bool|VlanId VLAN:VlanRange',
  CAKE:
    'AckFilter:Bool|aggressive@253 AutoRateIngress:Bool Bandwidth:Size CompensationMode:none|atm|ptm FirewallMark:Positive ' +
    'FlowIsolationMode ' +
    'Handle:Hex16 MPUBytes NAT:Bool OverheadBytes Parent:Handle PriorityQueueingPreset RTTSec@253 SplitGSO:Bool ' +
    'UseRawPacketSize:Bool Wash:Bool',
  CAN:
    'BitRate BusErrorReporting:Bool ClassicDataLengthCode:Bool DataBitRate DataPhaseBufferSegment1:U32 DataPhaseBufferSegment2:U32 ' +
    'DataPropagationSegment:U32 DataSamplePoint:Percent DataSyncJumpWidth:U32 DataTimeQuantaNSec FDMode:Bool FDNonISO:Bool ' +
    'ListenOnly:Bool Loopback:Bool OneShot:Bool PhaseBufferSegment1:U32 PhaseBufferSegment2:U32 PresumeACK:Bool ' +
    'PropagationSegment:U32 RestartSec SamplePoint:Percent SyncJumpWidth:U32 Termination TimeQuantaNSec TripleSampling:Bool',
  ControlledDelay: 'CEThresholdSec:Seconds ECN:Bool Handle:Hex16 IntervalSec:Seconds PacketLimit:U32 Parent:Handle TargetSec:Seconds',
  DHCP:
    'Anonymize:Bool ClientIdentifier:mac|duid|duid-only CriticalConnection:Bool DUIDRawData ' +
    'DUIDType:U16|vendor|link-layer-time|link-layer|uuid ' +
    'ForceDHCPv6PDOtherInformation:Removed Hostname IAID:U32 ListenPort:U16 RapidCommit:Bool RequestBroadcast:Bool RouteMetric:U32 ' +
    'RouteTable:Positive|Word SendHostname:Bool UseDNS:Bool UseDomainName:Bool|route UseDomains:Bool|route UseHostname:Bool ' +
    'UseMTU:Bool UseNTP:Bool UseRoutes:Bool UseTimezone:Bool UserClass VendorClassIdentifier',
  DHCPPrefixDelegation:
    'Announce:Bool Assign:Bool ManageTemporaryAddress:Bool NFTSet@255 NetLabel RouteMetric:U32 SubnetId Token UplinkInterface',
  DHCPServer:
    'BindToInterface:Bool BootFilename BootServerAddress:Ip4 BootServerName DNS DefaultLeaseTimeSec:Seconds EmitDNS:Bool ' +
    'EmitLPR:Bool EmitNTP:Bool EmitPOP3:Bool EmitRouter:Bool EmitSIP:Bool EmitSMTP:Bool EmitTimezone:Bool IPv6OnlyPreferredSec@255 ' +
    'LPR MaxLeaseTimeSec:Seconds NTP POP3 PersistLeases:Bool@256 PoolOffset:U32 PoolSize:U32 RapidCommit:Bool@255 ' +
    'RelayAgentCircuitId RelayAgentRemoteId RelayTarget:Ip4 Router:Ip4 SIP SMTP SendOption SendVendorOption ServerAddress:Prefix4 ' +
    'Timezone UplinkInterface',
  DHCPServerStaticLease: 'Address:Ip4 MACAddress:Mac',
  DHCPv4:
    'AllowList Anonymize:Bool BlackList ClientIdentifier:mac|duid|duid-only CriticalConnection:Bool DUIDRawData ' +
    'DUIDType:U16|vendor|link-layer-time|link-layer|uuid ' +
    'DenyList FallbackLeaseLifetimeSec:forever|infinity Hostname IAID:U32 IPServiceType IPv6OnlyMode:Bool@255 ' +
    'InitialAdvertisedReceiveWindow@255 InitialCongestionWindow@255 Label ListenPort:U16 MUDURL MaxAttempts:Positive|infinity ' +
    'NFTSet@255 NetLabel QuickAck:Bool@253 RapidCommit:Bool@255 RequestAddress:Ip4@255 RequestBroadcast:Bool RequestOptions ' +
    'RouteMTUBytes RouteMetric:U32 RouteTable:Positive|Word RoutesToDNS:Bool RoutesToNTP:Bool SendDecline:Bool SendHostname:Bool ' +
    'SendOption SendRelease:Bool SendVendorOption ServerPort:U16@256 SocketPriority@253 ' +
    'UnassignedSubnetPolicy:none|unreachable|prohibit|blackhole|throw@257 Use6RD:Bool UseCaptivePortal:Bool@254 UseDNR:Bool@257 ' +
    'UseDNS:Bool UseDomainName:Bool|route UseDomains:Bool|route UseGateway:Bool UseHostname:Bool UseMTU:Bool UseNTP:Bool ' +
    'UseRoutes:Bool UseSIP:Bool UseTimezone:Bool UserClass VendorClassIdentifier',
  DHCPv6:
    'DUIDRawData DUIDType:U16|vendor|link-layer-time|link-layer|uuid ForceDHCPv6PDOtherInformation:Removed Hostname@255 IAID:U32 ' +
    'MUDURL NFTSet@255 NetLabel ' +
    'PrefixDelegationHint RapidCommit:Bool RequestOptions RouteMetric:U32 SendHostname:Bool@255 SendOption SendRelease:Bool@255 ' +
    'SendVendorOption UnassignedSubnetPolicy:none|unreachable|prohibit|blackhole|throw@257 UseAddress:Bool ' +
    'UseCaptivePortal:Bool@254 UseDNR:Bool@257 UseDNS:Bool UseDelegatedPrefix:Bool UseDomains:Bool|route UseHostname:Bool ' +
    'UseNTP:Bool UserClass VendorClass WithoutRA:Bool|solicit|information-request',
  DHCPv6PrefixDelegation: 'Announce:Bool Assign:Bool ManageTemporaryAddress:Bool RouteMetric:U32 SubnetId Token',
  DeficitRoundRobinScheduler: 'Handle:Hex16 Parent:Handle',
  DeficitRoundRobinSchedulerClass: 'ClassId:Handle Parent:Handle QuantumBytes:Size',
  EnhancedTransmissionSelection: 'Bands Handle:Hex16 Parent:Handle PriorityMap QuantumBytes StrictBands',
  FairQueueing:
    'Parent:Handle Handle:Hex16 Buckets:U32 CEThresholdSec FlowLimit:U32 InitialQuantum:Size InitialQuantumBytes:Size ' +
    'MaximumRate:Size OrphanMask:U32 ' +
    'Pacing:Bool PacketLimit:U32 Quantum:Size QuantumBytes:Size',
  FairQueueingControlledDelay:
    'CEThresholdSec:Seconds ECN:Bool Flows:U32 Handle:Hex16 IntervalSec:Seconds MemoryLimit:Size MemoryLimitBytes:Size ' +
    'PacketLimit:U32 Parent:Handle Quantum:Size QuantumBytes:Size TargetSec:Seconds',
  FlowQueuePIE: 'Handle:Hex16 PacketLimit:Positive Parent:Handle',
  GenericRandomEarlyDetection: 'DefaultVirtualQueue GenericRIO:Bool Handle:Hex16 Parent:Handle VirtualQueues',
  HeavyHitterFilter: 'Handle:Hex16 PacketLimit:U32 Parent:Handle',
  HierarchyTokenBucket: 'DefaultClass:U32 Handle:Hex16 Parent:Handle RateToQuantum:U32',
  HierarchyTokenBucketClass:
    'BufferBytes:Size CeilBufferBytes:Size CeilRate:Size ClassId:Handle MTUBytes:Size OverheadBytes Parent:Handle Priority:U32 ' +
    'QuantumBytes:Size Rate:Size',
  IPv6AcceptRA:
    'BlackList DHCPv6Client:Bool|always DenyList NFTSet@255 NetLabel PrefixAllowList PrefixDenyList QuickAck:Bool@253 ' +
    'RouteAllowList RouteDenyList RouteMetric:U32 RouteTable:Positive|Word RouterAllowList RouterDenyList Token ' +
    'UseAutonomousPrefix:Bool UseCaptivePortal:Bool@254 UseDNR:Bool@257 UseDNS:Bool UseDomains:Bool|route UseGateway:Bool ' +
    'UseHopLimit:Bool@255 UseICMP6RateLimit@255 UseMTU:Bool UseOnLinkPrefix:Bool UsePREF64:Bool@255 UseReachableTime:Bool@256 ' +
    'UseRedirect:Bool@256 UseRetransmissionTime:Bool@256 UseRoutePrefix:Bool',
  IPv6AddressLabel: 'Label:U32 Prefix:Prefix6',
  IPv6PREF64Prefix: 'LifetimeSec Prefix:Prefix6',
  IPv6Prefix:
    'AddressAutoconfiguration:Bool Assign:Bool OnLink:Bool PreferredLifetimeSec Prefix:Prefix6 RouteMetric:U32 Token ' + 'ValidLifetimeSec',
  IPv6PrefixDelegation:
    'DNS DNSLifetimeSec:Seconds Domains EmitDNS:Bool EmitDomains:Bool Managed:Bool OtherInformation:Bool RouterLifetimeSec:Seconds ' +
    'RouterPreference:high|medium|low|default',
  IPv6RoutePrefix: 'LifetimeSec Route:Prefix6',
  IPv6SendRA:
    'DNS DNSLifetimeSec:Seconds Domains EmitDNS:Bool EmitDomains:Bool HomeAgent:Bool@255 HomeAgentLifetimeSec@255 ' +
    'HomeAgentPreference:U16@255 HopLimit:U8@255 Managed:Bool OtherInformation:Bool ReachableTimeSec@256 RetransmitSec@255 ' +
    'RouterLifetimeSec:Seconds RouterPreference:high|medium|low|default UplinkInterface',
  IPoIB: 'IgnoreUserspaceMulticastGroups:Bool Mode:datagram|connected',
  LLDP: 'MUDURL',
  Link:
    'ARP:Bool ActivationPolicy:up|always-up|manual|always-down|down|bound AllMulticast:Bool Group:U32 MACAddress:Mac|Ip ' +
    'MTUBytes:Size Multicast:Bool Promiscuous:Bool RequiredFamilyForOnline:ipv4|ipv6|both|any RequiredForOnline Unmanaged:Bool',
  Match:
    'Architecture BSSID Credential Driver Firmware Host KernelCommandLine KernelVersion Kind MACAddress Name Path ' +
    'PermanentMACAddress Property SSID Type Virtualization WLANInterfaceType',
  Neighbor: 'Address:Ip LinkLayerAddress:Mac|Ip MACAddress:Mac',
  Network:
    'ActiveSlave:Bool Address:Prefix BatmanAdvanced:Name BindCarrier Bond:Name Bridge:Name ConfigureWithoutCarrier:Bool ' +
    'DHCP:Bool|ipv4|ipv6|v4|v6|both|none DHCPPrefixDelegation:Bool DHCPServer:Bool DHCPv6PrefixDelegation:Bool DNS:DnsServer ' +
    'DNSDefaultRoute:Bool DNSOverTLS:Bool|opportunistic DNSSEC:Bool|allow-downgrade DNSSECNegativeTrustAnchors ' +
    'DefaultRouteOnDevice:Bool Description Domains EmitLLDP:Bool|nearest-bridge|non-tpmr-bridge|customer-bridge ' +
    'Gateway:Ip|_dhcp4|_ipv6ra IPForward:Bool|ipv4|ipv6|kernel IPMasquerade:Bool|ipv4|ipv6|both IPVLAN:Name IPVTAP:Name IPoIB:Name ' +
    'IPv4AcceptLocal:Bool IPv4Forwarding:Bool@256 IPv4LL:Bool IPv4LLRoute:Bool IPv4LLStartAddress:Ip4 IPv4ProxyARP:Bool ' +
    'IPv4ProxyARPPrivateVLAN:Bool@256 IPv4ReversePathFilter:no|loose|strict@255 IPv4RouteLocalnet:Bool IPv6AcceptRA:Bool ' +
    'IPv6AcceptRouterAdvertisements:Bool IPv6DuplicateAddressDetection:Int IPv6Forwarding:Bool@256 IPv6HopLimit:Int ' +
    'IPv6LinkLocalAddressGenerationMode:eui64|none|stable-privacy|random IPv6MTUBytes:Size IPv6PrefixDelegation:Bool|static|dhcpv6 ' +
    'IPv6PrivacyExtensions:Bool|prefer-public|kernel IPv6ProxyNDP:Bool IPv6ProxyNDPAddress:Ip6 ' +
    'IPv6RetransmissionTimeSec:Seconds@256 IPv6SendRA:Bool IPv6StableSecretAddress:Ip6 IPv6Token IgnoreCarrierLoss:Bool|Seconds ' +
    'KeepConfiguration:Bool|static|dhcp|dhcp-on-stop|dynamic|dynamic-on-stop KeepMaster:Bool L2TP:Removed LLDP:Bool|routers-only ' +
    'LLMNR:Bool|resolve ' +
    'LinkLocalAddressing:Bool|ipv4|ipv6|fallback|ipv4-fallback MACVLAN:Name MACVTAP:Name MACsec:Name MulticastDNS:Bool|resolve ' +
    'MulticastIGMPVersion:no|v1|v2|v3@257 NTP PrimarySlave:Bool ProxyARP:Bool Tunnel:Name UseDomains:Bool|route@256 VLAN:Name ' +
    'VRF:Name VXLAN:Name Xfrm:Name',
  NetworkEmulator:
    'DelayJitterSec:Seconds DelaySec:Seconds DuplicateRate:Percent Handle:Hex16 LossRate:Percent PacketLimit:U32 Parent:Handle',
  NextHop: 'Blackhole:Bool Family:ipv4|ipv6 Gateway:Ip Group Id:U32 OnLink:Bool',
  PIE: 'Handle:Hex16 PacketLimit:Positive Parent:Handle',
  PFIFO: 'Handle:Hex16 PacketLimit:U32 Parent:Handle',
  PFIFOFast: 'Handle:Hex16 Parent:Handle',
  PFIFOHeadDrop: 'Handle:Hex16 PacketLimit:U32 Parent:Handle',
  QDisc: 'Handle:Hex16 Parent:Handle',
  QuickFairQueueing: 'Handle:Hex16 Parent:Handle',
  QuickFairQueueingClass: 'ClassId:Handle MaxPacketBytes Parent:Handle Weight',
  Route:
    'Destination:Prefix FastOpenNoCookie:Bool Gateway:Ip|_dhcp4|_ipv6ra GatewayOnLink:Bool GatewayOnlink:Bool HopLimit@255 ' +
    'IPv6Preference:low|medium|high InitialAdvertisedReceiveWindow InitialCongestionWindow MTUBytes:Size Metric:U32 ' +
    'MultiPathRoute:MultiPath NextHop:Positive PreferredSource:Ip|_dhcp4 Protocol:kernel|boot|static|U8 QuickAck:Bool ' +
    'Scope:global|site|link|host|nowhere|U8 Source:Prefix TCPAdvertisedMaximumSegmentSize TCPCongestionControlAlgorithm ' +
    'TCPRetransmissionTimeoutSec@255 TTLPropagate:Bool Table:Positive|Word ' +
    'Type:unicast|local|broadcast|anycast|multicast|blackhole|unreachable|prohibit|throw|nat|xresolve',
  RoutingPolicyRule:
    'DestinationPort:Range Family:ipv4|ipv6|both FirewallMark:Mark From:Prefix GoTo:Positive@257 IPProtocol IncomingInterface:Name ' +
    'InvertRule:Bool L3MasterDevice:Bool@256 OutgoingInterface:Name Priority:U32 SourcePort:Range SuppressInterfaceGroup:U32 ' +
    'SuppressPrefixLength:Up128 Table:Positive|Word To:Prefix Type:blackhole|unreachable|prohibit|table|goto|nop TypeOfService:U8 User',
  'SR-IOV':
    'LinkState:Bool|auto MACAddress:Mac MACSpoofCheck:Bool QualityOfService:U32 QueryReceiveSideScaling:Bool Trust:Bool ' +
    'VLANId:VlanId VLANProtocol:802.1Q|802.1ad VirtualFunction:U32',
  StochasticFairBlue: 'Handle:Hex16 PacketLimit:U32 Parent:Handle',
  StochasticFairnessQueueing: 'Handle:Hex16 Parent:Handle PerturbPeriodSec:Seconds',
  TokenBucketFilter:
    'Burst:Size BurstBytes:Size Handle:Hex16 LatencySec:Seconds LimitBytes:Size LimitSize:Size MPUBytes:Size MTUBytes:Size ' +
    'Parent:Handle PeakRate:Size Rate:Size',
  TrafficControlQueueingDiscipline:
    'NetworkEmulatorDelayJitterSec:Seconds NetworkEmulatorDelaySec:Seconds NetworkEmulatorDuplicateRate:Percent ' +
    'NetworkEmulatorLossRate:Percent NetworkEmulatorPacketLimit:U32 Parent:Handle',
  TrivialLinkEqualizer: 'Handle:Hex16 Id:U32 Parent:Handle',
}
