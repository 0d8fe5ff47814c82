/** The part of netplan version 2 that a topology file may use inline. Keys that are not here are kept and named as not modelled. */
import * as z from 'zod'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import { listOf, looseMap, mapOf, oneOf, text, wholeNumber, word } from './words.js'

/** YAML 1.2 knows only true and false; netplan also takes the words of YAML 1.1. */
const SWITCH = /^(true|on|yes|y|false|off|no|n)$/i

export const yesOrNo = z.union([z.boolean(), word('true or false', (value) => SWITCH.test(value))], { error: 'true or false' })

export function isYes(value: z.infer<typeof yesOrNo>): boolean {
  return typeof value === 'boolean' ? value : /^(true|on|yes|y)$/i.test(value)
}

export const interfaceName = word(
  'the name of an interface (up to 15 characters)',
  (value) => parseInterfaceName(value) !== undefined,
  '^[^\\s/:]{1,15}$',
)

const ipv4 = word('an IPv4 address', (value) => parseIpv4(value) !== undefined)

const address = word('an address with its prefix length, e.g. 10.0.0.1/24', (value) => /^[0-9A-Fa-f.:]+\/\d{1,3}$/.test(value))

const addressOrMap = z.union([address, mapOf(address, looseMap({ label: text().optional() }))], {
  error: 'an address with its prefix length, e.g. 10.0.0.1/24',
})

/** A duration in seconds; netplan also takes texts like `15` or `15s`. */
const seconds = z.union([wholeNumber(0, 1_000_000), word('seconds', (value) => /^\d{1,6}s?$/.test(value))], { error: 'seconds' })

const tableNumber = z.union([wholeNumber(1, 4_294_967_295), oneOf(['main', 'local', 'default'])], {
  error: 'the number of a routing table',
})

const route = looseMap({
  'to': text().optional(),
  'via': text().optional(),
  'from': text().optional(),
  'metric': wholeNumber(0, 4_294_967_295).optional(),
  'on-link': yesOrNo.optional(),
  'type': text().optional(),
  'table': tableNumber.optional(),
  'scope': oneOf(['global', 'link', 'host']).optional(),
})

const policy = looseMap({
  from: text().optional(),
  to: text().optional(),
  table: tableNumber.optional(),
  priority: wholeNumber(0, 4_294_967_295).optional(),
  mark: wholeNumber(0, 4_294_967_295).optional(),
})

const device = {
  'addresses': listOf(addressOrMap, 'a list of addresses').optional(),
  'gateway4': ipv4.optional(),
  'routes': listOf(route, 'a list of routes').optional(),
  'routing-policy': listOf(policy, 'a list of rules').optional(),
  'dhcp4': yesOrNo.optional(),
  'mtu': wholeNumber(68, 65_535).optional(),
  'macaddress': word('a MAC address, e.g. 52:54:00:12:34:56', (value) => parseMac(value) !== undefined).optional(),
  'nameservers': looseMap({ addresses: listOf(text(), 'a list of addresses').optional() }).optional(),
}

const bridgeParameters = looseMap({
  'stp': yesOrNo.optional(),
  'forward-delay': seconds.optional(),
  'hello-time': seconds.optional(),
  'max-age': seconds.optional(),
  'ageing-time': seconds.optional(),
  'priority': wholeNumber(0, 65_535).optional(),
})

export const ethernet = looseMap(device)

export const bridge = looseMap({
  ...device,
  interfaces: listOf(interfaceName, 'a list of interfaces').optional(),
  parameters: bridgeParameters.optional(),
})

export const network = looseMap({
  version: z.literal(2, { error: '2' }).optional(),
  renderer: text().optional(),
  ethernets: mapOf(interfaceName, ethernet.nullable()).optional(),
  bridges: mapOf(interfaceName, bridge.nullable()).optional(),
}).describe('netplan version 2, inline: ethernets and bridges. What else stands here is kept and named as not modelled')

export type NetworkPart = z.infer<typeof network>
export type DevicePart = z.infer<typeof ethernet>
export type BridgePart = z.infer<typeof bridge>
export type RoutePart = z.infer<typeof route>
export type PolicyPart = z.infer<typeof policy>
export type AddressPart = z.infer<typeof addressOrMap>
export type SecondsPart = z.infer<typeof seconds>
