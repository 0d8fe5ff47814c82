/** Open vSwitch as its database describes it (ovs-vswitchd.conf.db(5)). */
import type { Origin } from '../diagnostics/origin.js'

export type OvsInterface = {
  readonly name: string
  /** `` or `system`: a device of the kernel; `internal`: made by the switch; `patch`, `vxlan`, `gre`, `geneve`: by `options`. */
  readonly type: string
  readonly options: Readonly<Record<string, string>>
  readonly mtuRequest?: number
  readonly mac?: string
}

export type OvsPort = {
  readonly name: string
  readonly tag?: number
  readonly trunks: readonly number[]
  readonly vlanMode?: 'access' | 'native-tagged' | 'native-untagged' | 'trunk' | 'dot1q-tunnel'
  readonly bondMode?: 'active-backup' | 'balance-slb' | 'balance-tcp'
  readonly lacp?: 'active' | 'passive' | 'off'
  /** More than one makes the port a bond. */
  readonly interfaces: readonly OvsInterface[]
  /** `other_config`, `external_ids` and columns not named here, by `column:key`. */
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
  readonly ports: readonly OvsPort[]
  /** A fake bridge: a VLAN of another one (`ovs-vsctl add-br NAME PARENT VLAN`). */
  readonly parent?: { readonly bridge: string; readonly vlan: number }
  readonly settings: Readonly<Record<string, string>>
  readonly origin?: Origin
}

export type OvsState = { readonly bridges: readonly OvsBridge[]; readonly settings: Readonly<Record<string, string>> }
