/** IPv4 prefixes (networks) and netmasks. */
import { ANY_ADDRESS, type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from './ipv4.js'

/** A network: `address` has no host bits set, unless `Prefix` is used as an interface address's mask. */
export type Prefix = { readonly address: Ipv4; readonly length: number }

/** Everything: the destination of a default route. */
export const DEFAULT_ROUTE: Prefix = { address: ANY_ADDRESS, length: 0 }

/** `10.0.0.0/24`, or a bare address as /32. Host bits are kept as written. */
export function parsePrefix(text: string): Prefix | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const address = parseIpv4(head)
  if (address === undefined || more.length > 0) return undefined
  if (tail === undefined) return { address, length: 32 }
  const length = parsePrefixLength(tail)
  return length === undefined ? undefined : { address, length }
}

/** `24` or `255.255.255.0`. */
export function parsePrefixLength(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= 32 ? Number(text) : undefined
  const mask = parseIpv4(text)
  return mask === undefined ? undefined : lengthOfMask(mask)
}

/** Prefix length of a contiguous netmask; undefined when the mask has holes. */
export function lengthOfMask(mask: Ipv4): number | undefined {
  const bits = ipv4ToNumber(mask)
  const length = Math.clz32(~bits >>> 0)
  return maskBits(length) === bits ? length : undefined
}

export function maskBits(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
}

export function maskOf(length: number): Ipv4 {
  return ipv4FromNumber(maskBits(length))
}

/** The network an address with this length lies in, host bits cleared. */
export function networkOf(address: Ipv4, length: number): Prefix {
  return { address: ipv4FromNumber(ipv4ToNumber(address) & maskBits(length)), length }
}

export function broadcastOf(address: Ipv4, length: number): Ipv4 {
  return ipv4FromNumber((ipv4ToNumber(address) | ~maskBits(length)) >>> 0)
}

export function contains(prefix: Prefix, address: Ipv4): boolean {
  return ((ipv4ToNumber(prefix.address) ^ ipv4ToNumber(address)) & maskBits(prefix.length)) === 0
}

/** Whether no bit is set outside the mask, as the kernel demands of a route's destination (fib_valid_key_len). */
export function isNetwork(prefix: Prefix): boolean {
  return samePrefix(prefix, networkOf(prefix.address, prefix.length))
}

export function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && a.address === b.address
}

export function formatPrefix(prefix: Prefix): string {
  return `${prefix.address}/${prefix.length}`
}
