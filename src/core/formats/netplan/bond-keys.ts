/** `parameters:` of bonds. */

import { textOf, type YamlScalar } from '../../yaml/node.js'
import { refuseAddress } from './address-keys.js'
import { isIpv4 } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { BondParameters } from './definition-virtual.js'
import { eachText, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import { referred } from './reference-keys.js'
import { put, refuseWord, text, truth, unsigned } from './value-keys.js'

const KERNEL_MODES = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb']
/** A bond with one of these becomes one of Open vSwitch. */
const OPENVSWITCH_MODES = ['balance-tcp', 'balance-slb']

function parameter(key: Key<BondParameters>): Key<DraftDefinition> {
  if (key.expects !== 'scalar') return key as never
  return { expects: 'scalar', read: (reading, node, bond) => key.read(reading, node, bond.bondParameters) }
}

const LACP_RATES = ['slow', 'fast']

const PARAMETERS: Keys<DraftDefinition> = {
  mode: {
    expects: 'scalar',
    read: (reading, node, bond) => {
      const mode = textOf(node)
      if (![...KERNEL_MODES, ...OPENVSWITCH_MODES].includes(mode)) {
        return refuseWord(reading, node, 'bond mode', [...KERNEL_MODES, ...OPENVSWITCH_MODES])
      }
      if (OPENVSWITCH_MODES.includes(mode)) bond.renderer = { value: 'openvswitch', origin: node.origin }
      return put(bond.bondParameters, 'mode', mode, node)
    },
  },
  'lacp-rate': {
    expects: 'scalar',
    read: (reading, node, bond) =>
      reading.release === '0.106' || LACP_RATES.includes(textOf(node))
        ? put(bond.bondParameters, 'lacp-rate', textOf(node), node)
        : refuseWord(reading, node, 'lacp-rate', LACP_RATES),
  },
  'mii-monitor-interval': parameter(text('mii-monitor-interval')),
  'min-links': parameter(unsigned('min-links')),
  'transmit-hash-policy': parameter(text('transmit-hash-policy')),
  'ad-select': parameter(text('ad-select')),
  'all-slaves-active': parameter(truth('all-members-active')),
  'all-members-active': parameter(truth('all-members-active')),
  'arp-interval': parameter(text('arp-interval')),
  'arp-ip-targets': {
    expects: 'list',
    read: (reading, node, bond) => {
      const { targets } = bond.bondParameters
      // As many as there are: netplan takes it for the same list, seen on an earlier pass.
      if (targets.length === node.items.length) return true
      return eachText(reading, node, (written, origin) => {
        if (!isIpv4(written)) return refuseAddress(reading, origin, written)
        targets.push({ value: written, origin })
        return true
      })
    },
  },
  'arp-validate': parameter(text('arp-validate')),
  'arp-all-targets': parameter(text('arp-all-targets')),
  'up-delay': parameter(text('up-delay')),
  'down-delay': parameter(text('down-delay')),
  'fail-over-mac-policy': parameter(text('fail-over-mac-policy')),
  'gratuitous-arp': parameter(unsigned('gratuitous-arp')),
  'gratuitious-arp': parameter(unsigned('gratuitous-arp')),
  'packets-per-slave': parameter(unsigned('packets-per-member')),
  'packets-per-member': parameter(unsigned('packets-per-member')),
  'primary-reselect-policy': parameter(text('primary-reselect-policy')),
  'resend-igmp': parameter(unsigned('resend-igmp')),
  'learn-packet-interval': parameter(text('learn-packet-interval')),
  primary: { expects: 'scalar', read: readPrimary },
}

function readPrimary(reading: Reading, node: YamlScalar, bond: DraftDefinition): boolean {
  const member = referred(reading, bond, node)
  if (member === undefined) return true
  const known = bond.bondParameters.primary
  if (known?.value === member.id) return true
  if (known !== undefined) {
    return refuse(reading, 'already-assigned', node.origin, {
      message: `bond already has a primary member: ${shown(known.value)}`,
      related: [{ message: 'given here', at: known.origin }],
    })
  }
  const taken = member.bondParameters.primary
  if (taken !== undefined && reading.release !== '0.106') {
    return refuse(reading, 'already-assigned', node.origin, {
      message: `interface '${taken.value}' is already a primary of another bond`,
      related: [{ message: 'said here', at: taken.origin }],
    })
  }
  member.bondParameters.primary = { value: member.id, origin: node.origin }
  return put(bond.bondParameters, 'primary', member.id, node)
}

export const bondParameters: Key<DraftDefinition> = {
  expects: 'map',
  read: (reading, node, bond) => readMap(reading, node, PARAMETERS, bond),
}
