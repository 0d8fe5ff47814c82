/** The kinds of values that libvirt's XML has in attributes, and how each is read (src/util/virxml.c, src/util/virstring.c). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, ipv4FromNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { type Ipv6, parseIpv6 } from '../../addresses/ipv6.js'
import { type Mac, parseMac } from '../../addresses/mac.js'

export type ValueKind<Value> = {
  readonly parse: (text: string) => Value | undefined
  /** With its article, as in `is not an IPv4 address`. */
  readonly what: string
  readonly code: string
}

export const IPV4: ValueKind<Ipv4> = { parse: parseNumericIpv4, what: 'an IPv4 address', code: 'bad-address' }
export const ADDRESS: ValueKind<Ipv4 | Ipv6> = { parse: parseAddress, what: 'an IP address', code: 'bad-address' }
export const MAC: ValueKind<Mac> = { parse: parseShortMac, what: 'a MAC address', code: 'bad-mac' }
export const UNICAST: ValueKind<Mac> = { parse: parseUnicast, what: 'the MAC address of a single device', code: 'bad-mac' }
export const DEVICE: ValueKind<InterfaceName> = { parse: parseInterfaceName, what: 'a name that an interface can have', code: 'bad-name' }
export const COUNT: ValueKind<number> = { parse: (text) => parseCount(text, 0xffff_ffff), what: 'a whole number', code: 'bad-number' }
export const LONG: ValueKind<number> = { parse: (text) => parseCount(text, 2 ** 64), what: 'a whole number', code: 'bad-number' }
export const POSITIVE: ValueKind<number> = { parse: (text) => COUNT.parse(text) || undefined, what: 'a number above 0', code: 'bad-number' }
export const NUMBER: ValueKind<number> = { parse: parseNumber, what: 'a number', code: 'bad-number' }
export const INTEGER: ValueKind<number> = { parse: parseInteger, what: 'a whole number', code: 'bad-number' }
export const UUID: ValueKind<string> = { parse: parseUuid, what: 'a UUID', code: 'bad-uuid' }
export const YES_NO: ValueKind<boolean> = { parse: choose({ yes: true, no: false }), what: 'yes or no', code: 'bad-choice' }
export const ON_OFF: ValueKind<boolean> = { parse: choose({ on: true, off: false }), what: 'on or off', code: 'bad-choice' }
export const UP_DOWN: ValueKind<'up' | 'down'> = { parse: choose({ up: 'up', down: 'down' }), what: 'up or down', code: 'bad-choice' }
export const FAMILY: ValueKind<'ipv4' | 'ipv6'> = {
  parse: choose({ ipv4: 'ipv4', ipv6: 'ipv6' }),
  what: 'ipv4 or ipv6',
  code: 'bad-family',
}

/** One of some words. */
export function choiceOf<const Word extends string>(words: readonly Word[]): ValueKind<Word> {
  const known = words.filter((word) => word !== '')
  const what = known.length === 1 ? `${known[0]}` : `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`
  return { parse: (text) => words.find((word) => word === text), what, code: 'bad-choice' }
}

function choose<Value>(choices: Readonly<Record<string, Value>>): (text: string) => Value | undefined {
  return (text) => (Object.hasOwn(choices, text) ? choices[text] : undefined)
}

/** Decimal, as strtoul(3) reads it, but not negative. */
function parseCount(text: string, most: number): number | undefined {
  return /^\s*\+?\d{1,20}$/.test(text) && Number(text) <= most ? Number(text) : undefined
}

/** With a base prefix: `0x1f`, `017`, `17`. */
function parseNumber(text: string): number | undefined {
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8)
  return /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? Number(text) : undefined
}

function parseInteger(text: string): number | undefined {
  return /^\s*[+-]?\d{1,19}$/.test(text) ? Number(text) : undefined
}

/** With dashes anywhere or nowhere, in any case (virUUIDParse). */
function parseUuid(text: string): string | undefined {
  const hex = text.trim().replaceAll('-', '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Leading zeros of a byte may be left out (virMacAddrParse). */
function parseShortMac(text: string): Mac | undefined {
  const bytes = text.split(':')
  return bytes.length === 6 ? parseMac(bytes.map((byte) => byte.padStart(2, '0')).join(':')) : undefined
}

function parseUnicast(text: string): Mac | undefined {
  const mac = parseShortMac(text)
  return mac === undefined || (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1 ? undefined : mac
}

function parseAddress(text: string): Ipv4 | Ipv6 | undefined {
  return text.includes(':') ? parseIpv6(text) : parseNumericIpv4(text)
}

/** Also the old short forms, which getaddrinfo(3) takes for numeric: `10.1` is 10.0.0.1. */
function parseNumericIpv4(text: string): Ipv4 | undefined {
  const strict = parseIpv4(text)
  if (strict !== undefined) return strict
  const parts = text.split('.').map(parseNumber)
  if (parts.length > 4 || !parts.every((part) => part !== undefined)) return undefined
  const last = parts.at(-1) ?? 0
  const first = parts.slice(0, -1)
  if (first.some((part) => part > 255) || last >= 256 ** (5 - parts.length)) return undefined
  return ipv4FromNumber(first.reduce((sum, part, index) => sum + part * 256 ** (3 - index), 0) + last)
}
