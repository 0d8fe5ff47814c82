/** Addresses and prefixes as ip(8) reads them (get_addr_1 and get_prefix_1 in iproute2/lib/utils.c). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { ANY_ADDRESS, type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { ANY_ADDRESS6, type Ipv6, parseIpv6 } from '../../addresses/ipv6.js'
import { parsePrefixLength } from '../../addresses/prefix.js'
import type { Wrong } from './argument.js'

/** What is asked for: by an option, or by what was read so far. */
export type Family = 'any' | 'inet' | 'inet6'

export type AnyAddress = { readonly family: 'inet'; readonly address: Ipv4 } | { readonly family: 'inet6'; readonly address: Ipv6 }

/** `explicit`: a length was written. `open`: `default`, which is of either family. */
export type AnyPrefix = AnyAddress & { readonly length: number; readonly explicit: boolean; readonly open?: true }

/** Fewer than four numbers are filled up with zeros at the end: `10.1` is `10.1.0.0` (get_addr_ipv4). */
export function readIpv4(text: string): Ipv4 | undefined {
  const missing = 4 - text.split('.').length
  return parseIpv4(missing > 0 ? `${text}${'.0'.repeat(missing)}` : text)
}

export function readAddress(text: string, family: Family): AnyAddress | Wrong {
  const name = NAMES[family]
  const isWord = ['default', 'any', 'all'].includes(text)
  const v6 = family === 'inet' ? undefined : isWord && family === 'inet6' ? ANY_ADDRESS6 : parseIpv6(text)
  const v4 = family === 'inet6' ? undefined : isWord ? ANY_ADDRESS : readIpv4(text)
  if (v6 !== undefined) return { family: 'inet6', address: v6 }
  if (v4 !== undefined) return { family: 'inet', address: v4 }
  return { wrong: `Error: ${name} address is expected rather than "${text}".` }
}

/** family_name_verbose() */
const NAMES: Readonly<Record<Family, string>> = { any: 'any valid', inet: 'inet', inet6: 'inet6' }

/** Without a length a prefix is one address. `default`, `any` and `all` are everything. */
export function readPrefix(text: string, family: Family): AnyPrefix | Wrong {
  if (['default', 'any', 'all'].includes(text)) return everything(family)
  const [head = '', tail, ...more] = text.split('/')
  const read = readAddress(head, family)
  const wrong: Wrong = { wrong: `Error: ${NAMES[family]} prefix is expected rather than "${text}".` }
  if ('wrong' in read || more.length > 0) return wrong
  const bits = read.family === 'inet' ? 32 : 128
  const length = tail === undefined ? bits : readLength(tail, read.family)
  return length === undefined ? wrong : { ...read, length, explicit: tail !== undefined }
}

function everything(family: Family): AnyPrefix {
  const shared = { length: 0, explicit: true, ...(family === 'any' ? { open: true as const } : {}) }
  return family === 'inet6' ? { family: 'inet6', address: ANY_ADDRESS6, ...shared } : { family: 'inet', address: ANY_ADDRESS, ...shared }
}

function readLength(text: string, family: 'inet' | 'inet6'): number | undefined {
  if (family === 'inet') return parsePrefixLength(text)
  return /^\d{1,3}$/.test(text) && Number(text) <= 128 ? Number(text) : undefined
}

/** Names of /etc/iproute2/rt_tables; others are kept as they are. */
export function readTable(text: string): string {
  const names: Readonly<Record<string, string>> = { '253': 'default', '254': 'main', '255': 'local' }
  return Object.hasOwn(names, text) ? (names[text] ?? text) : text
}

/** ip looks the name up among the devices there are, so a name that none can have is only not found. */
export function readDevice(text: string): InterfaceName | Wrong {
  return parseInterfaceName(text) ?? { wrong: `Cannot find device "${text}"` }
}
