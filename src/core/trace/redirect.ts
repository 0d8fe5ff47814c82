/** What a host does with an ICMP redirect (net/ipv4/route.c: __ip_do_redirect). */
import type { Ipv4 } from '../addresses/ipv4.js'
import { why } from '../diagnostics/why.js'
import type { Node } from '../model/index.js'
import { type Context, note } from './context.js'
import { arpSender, neighbourKey, resolve } from './neighbour.js'
import type { Packet } from './packet.js'
import { lookUp } from './routing.js'
import { confOf, forwards, interfaceOf } from './view.js'

export type Advice = { readonly gateway: Ipv4; readonly about: Packet; readonly in: string }

/** The better gateway is used once its MAC is known; a first redirect may only start to ask for it. */
export function acceptRedirect(context: Context, node: Node, packet: Packet, advice: Advice): void {
  const ignored = reasonToIgnore(context, node, packet, advice)
  if (ignored !== undefined) return note(context, { kind: 'redirect', did: 'ignored', gateway: advice.gateway, why: why(ignored) })
  const device = interfaceOf(node, advice.in)
  if (device === undefined) return
  if (context.memory.neighbours.has(neighbourKey(node.name, device.name, advice.gateway))) {
    context.memory.exceptions.set(`${node.name} ${advice.about.destination}`, advice.gateway)
    const text = `${node.name} sends to ${advice.about.destination} by ${advice.gateway} from now on`
    return note(context, { kind: 'redirect', did: 'accepted', gateway: advice.gateway, why: why(text) })
  }
  const sender = arpSender(node, device, { source: advice.about.source, target: advice.gateway })
  resolve(context, node, device, { target: advice.gateway, sender })
  note(context, {
    kind: 'redirect',
    did: 'accepted',
    gateway: advice.gateway,
    why: why(`${node.name} asks by ARP for ${advice.gateway} first and uses it at the next redirect`),
  })
}

function reasonToIgnore(context: Context, node: Node, packet: Packet, advice: Advice): string | undefined {
  const { all, own } = confOf(node, advice.in, 'accept_redirects', 1)
  const accepts = forwards(node, advice.in).value > 0 ? all.value > 0 && own.value > 0 : all.value > 0 || own.value > 0
  if (!accepts) return `${node.name} does not accept redirects (accept_redirects)`
  const { destination } = advice.about
  const route = lookUp(context.network, node, { destination, source: advice.about.source })
  const current =
    context.memory.exceptions.get(`${node.name} ${destination}`) ?? (route.kind === 'route' ? route.hops[0]?.gateway : undefined)
  return current === packet.source ? undefined : `${packet.source} is not ${node.name}'s gateway towards ${destination}`
}
