/** Kernel parameters that networkd writes for an interface (networkd-sysctl.c), as measured with systemd 252 and 257. */
import { type InterfaceName, LOOPBACK } from '../../addresses/interface-name.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { KernelRequest } from '../../model/index.js'
import type { Assignment } from './document.js'
import { listOf, settingOf, type Unit } from './unit.js'
import { booleanOf } from './value.js'

type Sysctl = Extract<KernelRequest, { readonly kind: 'sysctl-set' }>

export function sysctlsOf(unit: Unit, device: InterfaceName): readonly Sysctl[] {
  const { origin } = unit
  const own = (family: 4 | 6, leaf: string, value: string, at: Origin = origin): Sysctl => ({
    kind: 'sysctl-set',
    key: `net.ipv${family}.conf.${device}.${leaf}`,
    value,
    origin: at,
  })
  const flags = FLAGS.flatMap(({ key, leaf }) => {
    const found = settingOf(unit, 'Network', key)
    return found === undefined ? [] : [own(4, leaf, numberOf(found), found.origin)]
  })
  return [
    ...flags,
    ...globalForwarding(unit),
    ...forwardingOf(unit, own),
    ...(device === LOOPBACK ? [] : [...(hasIpv6(unit) ? [own(6, 'disable_ipv6', '0')] : []), own(6, 'accept_ra', '0')]),
    ...(hasLinkLocal6(unit) ? [] : [own(6, 'addr_gen_mode', '1')]),
    own(4, 'promote_secondaries', '1'),
  ]
}

const FLAGS: readonly { readonly key: string; readonly leaf: string }[] = [
  { key: 'ProxyARP', leaf: 'proxy_arp' },
  { key: 'IPv4ProxyARP', leaf: 'proxy_arp' },
  { key: 'IPv4ProxyARPPrivateVLAN', leaf: 'proxy_arp_pvlan' },
  { key: 'IPv4AcceptLocal', leaf: 'accept_local' },
  { key: 'IPv4RouteLocalnet', leaf: 'route_localnet' },
  { key: 'IPv4ReversePathFilter', leaf: 'rp_filter' },
]

function numberOf({ value }: Assignment): string {
  const named = { no: '0', strict: '1', loose: '2' }[value.text]
  return named ?? (booleanOf(value.text) === true ? '1' : '0')
}

/** Until 255 IPForward= is about the whole machine; later ones do nothing with it. IPMasquerade= brings it along in all. */
function globalForwarding(unit: Unit): readonly Sysctl[] {
  const asked = unit.version < 256 ? settingOf(unit, 'Network', 'IPForward') : undefined
  const masked = settingOf(unit, 'Network', 'IPMasquerade')
  const keys = [
    ['net.ipv4.ip_forward', familiesOf(asked, ['ipv4', 'ipv6']).includes('ipv4') ? asked : masquerades(masked, 'ipv4')],
    ['net.ipv6.conf.all.forwarding', familiesOf(asked, ['ipv4', 'ipv6']).includes('ipv6') ? asked : masquerades(masked, 'ipv6')],
  ] as const
  return keys.flatMap(([key, found]) =>
    found === undefined ? [] : [{ kind: 'sysctl-set', key, value: '1', origin: found.origin } as const],
  )
}

function masquerades(found: Assignment | undefined, family: string): Assignment | undefined {
  return familiesOf(found, ['ipv4']).includes(family) ? found : undefined
}

/** `yes` stands for `all`. */
export function familiesOf(found: Assignment | undefined, all: readonly string[]): readonly string[] {
  const text = found?.value.text ?? 'no'
  if (text === 'both') return ['ipv4', 'ipv6']
  if (text === 'ipv4' || text === 'ipv6') return [text]
  return booleanOf(text) === true ? all : []
}

type Own = (family: 4 | 6, leaf: string, value: string, at?: Origin) => Sysctl

function forwardingOf(unit: Unit, own: Own): readonly Sysctl[] {
  return ([4, 6] as const).flatMap((family) => {
    const found = settingOf(unit, 'Network', `IPv${family}Forwarding`)
    return found === undefined ? [] : [own(family, 'forwarding', numberOf(found), found.origin)]
  })
}

/** Ports of bridges and bonds have none unless they ask for it. */
export function hasLinkLocal6(unit: Unit): boolean {
  const asked = settingOf(unit, 'Network', 'LinkLocalAddressing')
  if (settingOf(unit, 'Network', 'Bond') !== undefined) return false
  if (asked === undefined) return settingOf(unit, 'Network', 'Bridge') === undefined
  return booleanOf(asked.value.text) === true || asked.value.text === 'ipv6'
}

export function hasIpv6(unit: Unit): boolean {
  return (
    hasLinkLocal6(unit) ||
    unit.sections.some(({ assignments }) => assignments.some(({ key, value }) => key.text === 'Address' && value.text.includes(':')))
  )
}

/** IPForward= in a file for a systemd that does nothing with it. */
export function deadForwarding(unit: Unit): Assignment | undefined {
  const found = unit.version < 256 ? undefined : listOf(unit, 'Network', 'IPForward').at(-1)
  return found === undefined || booleanOf(found.value.text) === false ? undefined : found
}
