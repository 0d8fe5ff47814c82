/** Sections and keys of systemd.link(5): names from the parsers' tables of systemd 252 and 257, what each accepts measured on both. */

/** `Key:type@version`, see vocabulary.ts. */
export const LINK_KEYS: Readonly<Record<string, string>> = {
  Link:
    'Advertise Alias AlternativeName AlternativeNamesPolicy AutoNegotiation:Bool AutoNegotiationFlowControl:Bool BitsPerSecond:Size ' +
    'CoalescePacketRateHigh:U32 CoalescePacketRateLow:U32 CoalescePacketRateSampleIntervalSec CombinedChannels:Positive Description ' +
    'Duplex:full|half GenericReceiveOffload:Bool GenericReceiveOffloadHardware:Bool GenericSegmentOffloadMaxBytes:Size ' +
    'GenericSegmentOffloadMaxSegments:U32 GenericSegmentationOffload:Bool ImportProperty@256 LargeReceiveOffload:Bool ' +
    'MACAddress:Mac MACAddressPolicy:persistent|random|none MDI MTUBytes:Size NTupleFilter:Bool Name:IfName NamePolicy ' +
    'OtherChannels:Positive Port:tp|aui|bnc|mii|fibre Property@256 ReceiveChecksumOffload:Bool ReceivePacketSteeringCPUMask@256 ' +
    'ReceiveQueues:Port ReceiveVLANCTAGFilter:Bool ReceiveVLANCTAGHardwareAcceleration:Bool RxBufferSize:Positive ' +
    'RxChannels:Positive RxCoalesceHighSec RxCoalesceIrqSec RxCoalesceLowSec RxCoalesceSec RxFlowControl:Bool ' +
    'RxJumboBufferSize:Positive RxMaxCoalescedFrames:U32 RxMaxCoalescedHighFrames:U32 RxMaxCoalescedIrqFrames:U32 ' +
    'RxMaxCoalescedLowFrames:U32 RxMiniBufferSize:Positive SR-IOVVirtualFunctions:U32 StatisticsBlockCoalesceSec ' +
    'TCP6SegmentationOffload:Bool TCPSegmentationOffload:Bool TransmitChecksumOffload:Bool TransmitQueueLength:U32 ' +
    'TransmitQueues:Port TransmitVLANCTAGHardwareAcceleration:Bool TransmitVLANSTAGHardwareAcceleration:Bool TxBufferSize:Positive ' +
    'TxChannels:Positive TxCoalesceHighSec TxCoalesceIrqSec TxCoalesceLowSec TxCoalesceSec TxFlowControl:Bool ' +
    'TxMaxCoalescedFrames:U32 TxMaxCoalescedHighFrames:U32 TxMaxCoalescedIrqFrames:U32 TxMaxCoalescedLowFrames:U32 ' +
    'UDPSegmentationOffload:Removed UnsetProperty@256 UseAdaptiveRxCoalesce:Bool UseAdaptiveTxCoalesce:Bool WakeOnLan ' +
    'WakeOnLanPassword',
  Match:
    'Architecture Credential Driver Firmware Host KernelCommandLine KernelVersion Kind MACAddress OriginalName Path ' +
    'PermanentMACAddress Property Type Virtualization',
  'SR-IOV':
    'LinkState:Bool|auto MACAddress:Mac MACSpoofCheck:Bool QualityOfService:U32 QueryReceiveSideScaling:Bool Trust:Bool ' +
    'VLANId:VlanId VLANProtocol:802.1Q|802.1ad VirtualFunction:U32',
}
