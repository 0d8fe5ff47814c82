/** OpenFlow flows in the words of ovs-ofctl(8). */
import type { Origin } from '../diagnostics/origin.js'

/** One field of a match, e.g. `in_port=eth0`, `nw_dst=10.0.0.0/8`, `reg0=0x1/0xff`, or a bare protocol such as `tcp`. */
export type OvsMatch = { readonly field: string; readonly value?: string; readonly mask?: string }

/** One action, e.g. `output` with `eth0`, `mod_vlan_vid` with `10`, `NORMAL`, `ct` with `commit,zone=1`. */
export type OvsAction = { readonly name: string; readonly value?: string }

export type OvsFlow = {
  readonly table: number
  readonly priority: number
  readonly cookie?: string
  readonly packets?: number
  readonly bytes?: number
  readonly match: readonly OvsMatch[]
  readonly actions: readonly OvsAction[]
  readonly origin?: Origin
}
