/** Routes of a .network as requests (route_section_verify in networkd-route.c of systemd 252; the kernel is asked to append). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Ipv6, parseIpv6 } from '../../addresses/ipv6.js'
import { DEFAULT_ROUTE, networkOf, type Prefix, parsePrefix } from '../../addresses/prefix.js'
import { networkOf6, type Prefix6, parsePrefix6 } from '../../addresses/prefix6.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { RouteType, Unmodelled } from '../../model/index.js'
import type { Section } from './document.js'
import type { LeasedRoute, NetworkContext, RouteFact } from './facts.js'
import { tableOf } from './table-name.js'
import { listIn, sectionsNamed, settingIn, type Unit } from './unit.js'
import { booleanOf, multiPathOf, sizeOf, unsignedOf } from './value.js'

export type LoweredRoutes = {
  readonly routes: readonly RouteFact[]
  readonly leased: readonly LeasedRoute[]
  readonly kept: readonly Unmodelled[]
}

/** A section as seen from one interface. */
type Reading = { readonly section: Section; readonly origin: Origin; readonly context: NetworkContext; readonly hasAddress: boolean }

/** Gateway= of [Network] is a route of its own, in its place among the others. */
export function lowerRoutes(unit: Unit, context: NetworkContext): LoweredRoutes {
  const hasAddress = unit.sections.some(
    ({ name, assignments }) =>
      ['Network', 'Address'].includes(name.text) && assignments.some(({ key, value }) => key.text === 'Address' && value.text !== ''),
  )
  const readings = unit.sections.flatMap((section): readonly Reading[] => {
    if (section.name.text === 'Route') return [{ section, origin: section.origin, context, hasAddress }]
    if (section.name.text !== 'Network') return []
    return listIn(sectionsNamed(unit, 'Network'), 'Gateway')
      .filter((gateway) => section.assignments.includes(gateway))
      .map((gateway) => ({ section: { ...section, assignments: [gateway] }, origin: gateway.origin, context, hasAddress }))
  })
  const all = readings.map(lowerRoute)
  return { routes: all.flatMap(({ routes }) => routes), leased: all.flatMap(({ leased }) => leased), kept: all.flatMap(({ kept }) => kept) }
}

const NOTHING: LoweredRoutes = { routes: [], leased: [], kept: [] }

function lowerRoute(reading: Reading): LoweredRoutes {
  const { section, origin } = reading
  const texts = ['Gateway', 'Destination', 'Source', 'PreferredSource'].flatMap((key) => settingIn([section], key)?.value.text ?? [])
  const hops = listIn([section], 'MultiPathRoute').flatMap(({ value }) => multiPathOf(value.text)?.gateway ?? [])
  const family = [...texts, ...hops].map(familyOf).find((one) => one !== undefined)
  const keep = (text: string): LoweredRoutes => ({ ...NOTHING, kept: [{ what: text, touches: 'anything', origin }] })
  if (settingIn([section], 'NextHop') !== undefined) return keep('a route with NextHop=')
  if (texts.includes('_ipv6ra')) return { ...NOTHING, kept: [{ what: 'a route with Gateway=_ipv6ra', touches: 'harmless', origin }] }
  if (settingIn([section], 'Source') !== undefined && family === 6)
    return { ...NOTHING, kept: [{ what: 'a route with Source=', touches: 'harmless', origin }] }
  if (family === undefined && texts.length === 0) return NOTHING
  if (tableIn(reading, typeIn(section)) === null)
    return keep(`a route in table ${settingIn([section], 'Table')?.value.text ?? ''}, which nobody defines`)
  return family === 6 ? route6(reading) : route4(reading)
}

function familyOf(text: string): 4 | 6 | undefined {
  if (text === '_dhcp4' || text === '_ipv6ra') return text === '_dhcp4' ? 4 : 6
  return text.includes(':') ? 6 : 4
}

function typeIn(section: Section): RouteType {
  const type = settingIn([section], 'Type')?.value.text
  return (TYPES as readonly string[]).includes(type ?? '') ? (type as RouteType) : 'unicast'
}

