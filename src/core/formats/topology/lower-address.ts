/** Addresses of the inline netplan. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { parsePrefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import { entriesOf, field, itemsOf, type Part } from './document.js'
import { type NetworkNotes, nameUnmodelled, notModelled } from './lower-network.js'
import type { AddressPart } from './network-schema.js'

export function lowerAddresses(name: InterfaceName, part: Part<readonly AddressPart[]> | undefined, notes: NetworkNotes): void {
  for (const item of itemsOf(part)) {
    const { value } = item
    if (typeof value === 'string') {
      addAddress({ name, text: value, at: item.node.at }, notes)
      continue
    }
    for (const entry of entriesOf({ ...item, value })) {
      nameUnmodelled(entry.part, entry.key, ['label'], notes)
      const label = field(entry.part, 'label')?.value
      addAddress({ name, text: entry.key, at: entry.keyAt, ...(label === undefined ? {} : { label }) }, notes)
    }
  }
}

type Written = { readonly name: InterfaceName; readonly text: string; readonly at: Origin; readonly label?: string }

function addAddress({ name, text, at, label }: Written, notes: NetworkNotes): void {
  const prefix = parsePrefix(text)
  if (prefix === undefined) {
    if (text.includes(':')) notModelled(`IPv6 address ${text}`, at, notes, 'harmless')
    else notes.diagnostics.push(badAddress(text, at))
    return
  }
  notes.requests.push({
    kind: 'address-add',
    interface: name,
    address: prefix.address,
    length: prefix.length,
    // systemd-networkd computes a broadcast address for prefixes up to /30 only.
    ...(prefix.length <= 30 ? { broadcast: '+' as const } : {}),
    ...(label === undefined ? {} : { label }),
    origin: at,
  })
}

function badAddress(text: string, at: Origin) {
  return {
    code: 'topology/bad-value',
    severity: 'error',
    message: `${text} is not an address with its prefix length`,
    at,
    help: 'write it like 10.0.0.1/24',
  } as const
}
