/** Parameters of a bond, by their names in sysfs (drivers/net/bonding/bond_options.c). */
import { parseInterfaceName } from '../addresses/interface-name.js'
import { BOND_MODES, BOND_VALUES, type Bond, type BondMode, type Node, type RequestOf } from '../model/index.js'
import { type OptionRule, RULES } from './bond-options.js'
import { deviceOf, portsOf, replaceDevice } from './device.js'
import { type Applied, done, noDevice, refused } from './result.js'

export function setBond(node: Node, request: RequestOf<'bond-set'>): Applied {
  const device = deviceOf(node, request.name)
  if (device === undefined) return noDevice(node, request.name)
  if (device.kind !== 'bond') return refused(node, 'EOPNOTSUPP', 'RTNETLINK answers: Operation not supported')
  const set = setAll(node, device, request.settings)
  const changed = replaceDevice(node, set.bond)
  return set.refusal === undefined ? done(changed) : { ...set.refusal, node: changed }
}

/** A bond that is to be created, or why it is not. */
export function newBond(node: Node, bond: Bond): { readonly device: Bond } | Applied {
  const { mode, miimon, primary, settings } = bond
  const { primary: _, ...bare } = { ...bond, mode: 'balance-rr', miimon: 0, settings: {} } as const
  const set = setAll(node, bare, {
    ...settings,
    mode,
    ...(miimon === 0 ? {} : { miimon: String(miimon) }),
    ...(primary === undefined ? {} : { primary }),
  })
  return set.refusal ?? { device: set.bond }
}

type Settings = Readonly<Record<string, string>>

/** One by one, as bond_changelink does it: what was set before one is refused stays. */
function setAll(node: Node, before: Bond, settings: Settings): { readonly bond: Bond; readonly refusal?: Applied } {
  if (Number(settings['miimon'] ?? 0) > 0 && Number(settings['arp_interval'] ?? 0) > 0)
    return { bond: before, refusal: refused(node, 'EINVAL', 'Error: ARP monitoring cannot be used with MII monitoring.') }
  let bond = before
  for (const [name, value] of inKernelOrder(settings)) {
    const set = setOne(node, bond, { name, value })
    if (!('bond' in set)) return { bond, refusal: set }
    bond = set.bond
  }
  return { bond }
}

/** The order of bond_changelink(): the mode decides what else is allowed. */
function inKernelOrder(settings: Settings): readonly (readonly [string, string])[] {
  const rank = (name: string) => (name === 'mode' ? 0 : name === 'miimon' ? 1 : 2)
  return Object.entries(settings).sort(([a], [b]) => rank(a) - rank(b))
}

type Setting = { readonly name: string; readonly value: string }

function setOne(node: Node, bond: Bond, { name, value }: Setting): { readonly bond: Bond } | Applied {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined
  const spelt = spelling(name, value)
  if (rule === undefined || spelt === undefined) return refused(node, 'EINVAL', 'RTNETLINK answers: Invalid argument')
  const bad = ruleRefusal(node, bond, rule) ?? monitoringRefusal(node, bond, { name, value: spelt })
  return bad ?? { bond: withSetting(bond, { name, value: spelt }) }
}

function ruleRefusal(node: Node, bond: Bond, rule: OptionRule): Applied | undefined {
  if (rule.modes !== undefined && !rule.modes.includes(bond.mode)) return refused(node, 'EACCES', 'Error: option not supported in mode.')
  if (rule.withoutPorts === true && portsOf(node, bond.name).length > 0)
    return refused(node, 'ENOTEMPTY', 'Error: unable to set option because the bond device has slaves.')
  return rule.down === true && bond.up ? refused(node, 'EIO', 'Error: unable to set option because the bond is up.') : undefined
}

const DELAYS = ['updelay', 'downdelay', 'peer_notif_delay']

/** A delay needs MII monitoring, which it is a multiple of. */
function monitoringRefusal(node: Node, bond: Bond, { name, value }: Setting): Applied | undefined {
  return DELAYS.includes(name) && Number(value) > 0 && bond.miimon === 0
    ? refused(node, 'EPERM', 'RTNETLINK answers: Operation not permitted')
    : undefined
}

/** A number of an enumeration becomes its name. Undefined: it has no such value. */
function spelling(name: string, value: string): string | undefined {
  const names = Object.hasOwn(BOND_VALUES, name) ? BOND_VALUES[name] : undefined
  if (names === undefined) return value
  return /^\d{1,2}$/.test(value) ? names[Number(value)] : names.find((one) => one === value)
}

function withSetting(bond: Bond, { name, value }: Setting): Bond {
  switch (name) {
    case 'mode':
      return withDefaultMonitoring({ ...bond, mode: BOND_MODES.find((mode) => mode === value) ?? bond.mode })
    case 'miimon':
      return withoutArpMonitoring({ ...bond, miimon: Number(value) })
    case 'primary': {
      const { primary: _, ...bare } = bond
      const primary = parseInterfaceName(value)
      return primary === undefined ? bare : { ...bare, primary }
    }
    case 'arp_interval':
      return { ...bond, miimon: Number(value) > 0 ? 0 : bond.miimon, settings: { ...bond.settings, arp_interval: value } }
    default:
      return { ...bond, settings: { ...bond.settings, [name]: rounded(bond, { name, value }) } }
  }
}

function rounded(bond: Bond, { name, value }: Setting): string {
  if (!DELAYS.includes(name) || bond.miimon === 0) return value
  return String(Math.floor(Number(value) / bond.miimon) * bond.miimon)
}

function withoutArpMonitoring(bond: Bond): Bond {
  const { arp_interval: _, ...settings } = bond.settings
  return bond.miimon > 0 ? { ...bond, settings } : bond
}

/** bond_mode_uses_arp. */
const WITHOUT_ARP: readonly BondMode[] = ['802.3ad', 'balance-tlb', 'balance-alb']
/** BOND_DEFAULT_MIIMON */
const DEFAULT_MIIMON = 100

/** Modes that cannot look by ARP look at the carrier, whether asked to or not. */
function withDefaultMonitoring(bond: Bond): Bond {
  if (!WITHOUT_ARP.includes(bond.mode)) return bond
  const { arp_interval: _, ...settings } = bond.settings
  return { ...bond, settings, miimon: bond.miimon === 0 ? DEFAULT_MIIMON : bond.miimon }
}
