/** Whether a value is of the form that a key takes; each type as systemd's own parser of it reads texts. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { parsePrefix } from '../../addresses/prefix.js'
import { parsePrefix6 } from '../../addresses/prefix6.js'
import { NETDEV_KINDS } from './netdev-kind.js'

type ValueType = { readonly title: string; readonly accepts: (text: string) => boolean }

/** src/basic/parse-util.c: parse_boolean. */
export function booleanOf(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (['1', 'yes', 'y', 'true', 't', 'on'].includes(word)) return true
  return ['0', 'no', 'n', 'false', 'f', 'off'].includes(word) ? false : undefined
}

/** safe_atou: decimal, or with 0x, 0o, 0b; a leading 0 makes it octal. */
export function unsignedOf(text: string): number | undefined {
  const digits = text.replace(/^\+/, '')
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8)
  return /^(\d{1,20}|0x[0-9a-f]{1,16}|0b[01]{1,64}|0o[0-7]{1,22})$/i.test(digits) && !/^0\d/.test(digits) ? Number(digits) : undefined
}

const SECONDS: Readonly<Record<string, number>> = {
  ...{ '': 1, 's': 1, 'sec': 1, 'second': 1, 'seconds': 1, 'ms': 1e-3, 'msec': 1e-3, 'us': 1e-6, 'usec': 1e-6, 'µs': 1e-6 },
  ...{ m: 60, min: 60, minute: 60, minutes: 60, h: 3600, hr: 3600, hour: 3600, hours: 3600 },
  ...{ d: 86400, day: 86400, days: 86400, w: 604800, week: 604800, weeks: 604800 },
  ...{ M: 2629800, month: 2629800, months: 2629800, y: 31557600, year: 31557600, years: 31557600 },
}

/** A time span, `1min 30s`, `2.5`, in seconds; `infinity` is Infinity (src/basic/time-util.c: parse_time). */
export function secondsOf(text: string): number | undefined {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  const part = /\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-zA-Zµ]*)\s*/y
  let sum = 0
  for (part.lastIndex = 0; part.lastIndex < text.length; ) {
    const found = part.exec(text)
    const unit = SECONDS[found?.[2] ?? '?']
    if (found === null || unit === undefined) return undefined
    sum += Number(found[1]) * unit
  }
  return text === '' ? undefined : sum
}

/** A size such as `1500` or `64K` (1024 each step), in bytes. */
export function sizeOf(text: string): number | undefined {
  const found = /^(\d{1,18}(?:\.\d{0,9})?)\s*([BKMGTPE]?)$/.exec(text)
  if (found === null) return undefined
  return Math.floor(Number(found[1]) * 1024 ** Math.max(0, 'BKMGTPE'.indexOf(found[2] || 'B')))
}

/** src/basic/socket-util.c: ifname_valid. Narrower than the kernel. */
export function isInterfaceName(text: string): boolean {
  return /^[!-~]{1,15}$/.test(text) && !/[:/%]/.test(text) && !/^(\d+|all|default|\.\.?)$/.test(text)
}

export function upTo(most: number, least = 0): (text: string) => boolean {
  return (text) => {
    const value = unsignedOf(text)
    return value !== undefined && value >= least && value <= most
  }
}

function range(one: (text: string) => boolean): (text: string) => boolean {
  return (text) => {
    const [low = '', high, ...more] = text.split('-')
    return more.length === 0 && one(low) && (high === undefined || one(high))
  }
}

const isIp = (text: string) => parseIpv4(text) !== undefined || parseIpv6(text) !== undefined
const isPrefix = (text: string) => parsePrefix(text) !== undefined || parsePrefix6(text) !== undefined

