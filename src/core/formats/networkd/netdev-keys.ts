/** Sections and keys of systemd.netdev(5): names from the parsers' tables of systemd 252 and 257, what each accepts measured on both. */

/** `Key:type@version`, see vocabulary.ts. */
export const NETDEV_KEYS: Readonly<Record<string, string>> = {
  Match: 'Architecture Credential Firmware Host KernelCommandLine KernelVersion Virtualization',
  BareUDP: 'DestinationPort:Port EtherType:ipv4|ipv6|mpls-uc|mpls-mc MinSourcePort:Port@257',
  BatmanAdvanced:
    'Aggregation:Bool BridgeLoopAvoidance:Bool DistributedArpTable:Bool Fragmentation:Bool GatewayBandwidthDown:Size ' +
    'GatewayBandwidthUp:Size GatewayBandwithDown:Size GatewayBandwithUp:Size GatewayMode:off|client|server HopPenalty:U8 ' +
    'OriginatorIntervalSec:Seconds RoutingAlgorithm:batman-v|batman-iv',
  Bond:
    'ARPAllTargets:any|all ARPIPTargets ARPIntervalSec:Seconds ARPMissedMax:U8@256 ARPValidate:none|active|backup|all ' +
    'AdActorSystem:Mac AdActorSystemPriority:Port AdSelect:stable|bandwidth|count AdUserPortKey:U10 AllSlavesActive:Bool ' +
    'DownDelaySec:Seconds DynamicTransmitLoadBalancing:Bool FailOverMACPolicy:none|active|follow GratuitousARP:U32 ' +
    'LACPTransmitRate:slow|fast LearnPacketIntervalSec:Seconds MIIMonitorSec:Seconds MinLinks:U32 ' +
    'Mode:balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb PacketsPerSlave:U32 ' +
    'PeerNotifyDelaySec:Seconds@256 PrimaryReselectPolicy:always|better|failure ResendIGMP:U32 ' +
    'TransmitHashPolicy:layer2|layer3+4|layer2+3|encap2+3|encap3+4|vlan+srcmac UpDelaySec:Seconds',
  Bridge:
    'AgeingTimeSec:Seconds DefaultPVID:VlanId|none FDBMaxLearned:U32@257 ForwardDelaySec:Seconds GroupForwardMask:U16 ' +
    'HelloTimeSec:Seconds MaxAgeSec:Seconds MulticastIGMPVersion:U8 MulticastQuerier:Bool MulticastSnooping:Bool Priority:U16 ' +
    'STP:Bool VLANFiltering:Bool VLANProtocol:802.1q|802.1ad|802.1Q',
  FooOverUDP: 'Encapsulation:FooOverUDP|GenericUDPEncapsulation Local:Ip Peer:Ip PeerPort:Port Port:Port Protocol',
  GENEVE:
    'DestinationPort:Port FlowLabel:U32 IPDoNotFragment:Bool|inherit Id:U24 InheritInnerProtocol:Bool@254 Remote:Ip TOS:U8 ' +
    'TTL:U8|inherit UDP6ZeroCheckSumRx:Bool UDP6ZeroCheckSumTx:Bool UDP6ZeroChecksumRx:Bool UDP6ZeroChecksumTx:Bool ' +
    'UDPChecksum:Bool',
  IPVLAN: 'Flags:bridge|private|vepa Mode:L2|L3|L3S',
  IPVTAP: 'Flags:bridge|private|vepa Mode:L2|L3|L3S',
  IPoIB: 'IgnoreUserspaceMulticastGroups:Bool Mode:datagram|connected PartitionKey:Port',
  L2TP:
    'EncapsulationType:udp|ip Local PeerTunnelId:Positive Remote:Ip TunnelId:Positive UDP6CheckSumRx:Bool UDP6CheckSumTx:Bool ' +
    'UDPCheckSum:Bool UDPDestinationPort:Port UDPSourcePort:Port',
  L2TPSession: 'Layer2SpecificHeader:none|default Name:Name PeerSessionId:Positive SessionId:Positive',
  MACVLAN: 'BroadcastMulticastQueueLength:U32 BroadcastQueueThreshold:U32@256 Mode:private|vepa|bridge|passthru|source SourceMACAddress',
  MACVTAP: 'Mode:private|vepa|bridge|passthru|source SourceMACAddress',
  MACsec: 'Encrypt:Bool Port:Port',
  MACsecReceiveAssociation: 'Activate:Bool Key KeyFile KeyId MACAddress:Mac PacketNumber:U32 Port:Port',
  MACsecReceiveChannel: 'MACAddress:Mac Port:Port',
  MACsecTransmitAssociation: 'Activate:Bool Key KeyFile KeyId PacketNumber:Positive UseForEncoding:Bool',
  NetDev: 'Description Kind:Kind MACAddress:Mac|none MTUBytes:Size Name:IfName',
  Peer: 'MACAddress:Mac|none Name:IfName',
  Tap: 'Group KeepCarrier:Bool MultiQueue:Bool OneQueue:Removed PacketInfo:Bool User VNetHeader:Bool',
  Tun: 'Group KeepCarrier:Bool MultiQueue:Bool OneQueue:Removed PacketInfo:Bool User VNetHeader:Bool',
  Tunnel:
    'AllowLocalRemote:Bool AssignToLoopback:Bool CopyDSCP:Bool DiscoverPathMTU:Bool ERSPANDirection:ingress|egress ERSPANHardwareId ' +
    'ERSPANIndex:U32 ERSPANVersion Encapsulation:FooOverUDP|GenericUDPEncapsulation EncapsulationLimit:U8|none External:Bool ' +
    'FOUDestinationPort:Port FOUSourcePort:Port FooOverUDP:Bool IPv6FlowLabel:U20|inherit IPv6RapidDeploymentPrefix:Prefix6 ' +
    'ISATAP:Bool IgnoreDontFragment:Bool@254 Independent:Bool InputKey:U32|Ip4 Key:U32|Ip4 ' +
    'Local:Ip|any|ipv4_link_local|ipv6_link_local|dhcp4|dhcp6|slaac Mode:any|ip6ip6|ipip6 OutputKey:U32|Ip4 Remote:Ip|any ' +
    'SerializeTunneledPackets:Bool TOS:U32 TTL:U32',
  VLAN: 'EgressQOSMaps GVRP:Bool Id:VlanId IngressQOSMaps LooseBinding:Bool MVRP:Bool Protocol:802.1q|802.1ad|802.1Q ReorderHeader:Bool',
  VRF: 'Table:U32 TableId:U32',
  VXCAN: 'Peer:Name',
  VXLAN:
    'ARPProxy:Bool DestinationPort:Port FDBAgeingSec:Seconds FlowLabel:U32 GenericProtocolExtension:Bool Group:Ip ' +
    'GroupPolicyExtension:Bool IPDoNotFragment:Bool|inherit Id:U24 Independent:Bool L2MissNotification:Bool L3MissNotification:Bool ' +
    'Local:Ip|any|ipv4_link_local|ipv6_link_local|dhcp4|dhcp6|slaac MacLearning:Bool MaximumFDBEntries:U32 PortRange:Range ' +
    'ReduceARPProxy:Bool Remote:Ip RemoteChecksumRx:Bool RemoteChecksumTx:Bool RouteShortCircuit:Bool TOS:U32 TTL:U8|inherit ' +
    'UDP6ZeroCheckSumRx:Bool UDP6ZeroCheckSumTx:Bool UDP6ZeroChecksumRx:Bool UDP6ZeroChecksumTx:Bool UDPCheckSum:Bool ' +
    'UDPChecksum:Bool VNI:U24',
  WLAN: 'PhysicalDevice Type:ad-hoc|station|ap|ap-vlan|wds|monitor|mesh-point|p2p-client|p2p-go|p2p-device|ocb|nan WDS:Bool',
  WireGuard:
    'FirewallMark:U32 FwMark:U32 ListenPort:Port|auto PrivateKey:WgKey PrivateKeyFile RouteMetric:U32 ' +
    'RouteTable:U32|Bool|default|main|local|Word',
  WireGuardPeer:
    'AllowedIPs Endpoint:Endpoint PersistentKeepalive:U16|off PresharedKey:WgKey PresharedKeyFile PublicKey:WgKey ' +
    'PublicKeyFile@257 RouteMetric:U32 ' +
    'RouteTable:U32|Bool|default|main|local|Word',
  Xfrm: 'Independent:Bool InterfaceId:U32',
}
