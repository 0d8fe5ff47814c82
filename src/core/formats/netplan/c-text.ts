/** Texts as C reads them: what netplan takes for a number, a truth or a MAC is what glib and libc take for one. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'

export const LARGEST_UNSIGNED = 0xffff_ffff

/** g_ascii_strtoull(3) over the whole text, and no more than 32 bits. An empty text is 0. */
export function parseUnsigned(text: string): number | undefined {
  if (text === '') return 0
  const digits = /^[ \t\n\v\f\r]*([+-]?)(\d+)$/.exec(text)
  if (digits === null) return undefined
  const value = leadingUnsigned(text)
  return value > LARGEST_UNSIGNED ? undefined : value
}

/** g_ascii_strtoull(3) of how the text begins; 0 where no number stands, and a negative one wraps around. */
export function leadingUnsigned(text: string): number {
  const found = /^[ \t\n\v\f\r]*([+-]?)0*(\d*)/.exec(text)
  const digits = found?.[2] ?? ''
  if (digits === '') return 0
  if (digits.length > 20) return Number.POSITIVE_INFINITY
  const value = BigInt(digits)
  if (value > 0xffff_ffff_ffff_ffffn) return Number.POSITIVE_INFINITY
  return Number(found?.[1] === '-' ? BigInt.asUintN(64, -value) : value)
}

/** atoi(3) and strtol(3) of how the text begins, as far as the result is used. */
export function leadingInteger(text: string): number {
  const found = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)
  return found === null ? 0 : Number(found[1])
}

/** An unsigned number as `%d` prints it. */
export function asSigned(value: number): number {
  return value | 0
}

export function parseTruth(text: string): boolean | undefined {
  const word = asciiLower(text)
  if (['true', 'on', 'yes', 'y'].includes(word)) return true
  return ['false', 'off', 'no', 'n'].includes(word) ? false : undefined
}

export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** A MAC of Ethernet or, with 20 bytes, of InfiniBand. */
export function isMac(text: string): boolean {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}((:[0-9a-f]{2}){14})?$/i.test(text)
}

export function isIpv4(text: string): boolean {
  return parseIpv4(text) !== undefined
}

export function isIpv6(text: string): boolean {
  return parseIpv6(text) !== undefined
}

/** What stands before the last slash, and what behind it. */
export function splitPrefix(text: string): { readonly address: string; readonly length?: string } {
  const slash = text.lastIndexOf('/')
  return slash < 0 ? { address: text } : { address: text.slice(0, slash), length: text.slice(slash + 1) }
}

export function isHostname(text: string): boolean {
  return text.split('.').every((label) => /^[a-z0-9]$|^[a-z0-9][a-z0-9-]*[a-z0-9]$/i.test(label))
}

/** Very likely 256 bits in base64. */
export function isWireguardKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text)
}

/** g_strescape(3), but for quotes, backslashes and everything beyond ASCII. */
export function escapeText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, (control) => SHORT_ESCAPES[control] ?? `\\${octal(control)}`)
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' }

function octal(control: string): string {
  return control.charCodeAt(0).toString(8).padStart(3, '0')
}

/** g_uri_escape_string(3) of an id, which has only printable ASCII. */
export function escapeForPath(id: string): string {
  return id.replace(/[^A-Za-z0-9._~-]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** systemd-escape(1): everything but letters, digits, `:`, `_` and an inner `.` as `\xNN`, and `/` as `-`. */
export function escapeForUnit(text: string): string {
  return text.replace(/[^A-Za-z0-9:_./]|^\./g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).replace(/\//g, '-')
}
