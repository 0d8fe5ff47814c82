/** A bond: several links as one (Documentation/networking/bonding.rst). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export const BOND_MODES = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb'] as const
export type BondMode = (typeof BOND_MODES)[number]

export type Bond = InterfaceBase & {
  readonly kind: 'bond'
  readonly mode: BondMode
  /** Milliseconds between looks at the carrier; 0 = never looks. */
  readonly miimon: number
  readonly primary?: InterfaceName
  /** Every other parameter that was set, by its sysfs name, e.g. `lacp_rate`, `xmit_hash_policy`. */
  readonly settings: Readonly<Record<string, string>>
}
