/** The kinds of values that libvirt's XML has in attributes, and how each is read. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'

export type ValueKind<Value> = {
  readonly parse: (text: string) => Value | undefined
  /** With its article, as in `is not an IPv4 address`. */
  readonly what: string
  readonly code: string
}

export const IPV4: ValueKind<Ipv4> = { parse: parseIpv4, what: 'an IPv4 address', code: 'bad-address' }
export const MAC: ValueKind<Mac> = { parse: parseMac, what: 'a MAC address', code: 'bad-mac' }
export const DEVICE: ValueKind<InterfaceName> = { parse: parseInterfaceName, what: 'a name that an interface can have', code: 'bad-name' }
export const COUNT: ValueKind<number> = { parse: parseCount, what: 'a whole number', code: 'bad-number' }
export const YES_NO: ValueKind<boolean> = { parse: choose({ yes: true, no: false }), what: 'yes or no', code: 'bad-choice' }
export const UP_DOWN: ValueKind<'up' | 'down'> = { parse: choose({ up: 'up', down: 'down' }), what: 'up or down', code: 'bad-choice' }
export const FAMILY: ValueKind<'ipv4' | 'ipv6'> = {
  parse: choose({ ipv4: 'ipv4', ipv6: 'ipv6' }),
  what: 'ipv4 or ipv6',
  code: 'bad-family',
}

function parseCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function choose<Value>(choices: Readonly<Record<string, Value>>): (text: string) => Value | undefined {
  return (text) => (Object.hasOwn(choices, text) ? choices[text] : undefined)
}
