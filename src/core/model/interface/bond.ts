/** A bond: several links as one (Documentation/networking/bonding.rst). */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { InterfaceBase } from './base.js'

export const BOND_MODES = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb'] as const
export type BondMode = (typeof BOND_MODES)[number]

/** Options of which each value has a name, in the order of their numbers (drivers/net/bonding/bond_options.c). */
export const BOND_VALUES: Readonly<Record<string, readonly string[]>> = {
  mode: BOND_MODES,
  xmit_hash_policy: ['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4', 'vlan+srcmac'],
  arp_validate: ['none', 'active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup'],
  arp_all_targets: ['any', 'all'],
  fail_over_mac: ['none', 'active', 'follow'],
  lacp_rate: ['slow', 'fast'],
  lacp_active: ['off', 'on'],
  ad_select: ['stable', 'bandwidth', 'count'],
  primary_reselect: ['always', 'better', 'failure'],
  use_carrier: ['0', '1'],
  all_slaves_active: ['0', '1'],
  tlb_dynamic_lb: ['0', '1'],
}

export type Bond = InterfaceBase & {
  readonly kind: 'bond'
  readonly mode: BondMode
  /** Milliseconds between looks at the carrier; 0 = never looks. */
  readonly miimon: number
  readonly primary?: InterfaceName
  /** Every other parameter that was set, by its sysfs name, e.g. `lacp_rate`, `xmit_hash_policy`. */
  readonly settings: Readonly<Record<string, string>>
  /** Its MAC was set; otherwise it takes its first port's. */
  readonly macSet?: true
}
