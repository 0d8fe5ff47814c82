/** A DHCP client of a booting node: asks, puts the lease into force, or waits until everybody is up. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { parseMac } from '../../addresses/mac.js'
import { DEFAULT_ROUTE } from '../../addresses/prefix.js'
import { type Origin, withOrigin } from '../../diagnostics/origin.js'
import { allocate } from '../../formats/dnsmasq/index.js'
import type { KernelRequest } from '../../model/index.js'
import type { Lease } from '../journal.js'
import { type Allocator, askForLease } from './dhcp.js'
import { type Booting, change, networkNow, nodeIn, request, type Stage } from './machine.js'

export type DhcpClient = {
  readonly device: InterfaceName
  readonly label: string
  readonly origin: Origin | undefined
  readonly metric?: number
  /** What the default route is marked with. dhclient-script uses ip(8), which marks nothing. */
  readonly protocol?: 'boot'
  /** How the lease is put into force; absent: as dhclient-script does it. */
  readonly use?: (lease: Lease) => void
}

/** `then` runs once there is a lease; without one the interface stays up and bare. */
export function obtainLease(booting: Booting, stage: Stage, client: DhcpClient, then: () => void): void {
  /** Returns whether the client is done; `last` = nobody new will come up. */
  const attempt = (last: boolean): boolean => {
    const node = nodeIn(booting, stage.node)
    const device = node.interfaces.find((candidate) => candidate.name === client.device)
    if (device === undefined) return true
    const asked = askForLease(networkNow(booting), { node, device }, likeDnsmasq)
    if (asked.lease === undefined && !last) return false
    booting.journal.push({
      node: stage.node,
      phase: stage.phase,
      kind: 'dhcp',
      interface: client.device,
      why: asked.why,
      ...(client.metric === undefined ? {} : { metric: client.metric }),
      ...(asked.lease === undefined ? {} : { lease: asked.lease }),
    })
    if (asked.lease === undefined) {
      complain(booting, stage, client, asked.why)
      return true
    }
    if (client.use === undefined) useLease(booting, stage, client, asked.lease)
    else client.use(asked.lease)
    then()
    return true
  }
  if (!attempt(false)) booting.waiting.push(attempt)
}

function complain(
  booting: Booting,
  stage: Stage,
  client: DhcpClient,
  why: { readonly text: string; readonly because: readonly Origin[] },
): void {
  booting.diagnostics.push({
    code: 'boot/no-lease',
    severity: 'warning',
    message: `${client.device} of ${stage.node} gets no DHCP lease`,
    ...(client.origin === undefined ? {} : { at: client.origin }),
    because: why.text,
    help: 'give it a static address, or a DHCP server on its segment',
  })
}

/** dhclient-script: the address, then the default route, which an existing one wins over. */
function useLease(booting: Booting, stage: Stage, client: DhcpClient, lease: Lease): void {
  const origin = withOrigin(client.origin)
  const leased = { leasedFrom: lease.server.node, ...origin }
  const address: KernelRequest = {
    kind: 'address-add',
    interface: client.device,
    address: lease.address,
    length: lease.length,
    broadcast: '+',
    label: client.label,
    ...leased,
  }
  request(booting, stage, address)
  for (const gateway of lease.routers.slice(0, 1)) {
    request(booting, stage, {
      kind: 'route-add',
      mode: 'add',
      type: 'unicast',
      to: DEFAULT_ROUTE,
      hops: [{ interface: client.device, gateway }],
      protocol: client.protocol ?? 'dhcp',
      ...origin,
      ...(client.metric === undefined ? {} : { metric: client.metric }),
    })
  }
  const servers = lease.nameServers.map((server) => ({ address: server, ...origin }))
  change(booting, stage.node, (node) => ({
    ...node,
    resolver: { ...node.resolver, nameServers: [...node.resolver.nameServers, ...servers] },
  }))
}

const likeDnsmasq: Allocator = (hardware, range, taken) => {
  const mac = parseMac(hardware)
  return mac === undefined ? undefined : allocate(mac, { ranges: [range], isTaken: (address) => taken.includes(address) })
}
