/** Addresses as ufw takes them, and the one form that it writes them in. */
import { type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { lengthOfMask, maskBits } from '../../addresses/prefix.js'

/** 4 or 6; undefined for what ufw refuses. */
export function familyOf(text: string): 4 | 6 | undefined {
  const [head = '', tail, ...more] = text.split('/')
  if (more.length > 0) return undefined
  if (text.length <= 31 && parseIpv4(head) !== undefined) return tail === undefined || isMask(tail) ? 4 : undefined
  if (text.length > 43 || parseIpv6(head) === undefined) return undefined
  return tail === undefined || (/^\d+$/.test(tail) && Number(tail) <= 128) ? 6 : undefined
}

function isMask(text: string): boolean {
  return (/^\d+$/.test(text) && Number(text) <= 32) || parseIpv4(text) !== undefined
}

/** No mask for a single address, host bits cleared (of IPv4), a length in place of a mask that has one. */
export function normaliseAddress(text: string, v6: boolean): string {
  const [head = '', tail] = text.split('/')
  if (v6) {
    const address = parseIpv6(head) ?? head
    return tail === undefined || tail === '128' ? address : `${address}/${tail}`
  }
  const address = parseIpv4(head)
  if (address === undefined || tail === undefined || tail === '32' || tail === '255.255.255.255') return address ?? text
  const mask = parseIpv4(tail)
  const length = mask === undefined ? Number(tail) : lengthOfMask(mask)
  return length === undefined && mask !== undefined
    ? `${masked(address, ipv4ToNumber(mask))}/${tail}`
    : `${masked(address, maskBits(length ?? 32))}/${length}`
}

function masked(address: Ipv4, bits: number): Ipv4 {
  return ipv4FromNumber(ipv4ToNumber(address) & bits)
}
