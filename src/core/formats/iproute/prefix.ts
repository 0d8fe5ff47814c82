/** Addresses and prefixes as ip(8) reads them. */
import { ANY_ADDRESS, type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Prefix, parsePrefixLength } from '../../addresses/prefix.js'

/** Fewer than four numbers are filled up with zeros at the end: `10.1` is `10.1.0.0` (get_addr_ipv4 in lib/utils.c). */
export function readIpv4(text: string): Ipv4 | undefined {
  const missing = 4 - text.split('.').length
  return parseIpv4(missing > 0 ? `${text}${'.0'.repeat(missing)}` : text)
}

/** Without a length a prefix is one address. `default`, `any` and `all` are everything. */
export function readPrefix(text: string): (Prefix & { readonly explicit: boolean }) | undefined {
  if (['default', 'any', 'all'].includes(text)) return { address: ANY_ADDRESS, length: 0, explicit: true }
  const [head = '', tail, ...more] = text.split('/')
  const address = readIpv4(head)
  if (address === undefined || more.length > 0) return undefined
  const length = tail === undefined ? 32 : parsePrefixLength(tail)
  return length === undefined ? undefined : { address, length, explicit: tail !== undefined }
}

/** Has at least two colons and is no MAC address. */
export function looksLikeIpv6(text: string): boolean {
  return /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*(%\w+)?(\/\d+)?$/i.test(text) && !/^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(text)
}

/** Names of /etc/iproute2/rt_tables; others are kept as they are. */
export function readTable(text: string): string {
  const names: Readonly<Record<string, string>> = { '253': 'default', '254': 'main', '255': 'local' }
  return Object.hasOwn(names, text) ? (names[text] ?? text) : text
}
