/** ip route. */
import type { Ipv4 } from '../../addresses/ipv4.js'
import { ANY_ADDRESS6, type Ipv6 } from '../../addresses/ipv6.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestOf } from '../../model/kernel-request.js'
import type { PrefixOf, RouteType } from '../../model/routing.js'
import { afterReading, firstPrefixed, isWrong, type Read, readArguments, rejectedCommand, textsOf } from './argument.js'
import type { Family } from './prefix.js'
import { HOP, type HopState, ROUTE, type RouteState } from './route-grammar.js'

type RouteAdd = RequestOf<'route-add'>

const COMMANDS = [
  ...(['list', 'show', 'lst', 'add', 'change', 'chg', 'replace', 'prepend', 'append', 'test', 'delete', 'get', 'flush', 'save'] as const),
  ...(['restore', 'showdump', 'help'] as const),
] as const

export function lowerRoute(argv: readonly Word[], words: readonly Word[], family: Family): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  const add = (mode: RouteAdd['mode']) => afterReading(argv, readRoute(rest, family), (read) => addition(argv, mode, read))
  switch (command === undefined ? 'list' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return add('add')
    case 'append':
      return add('append')
    case 'prepend':
      return add('prepend')
    case 'change':
    case 'chg':
      return add('change')
    case 'replace':
      return add('replace')
    case 'delete':
      return afterReading(argv, readRoute(rest, family), (read) => removal(argv, read))
    case 'flush':
      return unmodelled(argv, rest.length === 1 && rest[0] === 'cache' ? 'harmless' : 'anything')
    case 'list':
    case 'show':
    case 'lst':
    case 'get':
    case 'save':
    case 'showdump':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'test':
    case 'restore':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejectedCommand(argv, 'route', command)
  }
}

type Whole = { readonly route: RouteState; readonly hops: readonly HopState[]; readonly isMultipath: boolean }

/** What stands before the first `nexthop` is the route's own, the rest are the legs of a multipath route. */
function readRoute(words: readonly string[], family: Family): Read<Whole> {
  const starts = words.flatMap((word, index) => (word === 'nexthop' ? [index] : []))
  const route = readArguments(words.slice(0, starts[0] ?? words.length), ROUTE, { hop: {}, family })
  if (route === undefined || isWrong(route)) return route
  const hops: HopState[] = []
  let legs = route.family
  for (const [index, start] of starts.entries()) {
    const leg = readArguments(words.slice(start + 1, starts[index + 1] ?? words.length), HOP, { hop: {}, family: legs })
    if (leg === undefined || isWrong(leg)) return leg
    legs = leg.family
    hops.push(leg.hop)
  }
  const isMultipath = starts.length > 0
  const own = Object.keys(route.hop).length > 0 ? [route.hop] : []
  return { route: { ...route, family: legs }, hops: isMultipath ? hops : own, isMultipath }
}

/** An address that both families could have had is of the one that the rest of the route is of. */
function destinationOf({ to, family }: RouteState): { readonly v4: PrefixOf<Ipv4> } | { readonly v6: PrefixOf<Ipv6> } | undefined {
  if (to === undefined) return undefined
  if (to.open === true && family === 'inet6') return { v6: { address: ANY_ADDRESS6, length: 0 } }
  return to.family === 'inet6' ? { v6: { address: to.address, length: to.length } } : { v4: { address: to.address, length: to.length } }
}

function addition(argv: readonly Word[], mode: RouteAdd['mode'], { route, hops, isMultipath }: Whole): readonly KernelRequest[] {
  const to = destinationOf(route)
  if (to === undefined || route.beyond === true) return unmodelled(argv, 'anything')
  const type = route.type ?? 'unicast'
  const isV6 = 'v6' in to
  if (!isV6 && (type === 'multicast' || type === 'anycast')) return unmodelled(argv, 'anything')
  const table = tableOf(route)
  const scope = route.scope ?? defaultScope(type, isMultipath || route.hop.gateway !== undefined)
  const request = {
    kind: isV6 ? 'route6-add' : 'route-add',
    mode,
    type,
    to: isV6 ? to.v6 : to.v4,
    hops: hops.map(bareHop),
    ...(table === undefined ? {} : { table }),
    ...(route.metric === undefined ? {} : { metric: route.metric }),
    ...(route.source === undefined ? {} : { source: route.source.address }),
    ...(isV6 ? {} : { scope }),
    protocol: route.protocol ?? 'boot',
    ...(route.mtu === undefined ? {} : { mtu: route.mtu }),
    ...originOf(argv),
  }
  // The grammar has let through only addresses of the route's own family.
  return [request as KernelRequest]
}

function bareHop({ gateway, ...hop }: HopState): object {
  return { ...(gateway === undefined ? {} : { gateway: gateway.address }), ...hop }
}

function tableOf({ table, type }: RouteState): string | undefined {
  return table ?? (type === 'local' || type === 'broadcast' || type === 'anycast' ? 'local' : undefined)
}

/** What ip fills in when no scope is written (iproute_modify in ip/iproute.c). */
function defaultScope(type: RouteType, hasGateway: boolean): NonNullable<RouteAdd['scope']> {
  if (type === 'local') return 'host'
  if (type === 'broadcast') return 'link'
  return type === 'unicast' && !hasGateway ? 'link' : 'global'
}

function removal(argv: readonly Word[], { route, hops, isMultipath }: Whole): readonly KernelRequest[] {
  const to = destinationOf(route)
  if (to === undefined || isMultipath || route.beyond === true) return unmodelled(argv, 'anything')
  const table = tableOf(route)
  const request = {
    kind: 'v6' in to ? 'route6-delete' : 'route-delete',
    to: 'v6' in to ? to.v6 : to.v4,
    ...(table === undefined ? {} : { table }),
    ...(hops[0]?.interface === undefined ? {} : { interface: hops[0].interface }),
    ...(hops[0]?.gateway === undefined ? {} : { gateway: hops[0].gateway.address }),
    ...(route.metric === undefined ? {} : { metric: route.metric }),
    ...originOf(argv),
  }
  return [request as KernelRequest]
}