/** `ADDRESS[:PORT][%INTERFACE][#NAME]`, with brackets around an IPv6 address that has a port. */
export function dnsServerOf(text: string): string | undefined {
  const bare = text.replace(/[#%].*$/, '')
  const bracketed = /^\[([^\]]*)\](:\d{1,5})?$/.exec(bare)
  const address = bracketed?.[1] ?? (parseIpv6(bare) === undefined ? bare.replace(/:\d{1,5}$/, '') : bare)
  return isIp(address) ? address : undefined
}

/** `ADDRESS[@INTERFACE] [WEIGHT]`. */
export function multiPathOf(text: string): { readonly gateway: string; readonly interface?: string; readonly weight?: number } | undefined {
  const [where = '', weight, ...more] = text.split(/\s+/)
  const at = where.indexOf('@')
  const gateway = at < 0 ? where : where.slice(0, at)
  const count = weight === undefined ? undefined : unsignedOf(weight)
  const isWeight = weight === undefined || (count !== undefined && count >= 1 && count <= 256)
  if (!isIp(gateway) || !isWeight || more.length > 0) return undefined
  return { gateway, ...(at < 0 ? {} : { interface: where.slice(at + 1) }), ...(count === undefined ? {} : { weight: count }) }
}

const BYTES = /^([0-9a-f]{1,2})([:-][0-9a-f]{1,2}){5}(([:-][0-9a-f]{1,2}){2}|([:-][0-9a-f]{1,2}){14})?$/i
const WORDS = /^[0-9a-f]{1,4}(\.[0-9a-f]{1,4}){2}$/i

/** The usual form of an Ethernet address, which may be written with `-` or as three groups with `.`. */
export function macTextOf(text: string): string | undefined {
  if (WORDS.test(text))
    return text
      .split('.')
      .flatMap((word) => word.padStart(4, '0').match(/../g) ?? [])
      .join(':')
      .toLowerCase()
  if (!BYTES.test(text)) return undefined
  return text
    .split(/[:-]/)
    .map((byte) => byte.padStart(2, '0'))
    .join(':')
    .toLowerCase()
}

const TYPES: Readonly<Record<string, ValueType>> = {
  Bool: { title: 'yes or no', accepts: (text) => booleanOf(text) !== undefined },
  Int: { title: 'a number', accepts: (text) => unsignedOf(text.replace(/^-/, '')) !== undefined },
  U8: { title: 'a number up to 255', accepts: upTo(255) },
  U10: { title: 'a number up to 1023', accepts: upTo(1023) },
  U16: { title: 'a number up to 65535', accepts: upTo(65535) },
  U20: { title: 'a number up to 1048575', accepts: upTo(0xfffff) },
  U24: { title: 'a number up to 16777215', accepts: upTo(0xffffff) },
  U32: { title: 'a number up to 4294967295', accepts: upTo(0xffffffff) },
  Up63: { title: 'a number up to 63', accepts: upTo(63) },
  Up128: { title: 'a number up to 128', accepts: upTo(128) },
  Positive: { title: 'a number from 1 to 4294967295', accepts: upTo(0xffffffff, 1) },
  Port: { title: 'a number from 1 to 65535', accepts: upTo(65535, 1) },
  Hex16: { title: 'a hexadecimal number of up to four digits', accepts: (text) => /^(0x)?[0-9a-f]{1,4}$/i.test(text) },
  Mark: { title: 'MARK or MARK/MASK', accepts: (text) => text.split('/').length <= 2 && text.split('/').every(upTo(0xffffffff)) },
  Range: { title: 'a port or a range of ports', accepts: range(upTo(65535)) },
  VlanId: { title: 'a VLAN id up to 4094', accepts: upTo(4094) },
  VlanRange: { title: 'a VLAN id or a range of them, such as 10-20', accepts: range(upTo(4094)) },
  Seconds: { title: 'a time span such as 15s', accepts: (text) => secondsOf(text) !== undefined },
  Size: { title: 'a number of bytes', accepts: (text) => sizeOf(text) !== undefined },
  Percent: { title: 'a percentage', accepts: (text) => /^\d+(\.\d+)?[%‰‱]$/.test(text) },
  Handle: { title: 'a handle such as 1:2', accepts: (text) => /^(root|clsact|ingress|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/i.test(text) },
  Ip: { title: 'an IP address', accepts: isIp },
  Ip4: { title: 'an IPv4 address', accepts: (text) => parseIpv4(text) !== undefined },
  Ip6: { title: 'an IPv6 address', accepts: (text) => parseIpv6(text) !== undefined },
  Prefix: { title: 'an address with a prefix length', accepts: isPrefix },
  Prefix4: { title: 'an IPv4 address with a prefix length', accepts: (text) => parsePrefix(text) !== undefined },
  Prefix6: { title: 'an IPv6 address with a prefix length', accepts: (text) => parsePrefix6(text) !== undefined },
  Mac: { title: 'a MAC address', accepts: (text) => macTextOf(text) !== undefined },
  Name: { title: 'the name of an interface', accepts: isInterfaceName },
  IfName: { title: 'a name of up to 15 characters for an interface', accepts: (text) => isInterfaceName(text.replace(/%\w/g, 'x')) },
  Label: { title: 'a label of up to 15 characters', accepts: (text) => text.length <= 15 },
  Kind: { title: 'a kind of virtual device', accepts: (text) => Object.hasOwn(NETDEV_KINDS, text) },
  Word: { title: 'the name of a routing table', accepts: (text) => /^[A-Za-z_][\w.-]*$/.test(text) },
  DnsServer: { title: 'addresses of name servers', accepts: (text) => text.split(/\s+/).every((word) => dnsServerOf(word) !== undefined) },
  WgKey: { title: 'a key of 32 bytes in base64', accepts: (text) => /^([A-Za-z0-9+/]{43}=|@.+)$/.test(text) },
  Endpoint: { title: 'ADDRESS:PORT', accepts: (text) => /^(.*:\d{1,5}|@.+)$/.test(text) && !text.endsWith(':0') },
  MultiPath: { title: 'GATEWAY@INTERFACE WEIGHT', accepts: (text) => multiPathOf(text) !== undefined },
}

export const REMOVED = 'Removed'

export function accepts(alternatives: readonly string[], text: string): boolean {
  return alternatives.length === 0 || alternatives.some((one) => TYPES[one]?.accepts(text) ?? one === text)
}

/** What a key takes, for a sentence: `yes or no, ipv4 or ipv6`. */
export function describeTypes(alternatives: readonly string[]): string {
  const parts = alternatives
    .filter((one) => one !== 'Word' || alternatives.length === 1)
    .flatMap((one) => (one === 'Bool' ? ['yes', 'no'] : [TYPES[one]?.title ?? one]))
  const last = parts.at(-1) ?? 'anything'
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} or ${last}`
}

/** Words meant literally among the alternatives. */
export function literalsOf(alternatives: readonly string[]): readonly string[] {
  return alternatives.filter((one) => TYPES[one] === undefined)
}
