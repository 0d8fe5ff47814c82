/** The options of bonding: which values are named, and when each may be set (drivers/net/bonding/bond_options.c: bond_opts). */
import type { BondMode } from '../model/index.js'

export type OptionRule = {
  /** BOND_OPTFLAG_IFDOWN */
  readonly down?: true
  /** BOND_OPTFLAG_NOSLAVES */
  readonly withoutPorts?: true
  /** Absent: all. */
  readonly modes?: readonly BondMode[]
}

const ARP_MODES: readonly BondMode[] = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast']
const PRIMARY_MODES: readonly BondMode[] = ['active-backup', 'balance-tlb', 'balance-alb']
const LACP: readonly BondMode[] = ['802.3ad']

export const RULES: Readonly<Record<string, OptionRule>> = {
  mode: { down: true, withoutPorts: true },
  packets_per_slave: { modes: ['balance-rr'] },
  xmit_hash_policy: {},
  arp_validate: { modes: ['active-backup', 'balance-rr', 'balance-xor', 'broadcast'] },
  arp_all_targets: {},
  fail_over_mac: { withoutPorts: true },
  arp_interval: { modes: ARP_MODES },
  arp_missed_max: { modes: ARP_MODES },
  arp_ip_target: {},
  ns_ip6_target: {},
  downdelay: {},
  updelay: {},
  peer_notif_delay: {},
  lacp_rate: { down: true, modes: LACP },
  lacp_active: { down: true, modes: LACP },
  min_links: {},
  ad_select: { down: true },
  num_grat_arp: {},
  num_unsol_na: {},
  miimon: {},
  primary: { modes: PRIMARY_MODES },
  primary_reselect: {},
  use_carrier: {},
  active_slave: { modes: PRIMARY_MODES },
  queue_id: {},
  all_slaves_active: {},
  resend_igmp: {},
  lp_interval: {},
  slaves: {},
  tlb_dynamic_lb: { down: true, modes: ['balance-tlb', 'balance-alb'] },
  ad_actor_sys_prio: { modes: LACP },
  ad_actor_system: { modes: LACP },
  ad_user_port_key: { down: true, modes: LACP },
}
