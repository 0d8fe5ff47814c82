/** Several default routes of one metric: the first whose gateway is not known to be dead (net/ipv4/fib_semantics.c: fib_select_default). */
import { samePrefix } from '../addresses/prefix.js'
import { why } from '../diagnostics/why.js'
import type { Node, Route } from '../model/index.js'
import type { Memory } from './memory.js'
import { neighbourKey } from './neighbour.js'
import { describeHop, type Lookup } from './routing.js'
import { interfaceOf } from './view.js'

type Found = Lookup & { readonly kind: 'route' }

/** The route found, or its living equal. Only a host's own packets are led around a dead gateway. */
export function preferLiving(memory: Memory, node: Node, found: Found): Found {
  const { route, table } = found
  if (route.to.length > 0 || route.type !== 'unicast' || route.hops.length !== 1 || !isDead(memory, node, route)) return found
  const living = node.routes.find(
    (other) => isEqual(route, other) && other.hops.every((hop) => isUp(node, hop.interface)) && !isDead(memory, node, other),
  )
  if (living === undefined) return found
  const text = `${node.name}: of several default routes in table ${table} the one${describeHop(living.hops[0])}, because the gateway of the first does not answer ARP`
  return { ...found, route: living, hops: living.hops, why: why(text, living.origin) }
}

function isEqual(route: Route, other: Route): boolean {
  return other.table === route.table && other.type === 'unicast' && other.metric === route.metric && samePrefix(other.to, route.to)
}

function isUp(node: Node, name: string): boolean {
  return interfaceOf(node, name)?.up === true
}

function isDead(memory: Memory, node: Node, route: Route): boolean {
  return route.hops.every((hop) => hop.gateway !== undefined && memory.unanswered.has(neighbourKey(node.name, hop.interface, hop.gateway)))
}
