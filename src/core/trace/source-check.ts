/** Whether a host believes a source address on an interface: martians and rp_filter (net/ipv4/fib_frontend.c: fib_validate_source). */
import { ANY_ADDRESS, type Ipv4, isLoopback, isMulticast, LIMITED_BROADCAST } from '../addresses/ipv4.js'
import { type Why, why } from '../diagnostics/why.js'
import type { Network, Node } from '../model/index.js'
import type { ReasonCode } from './reason.js'
import { isBroadcast, lookUp } from './routing.js'
import { isLocalAddress, maxConf } from './view.js'

export type SourceCheck = { readonly ok: true; readonly why: Why } | { readonly ok: false; readonly reason: ReasonCode; readonly why: Why }

export type Incoming = {
  readonly source: Ipv4
  readonly destination: Ipv4
  readonly in: string
  /** Where it will go on to. The way back is looked up as for a packet that comes in there: a rule about `iif` meets it. */
  readonly out?: string
  readonly mark: number
}

export function checkSource(network: Network, node: Node, incoming: Incoming): SourceCheck {
  const martian = martianText(node, incoming)
  if (martian !== undefined) return { ok: false, reason: 'ingress/martian', why: why(`${node.name} drops it as a martian: ${martian}`) }
  if (incoming.in === 'lo') return { ok: true, why: why('own packets over lo are not checked') }
  const setting = maxConf(node, incoming.in, 'rp_filter')
  if (setting.value === 0) return { ok: true, why: why(`rp_filter is 0 on ${incoming.in} of ${node.name}`) }
  const valid = maxConf(node, incoming.in, 'src_valid_mark').value > 0
  const back = lookUp(network, node, {
    destination: incoming.source,
    source: incoming.destination,
    ...(incoming.out === undefined ? {} : { inInterface: incoming.out }),
    ...(valid ? { mark: incoming.mark } : {}),
  })
  const strict = setting.value === 1
  const told = `rp_filter=${setting.value} (${strict ? 'strict' : 'loose'}) on ${incoming.in} of ${node.name}`
  if (back.kind !== 'route') {
    return {
      ok: false,
      reason: 'rp-filter/strict',
      why: why(`${told}: there is no route back to ${incoming.source}`, setting.origin, ...back.why.because),
    }
  }
  const ways = back.hops.map((hop) => hop.interface as string)
  if (strict && !ways.includes(incoming.in)) {
    const text = `${told}: the best route back to ${incoming.source} leaves by ${ways.join(', ')}, not by ${incoming.in}`
    return { ok: false, reason: 'rp-filter/strict', why: why(text, setting.origin, ...back.why.because) }
  }
  return { ok: true, why: why(`${told}: the route back to ${incoming.source} leaves by ${ways.join(', ')}`, ...back.why.because) }
}

function martianText(node: Node, incoming: Incoming): string | undefined {
  const { source, destination } = incoming
  if (isMulticast(source) || source === LIMITED_BROADCAST) return `${source} cannot be a source address`
  if (source === ANY_ADDRESS && destination !== LIMITED_BROADCAST) return 'the source address is 0.0.0.0'
  if (incoming.in === 'lo') return undefined
  if (isLoopback(source) || isLoopback(destination)) {
    return maxConf(node, incoming.in, 'route_localnet').value > 0 ? undefined : '127.0.0.0/8 comes from outside'
  }
  if (isLocalAddress(node, source) && maxConf(node, incoming.in, 'accept_local').value === 0) return `${source} is its own address`
  return isBroadcast(node, source) ? `${source} is a broadcast address` : undefined
}
