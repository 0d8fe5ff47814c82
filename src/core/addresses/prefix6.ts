/** IPv6 prefixes. */
import { type Ipv6, ipv6FromGroups, ipv6Groups, parseIpv6 } from './ipv6.js'

/** A network: `address` has no host bits set, unless it is used as an interface address with its length. */
export type Prefix6 = { readonly address: Ipv6; readonly length: number }

/** `2001:db8::/64`, or a bare address as /128. Host bits are kept as written. */
export function parsePrefix6(text: string): Prefix6 | undefined {
  const [head = '', tail, ...more] = text.split('/')
  const address = parseIpv6(head)
  if (address === undefined || more.length > 0) return undefined
  if (tail === undefined) return { address, length: 128 }
  return /^\d{1,3}$/.test(tail) && Number(tail) <= 128 ? { address, length: Number(tail) } : undefined
}

/** The network that an address with this length lies in, host bits cleared. */
export function networkOf6(address: Ipv6, length: number): Prefix6 {
  const groups = ipv6Groups(address).map((group, index) => {
    const bits = Math.min(16, Math.max(0, length - index * 16))
    return group & (0xffff << (16 - bits))
  })
  return { address: ipv6FromGroups(groups), length }
}

export function contains6(prefix: Prefix6, address: Ipv6): boolean {
  return networkOf6(address, prefix.length).address === networkOf6(prefix.address, prefix.length).address
}

export function isNetwork6(prefix: Prefix6): boolean {
  return samePrefix6(prefix, networkOf6(prefix.address, prefix.length))
}

export function samePrefix6(a: Prefix6, b: Prefix6): boolean {
  return a.length === b.length && a.address === b.address
}

export function formatPrefix6(prefix: Prefix6): string {
  return `${prefix.address}/${prefix.length}`
}
