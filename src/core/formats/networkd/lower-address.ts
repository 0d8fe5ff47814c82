/** Addresses of a .network as requests (config_parse_address, address_section_verify in networkd-address.c of systemd 252). */
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { parsePrefix } from '../../addresses/prefix.js'
import { parsePrefix6 } from '../../addresses/prefix6.js'
import type { AddressScope, KernelRequest } from '../../model/index.js'
import type { Assignment, Section } from './document.js'
import type { NetworkContext } from './facts.js'
import { settingIn, type Unit } from './unit.js'
import { booleanOf, unsignedOf } from './value.js'

/** In the order of the files, those of [Network] and of [Address] alike. An empty Address= of [Network] forgets all before it. */
export function lowerAddresses(unit: Unit, { device }: NetworkContext): readonly KernelRequest[] {
  let requests: KernelRequest[] = []
  for (const section of unit.sections) {
    if (section.name.text === 'Address') requests.push(...sectionRequests(unit, section, device))
    if (section.name.text !== 'Network') continue
    for (const one of section.assignments.filter(({ key }) => key.text === 'Address')) {
      if (one.value.text === '') requests = []
      else requests.push(...addressRequests({ unit, device, address: one, section: { ...section, assignments: [] } }))
    }
  }
  return requests
}

function sectionRequests(unit: Unit, section: Section, device: NetworkContext['device']): readonly KernelRequest[] {
  const address = settingIn([section], 'Address')
  return address === undefined ? [] : addressRequests({ unit, device, address, section })
}

type Reading = {
  readonly unit: Unit
  readonly device: NetworkContext['device']
  readonly address: Assignment
  readonly section: Section
}

function addressRequests(reading: Reading): readonly KernelRequest[] {
  const { value } = reading.address
  const peer = settingIn([reading.section], 'Peer')?.value.text
  return value.text.includes(':') ? address6(reading, peer) : address4(reading, peer)
}

/** Length of the old address class, which systemd took until 252 for an address without one. */
function classLength(address: Ipv4): number {
  const first = Number(address.split('.')[0])
  if (first < 128) return 8
  return first < 192 ? 16 : 24
}

function address4(reading: Reading, peerText: string | undefined): readonly KernelRequest[] {
  const { section, device, unit } = reading
  const { value, origin } = reading.address
  const own = parsePrefix(value.text)
  if (own === undefined) return []
  if (own.address === '0.0.0.0')
    return [{ kind: 'unmodelled', text: `Address=${value.text}: a free network of the pool`, touches: 'anything', origin }]
  const peer = peerText === undefined ? undefined : parsePrefix(peerText)
  const written = value.text.includes('/') || unit.version > 252 ? own.length : classLength(own.address)
  const length = peer?.length ?? written
  const label = settingIn([section], 'Label')?.value.text
  return [
    {
      kind: 'address-add',
      interface: device,
      address: own.address,
      length,
      mayExist: true,
      ...(peer === undefined ? {} : { peer: peer.address }),
      ...broadcastIn(section, peer === undefined ? length : 32),
      ...(label === undefined ? {} : { label }),
      ...scopeIn(section),
      ...routeOptionsIn(section),
      origin,
    },
  ]
}

/** The last address of the network unless it says otherwise; none on links with a peer and in networks of 31 bits and more. */
function broadcastIn(section: Section, length: number): { readonly broadcast?: Ipv4 | '+' } {
  const asked = settingIn([section], 'Broadcast')?.value.text
  const address = asked === undefined ? undefined : parseIpv4(asked)
  if (address !== undefined) return { broadcast: address }
  if (asked !== undefined && booleanOf(asked) === false) return {}
  return length > 30 ? {} : { broadcast: '+' }
}

const SCOPES: Readonly<Record<string, AddressScope>> = {
  global: 'global',
  link: 'link',
  host: 'host',
  '0': 'global',
  '253': 'link',
  '254': 'host',
}

function scopeIn(section: Section): { readonly scope?: AddressScope } {
  const scope = SCOPES[settingIn([section], 'Scope')?.value.text ?? '']
  return scope === undefined ? {} : { scope }
}

function routeOptionsIn(section: Section): { readonly metric?: number; readonly noPrefixRoute?: true } {
  const metric = unsignedOf(settingIn([section], 'RouteMetric')?.value.text ?? '')
  const adds = booleanOf(settingIn([section], 'AddPrefixRoute')?.value.text ?? 'yes')
  const old = booleanOf(settingIn([section], 'PrefixRoute')?.value.text ?? 'no')
  return {
    ...(metric === undefined || metric === 0 ? {} : { metric }),
    ...(adds === false || old === true ? { noPrefixRoute: true } : {}),
  }
}

function address6(reading: Reading, peerText: string | undefined): readonly KernelRequest[] {
  const { section, device, unit } = reading
  const { value, origin } = reading.address
  const own = parsePrefix6(value.text)
  if (own === undefined) return []
  if (own.address === parseIpv6('::'))
    return [{ kind: 'unmodelled', text: `Address=${value.text}: a free network of the pool`, touches: 'harmless', origin }]
  const peer = peerText === undefined ? undefined : parsePrefix6(peerText)
  const written = value.text.includes('/') || unit.version > 252 ? own.length : 0
  const dad = settingIn([section], 'DuplicateAddressDetection')?.value.text
  return [
    {
      kind: 'address6-add',
      interface: device,
      address: own.address,
      length: peer?.length ?? written,
      mayExist: true,
      ...(peer === undefined ? {} : { peer: peer.address }),
      ...(dad === 'none' || dad === 'ipv4' ? { noDad: true } : {}),
      ...routeOptionsIn(section),
      origin,
    },
  ]
}
