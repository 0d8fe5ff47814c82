/** `type bond …` (iproute2/ip/iplink_bond.c). */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { BOND_MODES, BOND_VALUES } from '../../model/interface/index.js'
import type { LinkSettings } from '../../model/link-settings.js'
import { parseCount, type Read, wrongArgument } from './argument.js'

/** By their names in sysfs, in which the model has them. */
export type BondSettings = Readonly<Record<string, string>>

/** Options that are called differently in sysfs. */
const NAMES: Readonly<Record<string, string>> = { peer_notify_delay: 'peer_notif_delay', num_unsol_na: 'num_grat_arp' }

const NUMBERS = [
  ...['miimon', 'updelay', 'downdelay', 'peer_notif_delay', 'use_carrier', 'arp_interval', 'arp_missed_max', 'resend_igmp'],
  ...['num_grat_arp', 'all_slaves_active', 'min_links', 'lp_interval', 'packets_per_slave', 'tlb_dynamic_lb'],
  ...['ad_user_port_key', 'ad_actor_sys_prio'],
]
const TEXTS = ['arp_ip_target', 'ns_ip6_target', 'ad_actor_system']
const DEVICES = ['primary', 'active_slave']

/** Each option has one value, but for one that has none. */
export function readBond(own: readonly string[]): Read<{ readonly settings: BondSettings }> {
  const settings: Record<string, string> = {}
  for (let index = 0; index < own.length; index += 2) {
    const [word = '', value] = own.slice(index, index + 2)
    if (word === 'clear_active_slave') return undefined
    const name = Object.hasOwn(NAMES, word) ? (NAMES[word] ?? word) : word
    const known = Object.hasOwn(BOND_VALUES, name) || [...NUMBERS, ...TEXTS, ...DEVICES].includes(name)
    if (!known) return { wrong: `bond: unknown command "${word}"?` }
    if (value === undefined) return { wrong: 'Command line is not complete. Try option "help"' }
    const bad = complaint(name, value)
    if (bad !== undefined) return bad
    settings[name] = named(name, value)
  }
  return { settings }
}

function complaint(name: string, value: string) {
  if (DEVICES.includes(name)) return parseInterfaceName(value) === undefined ? { wrong: `Cannot find device "${value}"` } : undefined
  if (TEXTS.includes(name)) return undefined
  const isNumber = NUMBERS.includes(name) ? parseCount(value) !== undefined : BOND_VALUES[name]?.includes(named(name, value)) === true
  return isNumber ? undefined : wrongArgument(value, `invalid ${name}`)
}

/** A number of an enumeration as its name. */
function named(name: string, value: string): string {
  const values = Object.hasOwn(BOND_VALUES, name) ? BOND_VALUES[name] : undefined
  return /^\d{1,2}$/.test(value) ? (values?.[Number(value)] ?? value) : value
}

/** What a new bond is asked to be; what is not said is as the kernel has it. */
export function bondLink({ mode, miimon, primary, ...settings }: BondSettings): LinkSettings {
  const name = parseInterfaceName(primary ?? '')
  return {
    kind: 'bond',
    mode: BOND_MODES.find((one) => one === mode) ?? 'balance-rr',
    miimon: Number(miimon ?? 0),
    settings,
    ...(name === undefined ? {} : { primary: name }),
  }
}