const TYPES = ['unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const
const WITHOUT_DEVICE: readonly RouteType[] = ['blackhole', 'unreachable', 'prohibit', 'throw']
const LOCAL_TYPES: readonly RouteType[] = ['local', 'broadcast', 'anycast']

/** null: a name that nobody defined. */
function tableIn({ section, context }: Reading, type: RouteType): string | null | undefined {
  const asked = settingIn([section], 'Table')?.value.text
  if (asked !== undefined) return tableOf(asked, context.tables) ?? null
  return LOCAL_TYPES.includes(type) ? 'local' : context.vrfTable
}

type Common = {
  readonly mode: 'append'
  readonly type: RouteType
  readonly table?: string
  readonly metric?: number
  readonly protocol: 'boot' | 'static'
  readonly mtu?: number
  readonly origin: Origin
}

function commonOf(reading: Reading): Common {
  const { section, origin } = reading
  const type = typeIn(section)
  const table = tableIn(reading, type)
  const metric = unsignedOf(settingIn([section], 'Metric')?.value.text ?? '')
  const mtu = sizeOf(settingIn([section], 'MTUBytes')?.value.text ?? '')
  return {
    mode: 'append',
    type,
    protocol: settingIn([section], 'Protocol')?.value.text === 'boot' ? 'boot' : 'static',
    ...(typeof table === 'string' ? { table } : {}),
    ...(metric === undefined ? {} : { metric }),
    ...(mtu === undefined ? {} : { mtu }),
    origin,
  }
}

/** Without an address on the interface a gateway can hardly be in reach, so networkd takes it to be. */
function onlinkIn({ section, hasAddress }: Reading): boolean {
  const asked = ['GatewayOnLink', 'GatewayOnlink'].flatMap((key) => settingIn([section], key)?.value.text ?? []).at(-1)
  return asked === undefined ? !hasAddress : booleanOf(asked) === true
}

type Hop<Ip> = { readonly interface: InterfaceName; readonly gateway?: Ip; readonly onlink?: boolean; readonly weight?: number }

function hopsOf<Ip>(reading: Reading, type: RouteType, parse: (text: string) => Ip | undefined): readonly Hop<Ip>[] {
  const { section, context } = reading
  const paths = listIn([section], 'MultiPathRoute').flatMap(({ value }) => multiPathOf(value.text) ?? [])
  if (paths.length > 0) {
    return paths.flatMap((path): readonly Hop<Ip>[] => {
      const gateway = parse(path.gateway)
      const device = path.interface === undefined ? context.device : parseInterfaceName(path.interface)
      if (gateway === undefined || device === undefined) return []
      return [{ interface: device, gateway, ...(path.weight === undefined ? {} : { weight: path.weight }) }]
    })
  }
  if (WITHOUT_DEVICE.includes(type)) return []
  const gateway = parse(settingIn([section], 'Gateway')?.value.text ?? '')
  if (gateway === undefined) return [{ interface: context.device }]
  return [{ interface: context.device, gateway, ...(onlinkIn(reading) ? { onlink: true } : {}) }]
}

function destination4(section: Section): Prefix | undefined {
  const text = settingIn([section], 'Destination')?.value.text
  const prefix = text === undefined ? DEFAULT_ROUTE : parsePrefix(text)
  return prefix === undefined ? undefined : networkOf(prefix.address, prefix.length)
}

const SCOPES = { global: 'global', link: 'link', host: 'host' } as const

function route4(reading: Reading): LoweredRoutes {
  const { section, origin } = reading
  const common = commonOf(reading)
  const to = destination4(section)
  if (to === undefined) return NOTHING
  const hops: readonly Hop<Ipv4>[] = hopsOf(reading, common.type, parseIpv4)
  const source = parseIpv4(settingIn([section], 'PreferredSource')?.value.text ?? '')
  const asked = settingIn([section], 'Scope')?.value.text
  const scope = asked === undefined ? scopeOf(common.type, hops) : SCOPES[asked as keyof typeof SCOPES]
  const request = {
    kind: 'route-add',
    ...common,
    to,
    hops,
    ...(source === undefined ? {} : { source }),
    ...(scope === undefined ? {} : { scope }),
  } as const
  return settingIn([section], 'Gateway')?.value.text === '_dhcp4'
    ? { ...NOTHING, leased: [leasedRoute(request)] }
    : { ...NOTHING, routes: [{ request, origin }] }
}

/** The gateway is still to come, and with it the scope. */
function leasedRoute({ scope, ...request }: LeasedRoute): LeasedRoute {
  return { ...request, ...(scope === undefined || scope === 'link' ? {} : { scope }), protocol: 'dhcp' }
}

function scopeOf(type: RouteType, hops: readonly Hop<Ipv4>[]): 'global' | 'link' | 'host' | undefined {
  if (type === 'local') return 'host'
  if (['broadcast', 'anycast', 'multicast'].includes(type)) return 'link'
  return type === 'unicast' && hops.every((hop) => hop.gateway === undefined) ? 'link' : undefined
}

function route6(reading: Reading): LoweredRoutes {
  const { section, origin } = reading
  const common = commonOf(reading)
  const text = settingIn([section], 'Destination')?.value.text
  const asked: Prefix6 | undefined = parsePrefix6(text ?? '::/0')
  if (asked === undefined) return NOTHING
  const hops: readonly Hop<Ipv6>[] = hopsOf(reading, common.type, parseIpv6)
  const source = parseIpv6(settingIn([section], 'PreferredSource')?.value.text ?? '')
  const to = networkOf6(asked.address, asked.length)
  const request = { kind: 'route6-add', ...common, to, hops, ...(source === undefined ? {} : { source }) } as const
  return { ...NOTHING, routes: [{ request, origin }] }
}
