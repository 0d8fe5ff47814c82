/** Ethernet addresses. */
import type { Brand } from '../std/brand.js'

/** Six lower-case hex bytes with colons. */
export type Mac = Brand<string, 'Mac'>

export function parseMac(text: string): Mac | undefined {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text) ? (text.toLowerCase() as Mac) : undefined
}

export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff' as Mac

/** What the loopback interface has. */
export const NO_MAC = '00:00:00:00:00:00' as Mac

/** The MAC that libvirt gives the host's end of a tap, so high that no bridge takes it as its own (virNetDevTapCreateInBridgePort). */
export function tapMac(guest: Mac): Mac {
  return `fe${guest.slice(2)}` as Mac
}

/** A locally administered MAC derived from a text: the same text always gives the same MAC (FNV-1a). */
export function derivedMac(seed: string): Mac {
  let hash = 0x811c9dc5
  for (const char of seed) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  const bytes = [0x02, 0xbd, hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':') as Mac
}
