/** Which address dnsmasq offers to a client that has none: address_allocate() in its src/dhcp.c. */
import { type Ipv4, ipv4FromNumber, ipv4ToNumber } from '../../addresses/ipv4.js'
import type { Mac } from '../../addresses/mac.js'

export type Pool = {
  /** In the order of the configuration. */
  readonly ranges: readonly { readonly start: Ipv4; readonly end: Ipv4 }[]
  /** The server's own addresses, addresses leased to others, and those that a dhcp-host reserves. */
  readonly isTaken: (address: Ipv4) => boolean
}

/** Undefined: no address is left. */
export function allocate(mac: Mac, { ranges, isTaken }: Pool): Ipv4 | undefined {
  const hash = hashOf(mac)
  for (const range of ranges) {
    const start = ipv4ToNumber(range.start)
    const size = ipv4ToNumber(range.end) - start + 1
    for (let tried = 0; tried < size; tried++) {
      const number = start + (((hash % size) + tried) % size)
      const address = ipv4FromNumber(number)
      if (!isAvoided(number) && !isTaken(address)) return address
    }
  }
  return undefined
}

/** SDBM over the bytes of the hardware address, in 32 bits. Zero has a meaning of its own in dnsmasq. */
function hashOf(mac: Mac): number {
  const hash = mac.split(':').reduce((sum, byte) => (Number.parseInt(byte, 16) + (sum << 6) + (sum << 16) - sum) >>> 0, 0)
  return hash === 0 ? 1 : hash
}

/** In class C space (192.0.0.0/3) an address that ends in 0 or 255 is left out, because old Windows cannot use it (KB281579). */
function isAvoided(address: number): boolean {
  return address >>> 29 === 6 && ((address & 255) === 0 || (address & 255) === 255)
}
