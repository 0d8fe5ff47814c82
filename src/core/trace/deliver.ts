/** Local delivery: echo, sockets, and what comes back to the host that asked. */
import { why } from '../diagnostics/why.js'
import type { Listener, NameAndLeaseServer, Node } from '../model/index.js'
import { unwrapVxlan } from './at/vxlan.js'
import { type Context, enter, lose, note, type Reception } from './context.js'
import { sendError, sendReset } from './errors.js'
import type { Tracked } from './netfilter/tracked.js'
import { sendOwn } from './output.js'
import { answerTo, type Packet } from './packet.js'
import { acceptRedirect } from './redirect.js'
import { isBroadcast } from './routing.js'
import { sysctlOf } from './view.js'

export function deliver(context: Context, node: Node, tracked: Tracked, reception: Reception): void {
  const packet = tracked.packet
  switch (packet.payload.kind) {
    case 'echo-request':
      return echo(context, node, packet, reception)
    case 'tcp':
      return packet.payload.flags === 'SYN' ? connect(context, node, packet, reception) : receive(context, node, packet)
    case 'udp':
      return packet.payload.answer ? receive(context, node, packet) : datagram(context, node, packet, reception)
    case 'echo-reply':
    case 'icmp-error':
      return receive(context, node, packet)
    case 'redirect':
      receive(context, node, packet)
      return acceptRedirect(context, node, packet, {
        gateway: packet.payload.gateway,
        about: packet.payload.about,
        in: reception.interface,
      })
  }
}

function receive(context: Context, node: Node, packet: Packet): void {
  note(context, { kind: 'deliver', did: 'received', address: packet.destination, why: why(`${node.name} receives it`) })
  if (node.name === context.asker) context.arrivals.push({ packet, ttl: packet.ttl })
}

function echo(context: Context, node: Node, packet: Packet, reception: Reception): void {
  const ignoreAll = sysctlOf(node, 'net.ipv4.icmp_echo_ignore_all', 0)
  const broadcast = isBroadcast(node, packet.destination)
  const ignored = ignoreAll.value > 0 ? ignoreAll : broadcast ? sysctlOf(node, 'net.ipv4.icmp_echo_ignore_broadcasts', 1) : undefined
  if (ignored !== undefined && ignored.value > 0) {
    const because = why(`${node.name} ignores ${broadcast ? 'broadcast pings' : 'echo requests'}`, ignored.origin)
    note(context, { kind: 'deliver', did: 'ignored', address: packet.destination, why: because })
    return lose(context, node, packet, { reason: broadcast ? 'deliver/broadcast-ignored' : 'deliver/echo-ignored', why: because })
  }
  answer(context, node, { packet, reception })
}

type Answering = {
  readonly packet: Packet
  readonly reception: Reception
  /** A UDP socket that is bound to no address does not say from which it answers: the way back decides (udp_sendmsg). */
  readonly unbound?: boolean
}

/** The host's answer starts over at its own routing decision. */
function answer(context: Context, node: Node, { packet, reception, unbound = false }: Answering): void {
  context.delivered.push({ node: node.name, packet, interface: reception.interface })
  const owner = node.addresses.find((entry) => entry.address === packet.destination)
  note(context, {
    kind: 'deliver',
    did: 'answered',
    address: packet.destination,
    why: why(`${node.name} has ${packet.destination} and answers`, owner?.origin),
  })
  const reply = answerTo(packet)
  enter(context, node.name, reply)
  const { source: _source, ...sourceless } = reply
  const sent = sendOwn(context, node, unbound ? sourceless : reply)
  if (sent.kind !== 'failed') return
  const reason = sent.reason === 'route/none' || sent.reason === 'address/none' ? 'return/no-route' : sent.reason
  lose(context, node, reply, { reason, why: sent.why })
}

function connect(context: Context, node: Node, packet: Packet, reception: Reception): void {
  const port = packet.payload.kind === 'tcp' ? packet.payload.destinationPort : 0
  if (isBroadcast(node, packet.destination)) {
    const because = why(`${packet.destination} is a broadcast address of ${node.name}, and TCP takes no connection to one`)
    note(context, { kind: 'deliver', did: 'ignored', address: packet.destination, why: because })
    return lose(context, node, packet, { reason: 'deliver/broadcast-ignored', why: because })
  }
  if (
    listenerAt(node, 'tcp', { port, address: packet.destination }) !== undefined ||
    (port === 53 && nameServerAt(node, reception.interface) !== undefined)
  ) {
    return answer(context, node, { packet, reception })
  }
  const because = why(`nothing listens on TCP port ${port} of ${node.name}`)
  note(context, { kind: 'deliver', did: 'refused', address: packet.destination, why: because })
  lose(context, node, packet, { reason: 'deliver/no-listener', why: because })
  sendReset(context, node, packet)
}

function datagram(context: Context, node: Node, packet: Packet, reception: Reception): void {
  if (unwrapVxlan(context, node, packet) !== undefined) return
  const port = packet.payload.kind === 'udp' ? packet.payload.destinationPort : 0
  const listener = listenerAt(node, 'udp', { port, address: packet.destination })
  if (listener !== undefined) return answer(context, node, { packet, reception, unbound: listener.address === undefined })
  if (port === 53 && node.servers.some((server) => server.dns)) return nameQuery(context, node, packet, reception)
  const because = why(`nothing listens on UDP port ${port} of ${node.name}`)
  note(context, { kind: 'deliver', did: 'refused', address: packet.destination, why: because })
  lose(context, node, packet, { reason: 'deliver/no-listener', why: because })
  sendError(context, node, packet, { error: 'port-unreachable', in: reception.interface })
}

function nameQuery(context: Context, node: Node, packet: Packet, reception: Reception): void {
  if (nameServerAt(node, reception.interface) !== undefined) return answer(context, node, { packet, reception })
  const because = why(`the name server of ${node.name} does not serve ${reception.interface}`)
  note(context, { kind: 'deliver', did: 'ignored', address: packet.destination, why: because })
  lose(context, node, packet, { reason: 'name/server-silent', why: because })
}

/** The dnsmasq that answers DNS coming in on an interface. */
export function nameServerAt(node: Node, name: string): NameAndLeaseServer | undefined {
  return node.servers.find(
    (server) =>
      server.dns &&
      !server.exceptInterfaces.some((other) => other === name) &&
      (name === 'lo' || server.interfaces.length === 0 || server.interfaces.some((other) => other === name)),
  )
}

function listenerAt(node: Node, protocol: 'tcp' | 'udp', at: { readonly port: number; readonly address: string }): Listener | undefined {
  return node.listeners.find(
    (listener) =>
      listener.protocol === protocol && listener.port === at.port && (listener.address === undefined || listener.address === at.address),
  )
}
