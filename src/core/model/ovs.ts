/** Open vSwitch as its database describes it (ovs-vswitchd.conf.db(5)). */
import type { Origin } from '../diagnostics/origin.js'
import type { OvsFlow } from './ovs-flow.js'

export type OvsInterface = {
  readonly name: string
  /** `` or `system`: a device of the kernel; `internal`: made by the switch; `patch`, `vxlan`, `gre`, `geneve`: by `options`. */
  readonly type: string
  readonly options: Readonly<Record<string, string>>
  readonly mtuRequest?: number
  readonly mac?: string
  /** The number by which flows name it; known only of a running switch, or where it was asked for. */
  readonly ofport?: number
  /** Columns not named here, by `column` or `column:key`. */
  readonly settings?: Readonly<Record<string, string>>
}

export const OVS_VLAN_MODES = ['access', 'native-tagged', 'native-untagged', 'trunk', 'dot1q-tunnel'] as const
export const OVS_BOND_MODES = ['active-backup', 'balance-slb', 'balance-tcp'] as const
export const OVS_LACP = ['active', 'passive', 'off'] as const

export type OvsPort = {
  readonly name: string
  readonly tag?: number
  readonly trunks: readonly number[]
  readonly vlanMode?: (typeof OVS_VLAN_MODES)[number]
  readonly bondMode?: (typeof OVS_BOND_MODES)[number]
  readonly lacp?: (typeof OVS_LACP)[number]
  /** More than one makes the port a bond. */
  readonly interfaces: readonly OvsInterface[]
  /** A fake bridge: its tag is a VLAN of the bridge that ovs-vsctl(8) shows as a bridge of its own. */
  readonly fakeBridge?: true
  /** `other_config`, `external_ids` and columns not named here, by `column` or `column:key`. */
  readonly settings: Readonly<Record<string, string>>
  readonly origin?: Origin
}

export type OvsBridge = {
  readonly name: string
  readonly datapath: 'system' | 'netdev' | string
  readonly failMode?: 'standalone' | 'secure'
  readonly stp: boolean
  readonly rstp: boolean
  readonly controllers: readonly string[]
  /** The local port, of the bridge's own name, among them. */
  readonly ports: readonly OvsPort[]
  /** Absent: not captured. Without a controller a bridge that is not `secure` starts with one flow, `priority=0 actions=NORMAL`. */
  readonly flows?: readonly OvsFlow[]
  readonly settings: Readonly<Record<string, string>>
  readonly origin?: Origin
}

export type OvsState = { readonly bridges: readonly OvsBridge[]; readonly settings: Readonly<Record<string, string>> }
