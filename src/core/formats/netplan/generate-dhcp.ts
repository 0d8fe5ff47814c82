/** The parts of a `.network` file about DHCP and router advertisements. */
import { asSigned, LARGEST_UNSIGNED } from './c-text.js'
import type { Definition } from './definition.js'
import type { DhcpOverrides } from './definition-address.js'
import { type GeneratedLine, line, lineOf, sectionOf } from './generated-file.js'
import { fail, type Generation } from './generation.js'
import { nonZero, type Setting, type Settled } from './setting.js'

/** Undefined: netplan refuses it. */
export function dhcpLines(generation: Generation, definition: Definition): readonly GeneratedLine[] | undefined {
  const { dhcp4, dhcp6, critical } = definition
  const isCritical = generation.isOld && critical?.value === true
  const isDhcp = dhcp4?.value === true || dhcp6?.value === true
  const origin = (dhcp4?.value === true ? dhcp4 : dhcp6?.value === true ? dhcp6 : critical)?.origin
  const overrides = isDhcp ? combined(generation, definition) : {}
  if (overrides === undefined) return undefined
  if (!isDhcp && !isCritical) return []
  return sectionOf(
    'DHCP',
    [
      ...(isCritical ? [line('CriticalConnection=true', critical?.origin)] : []),
      ...(isDhcp ? overrideLines(definition, overrides, origin) : []),
    ],
    origin,
  )
}

const IN_COMMON = [
  ['use-dns', true],
  ['use-domains', undefined],
  ['use-ntp', true],
  ['send-hostname', true],
  ['use-hostname', true],
  ['use-mtu', true],
  ['hostname', undefined],
  ['route-metric', LARGEST_UNSIGNED],
  ['use-routes', true],
] as const

/** networkd has one section for both kinds of DHCP, so both must say the same where both are on. */
function combined(generation: Generation, definition: Definition): Settled<DhcpOverrides> | undefined {
  const { dhcp4, dhcp6, dhcp4Overrides, dhcp6Overrides } = definition
  if (dhcp4?.value !== true) return dhcp6Overrides
  if (dhcp6?.value !== true) return dhcp4Overrides
  for (const [name, usual] of IN_COMMON) {
    const [four, six] = [dhcp4Overrides[name], dhcp6Overrides[name]]
    if ((four?.value ?? usual) === (six?.value ?? usual)) continue
    fail(generation, definition, {
      rule: 'conflict',
      at: (six ?? four)?.origin,
      message: `networkd requires that ${name} has the same value in both dhcp4-overrides and dhcp6-overrides`,
      help: `write ${name} into both`,
    })
    return undefined
  }
  return dhcp4Overrides
}

function overrideLines(
  definition: Definition,
  overrides: Settled<DhcpOverrides>,
  origin: GeneratedLine['origin'],
): readonly GeneratedLine[] {
  const metric = overrides['route-metric']
  const isGiven = metric !== undefined && metric.value !== LARGEST_UNSIGNED
  const mtu = overrides['use-mtu']
  return [
    ...lineOf('ClientIdentifier', definition['dhcp-identifier']),
    isGiven ? line(`RouteMetric=${metric.value}`, metric.origin) : line(`RouteMetric=${definition.kind === 'wifis' ? 600 : 100}`, origin),
    line(`UseMTU=${mtu?.value !== false}`, mtu?.origin ?? origin),
    ...whenFalse('UseRoutes', overrides['use-routes']),
    ...whenFalse('UseDNS', overrides['use-dns']),
    ...lineOf('UseDomains', overrides['use-domains']),
    ...whenFalse('UseNTP', overrides['use-ntp']),
    ...whenFalse('SendHostname', overrides['send-hostname']),
    ...whenFalse('UseHostname', overrides['use-hostname']),
    ...lineOf('Hostname', overrides.hostname),
  ]
}

function whenFalse(key: string, setting: Setting<boolean> | undefined): readonly GeneratedLine[] {
  return setting?.value === false ? [line(`${key}=false`, setting.origin)] : []
}

export function raLines({ raOverrides }: Definition): readonly GeneratedLine[] {
  const lines = [
    ...lineOf('UseDNS', raOverrides['use-dns']),
    ...lineOf('UseDomains', raOverrides['use-domains']),
    ...lineOf('RouteTable', nonZero(raOverrides.table), asSigned),
  ]
  return lines.length === 0 ? [] : sectionOf('IPv6AcceptRA', lines, lines[0]?.origin)
}
