/** Values that ifupdown computes from others before it builds its commands (archcommon.c). */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { broadcastOf, networkOf, parsePrefixLength } from '../../addresses/prefix.js'
import { type Variable, valueNamed } from './variables.js'

export type ConversionContext = { readonly device: string; readonly variables: readonly Variable[] }

export type Conversion = {
  readonly option: string
  /** Where the result goes, if not into the option itself. With `?` only where there is none yet. */
  readonly into?: string
  readonly compute: (value: string, context: ConversionContext) => string
}

/** Applies the conversions in order; `iface` is the device's own name. */
export function convert(variables: Variable[], conversions: readonly Conversion[], device: string): void {
  for (const { option, into, compute } of conversions) {
    const apply = (value: string) => compute(value, { device, variables })
    if (option === 'iface' && into !== undefined) {
      setComputed(variables, into, { value: device }, apply)
      continue
    }
    for (let index = 0; index < variables.length; index++) {
      const variable = variables[index]
      if (variable?.name !== option) continue
      if (into === undefined) variables[index] = { ...variable, value: apply(variable.value) }
      else setComputed(variables, into, variable, apply)
    }
  }
}

/** The source's text goes in first: a computation may look at it, and leave it as it is. */
function setComputed(variables: Variable[], into: string, source: Omit<Variable, 'name'>, apply: (value: string) => string): void {
  const name = into.replace(/\?$/, '')
  const place = variables.findIndex((variable) => variable.name === name)
  if (place >= 0 && into.endsWith('?')) return
  const at = place >= 0 ? place : variables.length
  variables[at] = { ...source, name }
  variables[at] = { ...source, name, value: apply(source.value) }
}

/** strtok(3): the parts between separators, of which there may be several in a row. */
export function tokensOf(text: string, separators: string): readonly string[] {
  const parts: string[] = []
  let open = ''
  for (const char of text) {
    if (!separators.includes(char)) open += char
    else if (open !== '') {
      parts.push(open)
      open = ''
    }
  }
  return open === '' ? parts : [...parts, open]
}

/** The nth part of the value, or nothing. */
export function token(separator: string, index: number): Conversion['compute'] {
  return (value) => tokensOf(value, separator)[index] ?? ''
}

export function constant(value: string): Conversion['compute'] {
  return () => value
}

const HARDWARE_CLASSES = ['ether', 'ax25', 'arcnet', 'netrom']

/** Drops the class that old releases wanted before the address. `random` stays: the address is drawn when ifup runs. */
export function cleanHardwareAddress(value: string): string {
  const space = value.indexOf(' ')
  return space >= 0 && HARDWARE_CLASSES.includes(value.slice(0, space).toLowerCase()) ? value.slice(space + 1) : value
}

/** INET_ADDRSTRLEN twice and two more, of which one holds the end. */
const LONGEST_ADDRESS = 33

/** The netmask behind the address, else that of its old class, as a dotted quad. What is no address stays as it is. */
export function netmaskOf(value: string): string {
  const [text, behind] = tokensOf(value.slice(0, LONGEST_ADDRESS), '/')
  const address = parseIpv4(text ?? '')
  if (address === undefined) return value
  if (behind === undefined) return maskOfLength(classfulLength(address))
  const dotted = parseIpv4(behind)
  if (dotted !== undefined) return dotted
  const digits = /^\s*([+-]?\d{1,18})/.exec(behind)?.[1]
  return digits === undefined ? value : maskOfLength(Number.parseInt(digits, 10))
}

export function classfulLength(address: Ipv4): number {
  const first = Number(address.split('.')[0])
  if (first <= 127) return 8
  if (first <= 191) return 16
  return first <= 223 ? 24 : 32
}

/** A shift of a 64-bit number by 32 - length bits, of which the processor looks at six, and then the lower half. */
export function maskOfLength(length: number): string {
  const shift = (((32 - length) % 64) + 64) % 64
  const bits = shift >= 32 ? 0 : (0xffffffff << shift) >>> 0
  return [24, 16, 8, 0].map((by) => (bits >>> by) & 255).join('.')
}

export function addressWithoutLength(value: string): string {
  return tokensOf(value.slice(0, LONGEST_ADDRESS), '/')[0] ?? value
}

/** `+` and `-`: the last and the first address of the network; in a /31 all ones and all zeros. */
export function broadcastFor(value: string, { variables }: ConversionContext): string {
  if (value !== '+' && value !== '-') return value
  const address = parseIpv4(valueNamed(variables, 'address') ?? '')
  const mask = parseIpv4(valueNamed(variables, 'netmask') ?? '')
  if (address === undefined || mask === undefined) return value
  if (mask === '255.255.255.254') return value === '+' ? '255.255.255.255' : '0.0.0.0'
  const length = parsePrefixLength(mask)
  if (length !== undefined) return value === '+' ? broadcastOf(address, length) : networkOf(address, length).address
  const masks = mask.split('.').map(Number)
  return address
    .split('.')
    .map((part, index) => {
      const own = masks[index] ?? 0
      return value === '+' ? Number(part) | (~own & 255) : Number(part) & own
    })
    .join('.')
}

/** sscanf(3) with %3hhu four times: up to three digits each, whatever stands behind. */
export function hexAddress(value: string): string {
  const found = /^\s*(\d{1,3})\.\s*(\d{1,3})\.\s*(\d{1,3})\.\s*(\d{1,3})/.exec(value)
  if (found === null) return value
  const bytes = found.slice(1, 5).map((part) => (Number(part) & 255).toString(16).padStart(2, '0'))
  return `${bytes[0]}${bytes[1]}:${bytes[2]}${bytes[3]}`
}

/** `preferred-lifetime` of an alias such as `eth0:1` is 0, so that its address is never chosen by itself. */
export function preferredLifetime(value: string, { device }: ConversionContext): string {
  return tokensOf(device, ':').length > 1 ? '0' : value
}

/** strtol(3), written back into the room that the text had. */
export function decimal(value: string): string {
  const digits = /^\s*([+-]?\d{1,15})/.exec(value)?.[1]
  return digits === undefined ? value : String(Number.parseInt(digits, 10)).slice(0, value.length)
}
