/** networkd's own DHCP client: what it asks of the kernel for a lease (networkd-dhcp4.c), as measured with systemd 252 and 257. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { Ipv4 } from '../../addresses/ipv4.js'
import { contains, DEFAULT_ROUTE, networkOf, type Prefix } from '../../addresses/prefix.js'
import type { Dhcp4Fact } from '../../formats/networkd/index.js'
import type { KernelRequest } from '../../model/index.js'
import type { Lease } from '../journal.js'
import { obtainLease } from './lease.js'
import type { Booting } from './machine.js'
import { ask, masqueradeRule, retryRoutes } from './networkd-configure.js'
import type { ManagedLink, Networkd } from './networkd-state.js'
import { addNameServers } from './resolved.js'

export function startLeasing(booting: Booting, networkd: Networkd, device: InterfaceName, link: ManagedLink): void {
  const { dhcp4 } = link.facts
  if (dhcp4 === undefined) return
  const client = {
    device,
    label: device,
    origin: dhcp4.origin,
    metric: dhcp4.metric,
    use: (lease: Lease) => useLease(booting, link, { device, dhcp4, lease }),
  }
  obtainLease(booting, link.stage, client, networkd.advance)
}

type Leased = { readonly device: InterfaceName; readonly dhcp4: Dhcp4Fact; readonly lease: Lease }

function useLease(booting: Booting, link: ManagedLink, leased: Leased): void {
  const { dhcp4, lease } = leased
  ask(booting, link, addressOf(leased))
  for (const route of routesOf(leased)) ask(booting, link, route)
  const { masquerade } = link.facts
  if (masquerade?.families.includes('ip') === true)
    ask(booting, link, masqueradeRule(networkOf(lease.address, lease.length), masquerade.origin))
  retryRoutes(booting, link)
  if (dhcp4.useDns) {
    const nameServers = lease.nameServers.map((address) => ({ name: address, address, origin: dhcp4.origin }))
    addNameServers(booting, link.stage.node, { nameServers, domains: [] })
  }
}

/** In another table than the main one the route to the subnet does not come by itself. */
function addressOf({ device, dhcp4, lease }: Leased): KernelRequest {
  return {
    kind: 'address-add',
    interface: device,
    address: lease.address,
    length: lease.length,
    broadcast: '+',
    metric: dhcp4.metric,
    ...(dhcp4.table === undefined || dhcp4.table === 'main' ? {} : { noPrefixRoute: true }),
    mayExist: true,
    leasedFrom: lease.server.node,
    origin: dhcp4.origin,
  }
}

/** The router, and a name server in the subnet, are reached without a gateway, by routes of their own. */
function routesOf(leased: Leased): readonly KernelRequest[] {
  const { device, dhcp4, lease } = leased
  const router = lease.routers[0]
  const common = {
    kind: 'route-add',
    mode: 'append',
    type: 'unicast',
    protocol: 'dhcp',
    source: lease.address,
    origin: dhcp4.origin,
  } as const
  const table = dhcp4.table === undefined ? {} : { table: dhcp4.table }
  const to = (prefix: Prefix, gateway?: Ipv4): KernelRequest => ({
    ...common,
    ...table,
    to: prefix,
    metric: dhcp4.metric,
    hops: [{ interface: device, ...(gateway === undefined ? {} : { gateway }) }],
    ...(gateway === undefined ? { scope: 'link' } : {}),
  })
  const host = (address: Ipv4): Prefix => ({ address, length: 32 })
  const own = dhcp4.table === undefined || dhcp4.table === 'main' ? [] : [to(networkOf(lease.address, lease.length))]
  const near = (server: Ipv4) => contains(networkOf(lease.address, lease.length), server)
  const servers = dhcp4.routesToDns ? lease.nameServers : []
  const far = servers.filter((server) => !near(server))
  const needsRouter = dhcp4.useGateway || dhcp4.routes.length > 0 || far.length > 0
  if (router === undefined) return [...own, ...servers.filter(near).map((server) => to(host(server)))]
  const direct = new Set([...(needsRouter ? [router] : []), ...servers.filter(near)])
  const byRouter = [...(dhcp4.useGateway ? [to(DEFAULT_ROUTE, router)] : []), ...far.map((server) => to(host(server), router))]
  const written = dhcp4.routes.map(
    (route): KernelRequest => ({ ...table, metric: dhcp4.metric, ...route, hops: [{ interface: device, gateway: router }] }),
  )
  return [...own, ...[...direct].map((address) => to(host(address))), ...byRouter, ...written]
}
