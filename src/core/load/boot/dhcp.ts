/** A DHCP client asks: its broadcast walks the modelled layer 2 to the servers, and the answer must find its way back. */
import { ANY_ADDRESS, type Ipv4, LIMITED_BROADCAST } from '../../addresses/ipv4.js'
import { BROADCAST_MAC } from '../../addresses/mac.js'
import { contains } from '../../addresses/prefix.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Address, DhcpRange, Interface, NameAndLeaseServer, Network, Node } from '../../model/index.js'
import { type Context, carry, coldMemory, type Landing, newContext, passHook, untracked } from '../../trace/index.js'
import type { Lease } from '../journal.js'

export type Asked = { readonly lease?: Lease; readonly why: Why }

/** `taken`: addresses already leased by the same servers. `allocate`: the server's own choice of an address for a MAC. */
export type Allocator = (mac: string, range: { readonly start: Ipv4; readonly end: Ipv4 }, taken: readonly Ipv4[]) => Ipv4 | undefined

type Client = { readonly node: Node; readonly device: Interface }

export function askForLease(network: Network, client: Client, allocate: Allocator): Asked {
  const { node, device } = client
  const context = newContext(network, coldMemory(), node.name, { script: [], offered: [] })
  const packet = {
    source: ANY_ADDRESS,
    destination: LIMITED_BROADCAST,
    ttl: 64,
    mark: 0,
    payload: { kind: 'udp', sourcePort: 68, destinationPort: 67, answer: false },
  } as const
  const sent = carry(
    context,
    { node: node.name, interface: device.name },
    { source: device.mac, destination: BROADCAST_MAC, carries: { kind: 'ip', packet } },
  )
  const refusals: Why[] = []
  for (const landing of sent.landings) {
    const offered = offerAt(context, client, landing, allocate)
    if (offered === undefined) continue
    if (offered.lease !== undefined) return offered
    refusals.push(offered.why)
  }
  const refusal = refusals[0]
  if (refusal !== undefined) return { why: refusal }
  const loss = sent.landings.length === 0 ? sent.losses[0]?.why : undefined
  const heard = [...new Set(sent.landings.map((landing) => landing.node))]
  const text =
    heard.length === 0
      ? 'nobody hears it'
      : `${heard.join(', ')} hear${heard.length === 1 ? 's' : ''} it, but no DHCP server serves that segment`
  return {
    why:
      loss === undefined
        ? why(`${node.name} asks for a lease on ${device.name}: ${text}`)
        : { text: `${node.name} asks for a lease on ${device.name}: ${loss.text}`, because: loss.because },
  }
}

function offerAt(context: Context, client: Client, landing: Landing, allocate: Allocator): Asked | undefined {
  const node = context.network.nodes[landing.node]
  if (node === undefined || node.name === client.node.name) return undefined
  for (const server of node.servers) {
    const fitting = rangeFor(node, server, landing.interface)
    if (fitting === undefined) continue
    const blocked = blockedAt(context, node, landing)
    if (blocked !== undefined) return { why: blocked }
    if (!comesBack(context, client, landing)) return { why: why(`the offer of ${node.name} does not come back to ${client.node.name}`) }
    const address = addressFor({ context, node, server, ...fitting }, client, allocate)
    if (address === undefined) return { why: why(`the DHCP range of ${server.name} on ${node.name} is used up`, fitting.range.origin) }
    return {
      lease: leaseOf(node, server, fitting, address),
      why: why(`${server.name} on ${node.name} leases ${address}`, fitting.range.origin),
    }
  }
  return undefined
}

type Fitting = { readonly range: DhcpRange; readonly own: Address }

/** The range of the server that covers the interface on which the request comes in. */
function rangeFor(node: Node, server: NameAndLeaseServer, name: string): Fitting | undefined {
  if (server.exceptInterfaces.some((other) => other === name)) return undefined
  if (server.interfaces.length > 0 && !server.interfaces.some((other) => other === name)) return undefined
  for (const own of node.addresses.filter((entry) => entry.interface === name)) {
    const range = server.ranges.find((candidate) => contains(own, candidate.start))
    if (range !== undefined) return { range, own }
  }
  return undefined
}

/** dnsmasq uses an ordinary UDP socket, so the server's INPUT and OUTPUT can stop it. */
function blockedAt(context: Context, node: Node, landing: Landing): Why | undefined {
  if (landing.frame.carries.kind !== 'ip') return undefined
  const asked = untracked(landing.frame.carries.packet)
  const pre = passHook(context, node, asked, { hook: 'prerouting', in: landing.interface })
  const input = pre.kind === 'accept' ? passHook(context, node, pre.tracked, { hook: 'input', in: landing.interface }) : pre
  if (input.kind !== 'accept') return input.why
  const own = node.addresses.find((entry) => entry.interface === landing.interface)?.address ?? ANY_ADDRESS
  const answer = untracked({
    source: own,
    destination: LIMITED_BROADCAST,
    ttl: 64,
    mark: 0,
    payload: { kind: 'udp', sourcePort: 67, destinationPort: 68, answer: true },
  })
  const output = passHook(context, node, answer, { hook: 'output', out: landing.interface })
  return output.kind === 'accept' ? undefined : output.why
}

function comesBack(context: Context, client: Client, landing: Landing): boolean {
  const server = context.network.nodes[landing.node]
  const device = server?.interfaces.find((candidate) => candidate.name === landing.interface)
  if (device === undefined) return false
  const back = carry(
    context,
    { node: landing.node, interface: landing.interface },
    { source: device.mac, destination: client.device.mac, carries: { kind: 'arp' } },
  )
  return back.landings.some((end) => end.node === client.node.name && end.interface === client.device.name)
}

type Serving = Fitting & { readonly context: Context; readonly node: Node; readonly server: NameAndLeaseServer }

function addressFor(serving: Serving, client: Client, allocate: Allocator): Ipv4 | undefined {
  const { server, own, range, context } = serving
  const fixed = server.hosts.find((host) => host.mac === client.device.mac && host.address !== undefined && contains(own, host.address))
  if (fixed?.address !== undefined) return fixed.address
  const reserved = server.hosts.flatMap((host) => (host.address === undefined ? [] : [host.address]))
  const leased = Object.values(context.network.nodes).flatMap((node) => node.addresses.map((entry) => entry.address))
  return allocate(client.device.mac, range, [...reserved, ...leased, own.address])
}

/** dnsmasq offers the range's netmask if it names one, else that of its interface. */
function leaseOf(node: Node, server: NameAndLeaseServer, { range, own }: Fitting, address: Ipv4): Lease {
  return {
    address,
    length: range.length ?? own.length,
    routers: server.router ?? [own.address],
    nameServers: server.nameServers ?? (server.dns ? [own.address] : []),
    server: { node: node.name, address: own.address },
  }
}
