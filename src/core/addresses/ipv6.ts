/** IPv6 addresses as branded strings in the form of RFC 5952, and the arithmetic on them. */
import type { Brand } from '../std/brand.js'
import { ipv4ToNumber, parseIpv4 } from './ipv4.js'

/** Canonical text (RFC 5952): lower case, the longest run of zeros as `::`, e.g. `2001:db8::1`. */
export type Ipv6 = Brand<string, 'Ipv6'>

/** The only door to an Ipv6: what inet_pton(3) takes, without a zone. */
export function parseIpv6(text: string): Ipv6 | undefined {
  const groups = groupsOf(text)
  return groups === undefined ? undefined : formatGroups(groups)
}

/** The eight 16-bit groups of an address. */
export function ipv6Groups(address: Ipv6): readonly number[] {
  return groupsOf(address) ?? []
}

export function ipv6FromGroups(groups: readonly number[]): Ipv6 {
  return formatGroups(groups.map((group) => group & 0xffff))
}

function groupsOf(text: string): readonly number[] | undefined {
  if (text.length > 45 || !/^[0-9a-f:.]+$/i.test(text)) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => pieces(half, index === halves.length - 1))
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (tail === undefined) return head.length === 8 ? head : undefined
  const missing = 8 - head.length - tail.length
  return missing < 1 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...tail]
}

/** Groups between colons; the last of them may be a dotted quad. */
function pieces(text: string, mayEndInQuad: boolean): readonly number[] | undefined {
  if (text === '') return []
  const words = text.split(':')
  const groups: number[] = []
  for (const [index, word] of words.entries()) {
    const quad = mayEndInQuad && index === words.length - 1 && word.includes('.') ? parseIpv4(word) : undefined
    if (quad !== undefined) {
      const bits = ipv4ToNumber(quad)
      groups.push(bits >>> 16, bits & 0xffff)
    } else if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16))
    else return undefined
  }
  return groups
}

function formatGroups(groups: readonly number[]): Ipv6 {
  const run = longestZeros(groups)
  const hex = groups.map((group) => group.toString(16))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return mapped(groups)
  if (run.length < 2) return hex.join(':') as Ipv6
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}` as Ipv6
}

/** IPv4-mapped addresses keep their dotted quad (RFC 5952, section 5). */
function mapped(groups: readonly number[]): Ipv6 {
  const [high = 0, low = 0] = groups.slice(6)
  return `::ffff:${high >>> 8}.${high & 255}.${low >>> 8}.${low & 255}` as Ipv6
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0
    while (start + length < groups.length && groups[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
  }
  return best
}

export const ANY_ADDRESS6 = '::' as Ipv6
export const LOCALHOST6 = '::1' as Ipv6
/** The network address of ff00::/8. */
export const MULTICAST6 = 'ff00::' as Ipv6

/** fe80::/10 */
export function isLinkLocal6(address: Ipv6): boolean {
  return ((ipv6Groups(address)[0] ?? 0) & 0xffc0) === 0xfe80
}

/** ff00::/8 */
export function isMulticast6(address: Ipv6): boolean {
  return (ipv6Groups(address)[0] ?? 0) >>> 8 === 0xff
}
