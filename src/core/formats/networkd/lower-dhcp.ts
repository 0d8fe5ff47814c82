/** What a .network says of leases, of masquerading and of names. */
import type { Assignment } from './document.js'
import type { Dhcp4Fact, LeasedRoute, NetworkContext, NetworkFacts } from './facts.js'
import { familiesOf } from './lower-sysctl.js'
import { tableOf } from './table-name.js'
import { listOf, settingOf, type Unit } from './unit.js'
import { booleanOf, dnsServerOf, unsignedOf } from './value.js'

/** DHCP_ROUTE_METRIC of networkd-dhcp-common.h. */
const ROUTE_METRIC = 1024

type Leasing = { readonly context: NetworkContext; readonly leased: readonly LeasedRoute[] }

/** [DHCP] is what [DHCPv4] was called until 242; both are read. */
export function dhcp4Of(unit: Unit, { context, leased }: Leasing): Dhcp4Fact | undefined {
  const asked = settingOf(unit, 'Network', 'DHCP')
  if (asked === undefined || !asksIpv4(asked)) return undefined
  const setting = (key: string) => settingOf(unit, 'DHCPv4', key) ?? settingOf(unit, 'DHCP', key)
  const says = (key: string, fallback: boolean) => booleanOf(setting(key)?.value.text ?? '') ?? fallback
  const asTable = setting('RouteTable')?.value.text
  const table = asTable === undefined ? context.vrfTable : tableOf(asTable, context.tables)
  const useRoutes = says('UseRoutes', true)
  const useDns = says('UseDNS', true)
  return {
    origin: asked.origin,
    metric: unsignedOf(setting('RouteMetric')?.value.text ?? '') ?? ROUTE_METRIC,
    ...(table === undefined ? {} : { table }),
    useRoutes,
    useGateway: says('UseGateway', useRoutes),
    useDns,
    routesToDns: useDns && says('RoutesToDNS', true),
    useDomains: says('UseDomains', says('UseDomainName', false)),
    routes: leased,
  }
}

function asksIpv4({ value }: Assignment): boolean {
  return booleanOf(value.text) === true || ['ipv4', 'v4', 'both'].includes(value.text)
}

export function masqueradeOf(unit: Unit): NetworkFacts['masquerade'] {
  const found = settingOf(unit, 'Network', 'IPMasquerade')
  const families = familiesOf(found, ['ipv4'])
  if (found === undefined || families.length === 0) return undefined
  return { families: families.map((family) => (family === 'ipv6' ? 'ip6' : 'ip')), origin: found.origin }
}

/** Port, interface and name of a server are left out. */
export function nameServersOf(unit: Unit): NetworkFacts['nameServers'] {
  return listOf(unit, 'Network', 'DNS').flatMap(({ value }) => serversIn(value))
}

export function serversIn({ text, origin }: Assignment['value']): NetworkFacts['nameServers'] {
  return text.split(/\s+/).flatMap((name) => {
    const address = dnsServerOf(name)
    return address === undefined ? [] : [{ name, address, origin }]
  })
}
