/** The parts of a definition that are about devices made by software. */
import type { Origin } from '../../diagnostics/origin.js'
import type { Flags, Setting } from './setting.js'

type BondText =
  | 'mode'
  | 'lacp-rate'
  | 'mii-monitor-interval'
  | 'transmit-hash-policy'
  | 'ad-select'
  | 'arp-interval'
  | 'arp-validate'
  | 'arp-all-targets'
  | 'up-delay'
  | 'down-delay'
  | 'fail-over-mac-policy'
  | 'primary-reselect-policy'
  | 'learn-packet-interval'

type BondNumber = 'min-links' | 'gratuitous-arp' | 'packets-per-member' | 'resend-igmp'

export type BondParameters = { [Key in BondText]?: Setting<string> } & { [Key in BondNumber]?: Setting<number> } & {
  'all-members-active'?: Setting<boolean>
  targets: Setting<string>[]
  /** Of the bond: its primary member. Of a member: itself, when it is the primary one of its bond. */
  primary?: Setting<string>
}

export type BridgeParameters = {
  'ageing-time'?: Setting<string>
  'forward-delay'?: Setting<string>
  'hello-time'?: Setting<string>
  'max-age'?: Setting<string>
  priority?: Setting<number>
  stp: Setting<boolean>
}

export type WireguardPeer = {
  readonly origin: Origin
  endpoint?: Setting<string>
  public?: Setting<string>
  shared?: Setting<string>
  keepalive?: Setting<number>
  allowedIps: Setting<string>[]
}

export type Tunnel = {
  mode?: Setting<string>
  local?: Setting<string>
  remote?: Setting<string>
  ttl?: Setting<number>
  input?: Setting<string>
  output?: Setting<string>
  private?: Setting<string>
  mark?: Setting<number>
  port?: Setting<number>
  keyFlags: Flags
  peers: WireguardPeer[]
}

type VxlanNumber = 'ageing' | 'id' | 'limit' | 'type-of-service' | 'flow-label'
type VxlanTruth = 'do-not-fragment' | 'short-circuit' | 'arp-proxy' | 'mac-learning'

/** Every file that has the tunnel begins this anew. */
export type Vxlan = { [Key in VxlanNumber]?: Setting<number> } & { [Key in VxlanTruth]?: Setting<boolean> } & {
  link?: Setting<string>
  portMin?: Setting<number>
  portMax?: Setting<number>
  notifications: Flags
  checksums: Flags
  extensions: Flags
}
