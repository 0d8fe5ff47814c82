/** DHCPServer= of a .network (networkd-dhcp-server.c): the pool is the subnet of the interface unless it says otherwise. */
import { type Ipv4, ipv4FromNumber, ipv4ToNumber, parseIpv4 } from '../../addresses/ipv4.js'
import { broadcastOf, networkOf, parsePrefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import { listOf, sectionsNamed, settingIn, settingOf, type Unit } from './unit.js'
import { booleanOf, macTextOf, unsignedOf } from './value.js'

export type DhcpServerFact = {
  readonly start: Ipv4
  readonly end: Ipv4
  readonly length: number
  /** Empty: none is offered. */
  readonly router: readonly Ipv4[]
  readonly nameServers: readonly Ipv4[]
  readonly hosts: readonly { readonly mac: string; readonly address: Ipv4; readonly origin: Origin }[]
  readonly origin: Origin
}

export function dhcpServerOf(unit: Unit): DhcpServerFact | undefined {
  const asked = settingOf(unit, 'Network', 'DHCPServer')
  if (asked === undefined || booleanOf(asked.value.text) !== true) return undefined
  const own = ownAddress(unit)
  if (own === undefined || own.length > 30) return undefined
  const setting = (key: string) => settingOf(unit, 'DHCPServer', key)?.value.text
  const says = (key: string) => booleanOf(setting(key) ?? 'yes') !== false
  const network = ipv4ToNumber(networkOf(own.address, own.length).address)
  const offset = Math.max(1, unsignedOf(setting('PoolOffset') ?? '0') ?? 0)
  const most = ipv4ToNumber(broadcastOf(own.address, own.length)) - network - offset
  const size = Math.min(most, unsignedOf(setting('PoolSize') ?? '0') || most)
  if (size < 1) return undefined
  const router = parseIpv4(setting('Router') ?? '') ?? own.address
  return {
    start: ipv4FromNumber(network + offset),
    end: ipv4FromNumber(network + offset + size - 1),
    length: own.length,
    router: says('EmitRouter') ? [router] : [],
    nameServers: says('EmitDNS') ? nameServersOf(unit, own.address) : [],
    hosts: staticLeases(unit),
    origin: asked.origin,
  }
}

/** ServerAddress=, or the first static address. */
function ownAddress(unit: Unit) {
  const named = settingOf(unit, 'DHCPServer', 'ServerAddress')?.value.text
  const sections = unit.sections.filter(({ name }) => name.text === 'Network' || name.text === 'Address')
  const texts = sections.flatMap(({ assignments }) =>
    assignments.filter(({ key }) => key.text === 'Address').map(({ value }) => value.text),
  )
  return [...(named === undefined ? [] : [named]), ...texts].flatMap((text) => parsePrefix(text) ?? [])[0]
}

/** `_server_address` stands for its own. */
function nameServersOf(unit: Unit, own: Ipv4): readonly Ipv4[] {
  const words = listOf(unit, 'DHCPServer', 'DNS').flatMap(({ value }) => value.text.split(/\s+/))
  return words.flatMap((word) => (word === '_server_address' ? [own] : (parseIpv4(word) ?? [])))
}

function staticLeases(unit: Unit): DhcpServerFact['hosts'] {
  return sectionsNamed(unit, 'DHCPServerStaticLease').flatMap((section) => {
    const mac = macTextOf(settingIn([section], 'MACAddress')?.value.text ?? '')
    const address = parseIpv4(settingIn([section], 'Address')?.value.text ?? '')
    return mac === undefined || address === undefined ? [] : [{ mac, address, origin: section.origin }]
  })
}
