/** networkd's own DHCP server. Which address of its pool it takes is its secret; the model has it choose as dnsmasq does. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { NetworkFacts } from '../../formats/networkd/index.js'
import type { NameAndLeaseServer } from '../../model/index.js'
import { type Booting, change, request, type Stage } from './machine.js'

export function startLeaseServer(booting: Booting, stage: Stage, device: InterfaceName, facts: NetworkFacts): void {
  const { dhcpServer } = facts
  if (dhcpServer === undefined) return
  const { start, end, length, router, nameServers, hosts, origin } = dhcpServer
  const server: NameAndLeaseServer = {
    name: `systemd-networkd on ${device}`,
    interfaces: [device],
    exceptInterfaces: [],
    ranges: [{ start, end, length, origin }],
    hosts,
    router,
    nameServers,
    dns: false,
    records: [],
    upstream: [],
    localService: false,
    authoritative: true,
    origin,
  }
  change(booting, stage.node, (node) => ({ ...node, servers: [...node.servers, server] }))
  booting.journal.push({ node: stage.node, phase: stage.phase, kind: 'server', server })
  request(booting, stage, {
    kind: 'unmodelled',
    text: `which address of ${start} to ${end} systemd-networkd leases`,
    touches: 'harmless',
    origin,
  })
}
