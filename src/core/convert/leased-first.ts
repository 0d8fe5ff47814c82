/** networkd sets static addresses before it has a lease, so in the lease's subnet they would come first; written with /32 they stay behind it. */
import { broadcastOf, contains } from '../addresses/prefix.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { Address, Intent, IntentInterface } from '../model/index.js'

export type Reordered = { readonly intent: Intent; readonly notes: readonly Diagnostic[] }

export function leasedFirst(intent: Intent): Reordered {
  const notes: Diagnostic[] = []
  const interfaces = intent.interfaces.map((device) => ({
    ...device,
    addresses: device.addresses.map((entry) => {
      if (!followsLease(entry, device)) return entry
      notes.push(note(entry, device))
      const { broadcast: _broadcast, ...rest } = entry
      return { ...rest, length: 32 }
    }),
  }))
  return { intent: { ...intent, interfaces }, notes }
}

/** Secondary to nothing static: the primary of its subnet is leased. */
function followsLease(entry: Address, device: IntentInterface): boolean {
  if (device.dhcp4 === undefined || !entry.secondary) return false
  return !device.addresses.some((other) => !other.secondary && other.length === entry.length && contains(other, entry.address))
}

function note(entry: Address, device: IntentInterface): Diagnostic {
  const usual = broadcastOf(entry.address, entry.length)
  return {
    code: 'convert/behind-the-lease',
    severity: 'note',
    message: `${entry.address}/${entry.length} of ${device.name} is written with /32`,
    ...(entry.origin === undefined ? {} : { at: entry.origin }),
    because: `it stands behind the leased address of its subnet (broadcast ${usual}); networkd would set it first, and the host would use it as its own`,
  }
}
