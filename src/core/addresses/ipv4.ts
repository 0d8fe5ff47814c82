/** IPv4 addresses as branded dotted-quad strings, and the arithmetic on them. */
import type { Brand } from '../std/brand.js'

/** Canonical dotted quad, e.g. `10.10.11.1`. */
export type Ipv4 = Brand<string, 'Ipv4'>

const QUAD = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/

/** The only door to an Ipv4: strict dotted quad, no leading zeros (inet_pton(3)). */
export function parseIpv4(text: string): Ipv4 | undefined {
  const parts = QUAD.exec(text)
  if (parts === null) return undefined
  return parts.slice(1).every((part) => Number(part) <= 255) ? (text as Ipv4) : undefined
}

/** The address as an unsigned 32-bit number. */
export function ipv4ToNumber(address: Ipv4): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** The address of an unsigned 32-bit number (taken modulo 2^32). */
export function ipv4FromNumber(value: number): Ipv4 {
  const bits = value >>> 0
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.') as Ipv4
}

export const ANY_ADDRESS = '0.0.0.0' as Ipv4
export const LOCALHOST = '127.0.0.1' as Ipv4
export const LIMITED_BROADCAST = '255.255.255.255' as Ipv4

export function isLoopback(address: Ipv4): boolean {
  return address.startsWith('127.')
}

export function isMulticast(address: Ipv4): boolean {
  return ipv4ToNumber(address) >>> 28 === 0xe
}
