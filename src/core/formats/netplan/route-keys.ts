/** `routes` and `routing-policy`. */

import { textOf, type YamlScalar } from '../../yaml/node.js'
import { asciiLower, isIpv4, isIpv6, LARGEST_UNSIGNED, parseUnsigned, splitPrefix } from './c-text.js'
import type { DraftDefinition } from './definition.js'
import type { Family, Route, RoutingPolicy } from './definition-address.js'
import { each, isNewIn, type Key, type Keys, type Reading, readMap, refuse, shown } from './reading.js'
import type { Setting } from './setting.js'
import { put, refuseNumber, refuseWord, since1, truth, unsigned } from './value-keys.js'

const ROUTE_TYPES = [
  'unicast',
  'anycast',
  'blackhole',
  'broadcast',
  'local',
  'multicast',
  'nat',
  'prohibit',
  'throw',
  'unreachable',
  'xresolve',
]
const ROUTE_SCOPES = ['global', 'link', 'host']

function familyOf(written: string): Family | undefined {
  const { address } = splitPrefix(written)
  if (isIpv4(address)) return 4
  return isIpv6(address) ? 6 : undefined
}

/** An address with or without length, of the same family as the others of its route or rule. */
function destination<Name extends string>(name: Name): Key<{ family?: Family } & { [Key in Name]?: Setting<string> }> {
  return {
    expects: 'scalar',
    read: (reading, node, target) => readDestination(reading, node, { target, name }),
  }
}

type Place = { readonly target: { family?: Family }; readonly name: string }

function readDestination(reading: Reading, node: YamlScalar, { target, name }: Place): boolean {
  const written = textOf(node)
  const family = familyOf(written)
  if (family === undefined) {
    return refuse(reading, 'bad-address', node.origin, {
      message: `${name}: '${shown(written)}' is no address`,
      help: 'write 192.0.2.0/24 or 2001:db8::/64',
    })
  }
  if (target.family !== undefined && target.family !== family) {
    return refuse(reading, 'family-mismatch', node.origin, {
      message: `IP family mismatch in route to ${shown(written)}`,
      help: 'from, to and via must all be IPv4 or all be IPv6',
    })
  }
  target.family = family
  return put(target as Record<string, unknown>, name, written, node)
}

const ROUTE: Keys<Route> = {
  from: destination('from'),
  'on-link': truth('on-link'),
  scope: {
    expects: 'scalar',
    read: (reading, node, route) => {
      route.scope = textOf(node)
      return ROUTE_SCOPES.includes(asciiLower(route.scope)) || refuseWord(reading, node, 'scope', ROUTE_SCOPES)
    },
  },
  table: unsigned('table'),
  to: {
    expects: 'scalar',
    read: (reading, node, route) => {
      if (textOf(node) !== 'default') return readDestination(reading, node, { target: route, name: 'to' })
      route.to ??= { value: 'default', origin: node.origin }
      return true
    },
  },
  type: {
    expects: 'scalar',
    read: (reading, node, route) => {
      route.type = textOf(node)
      return ROUTE_TYPES.includes(asciiLower(route.type)) || refuseWord(reading, node, 'type', ROUTE_TYPES)
    },
  },
  via: destination('via'),
  metric: unsigned('metric'),
  mtu: unsigned('mtu'),
  'congestion-window': unsigned('congestion-window'),
  'advertised-receive-window': unsigned('advertised-receive-window'),
  'advertised-mss': since1(unsigned('advertised-mss')),
}

export const routes: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) =>
    each(reading, node.items, (item) => {
      const route: Route = { origin: item.origin, type: 'unicast', scope: '' }
      if (!readMap(reading, item, ROUTE, route)) return false
      if (route.scope === '') route.scope = usualScope(route)
      const lacking = lackOf(route)
      if (lacking !== undefined) return refuse(reading, 'incomplete-route', item.origin, lacking)
      if (isNewIn(reading, definition.routes, keyOfRoute(route))) definition.routes.push(route)
      return true
    }),
}

function usualScope(route: Route): string {
  const type = asciiLower(route.type)
  if (type === 'local' || type === 'nat') return 'host'
  if ((type === 'unicast' && route.via === undefined) || ['broadcast', 'multicast', 'anycast'].includes(type)) return 'link'
  return 'global'
}

function lackOf(route: Route): { readonly message: string; readonly help: string } | undefined {
  const scope = asciiLower(route.scope)
  const type = asciiLower(route.type)
  if ((scope === 'link' || scope === 'host') && route.to === undefined) {
    return { message: "link and host routes must specify a 'to' IP", help: 'add to: with the destination' }
  }
  if (type === 'unicast' && scope === 'global' && (route.to === undefined || route.via === undefined)) {
    return { message: "global unicast route must include both a 'to' and 'via' IP", help: 'add to: and via:' }
  }
  if (type !== 'unicast' && route.to === undefined) {
    return { message: "non-unicast routes must specify a 'to' IP", help: 'add to: with the destination' }
  }
  return undefined
}

/** Of two routes that differ in nothing else, netplan drops the second; type, scope and MTU do not count. */
function keyOfRoute(route: Route): string {
  const numbers = [route.family, route.table?.value ?? 0, route.metric?.value ?? LARGEST_UNSIGNED]
  return [...numbers, route.from?.value, spelledOut(route), route.via?.value].join(' ')
}

function spelledOut(route: Route): string | undefined {
  if (route.to?.value !== 'default') return route.to?.value
  return route.family === 4 ? '0.0.0.0/0' : '::/0'
}

const RULE: Keys<RoutingPolicy> = {
  from: destination('from'),
  mark: unsigned('mark'),
  priority: unsigned('priority'),
  table: unsigned('table'),
  to: destination('to'),
  'type-of-service': {
    expects: 'scalar',
    read: (reading, node, rule) => {
      const value = parseUnsigned(textOf(node))
      if (value === undefined) return refuseNumber(reading, node, 'type-of-service')
      if (value <= 255) return put(rule, 'type-of-service', value, node)
      return refuse(reading, 'bad-value', node.origin, { message: `invalid ToS ${value}`, help: 'it must be between 0 and 255' })
    },
  },
}

export const routingPolicy: Key<DraftDefinition> = {
  expects: 'list',
  read: (reading, node, definition) =>
    each(reading, node.items, (item) => {
      const rule: RoutingPolicy = { origin: item.origin }
      if (!readMap(reading, item, RULE, rule)) return false
      if (rule.from === undefined && rule.to === undefined) {
        return refuse(reading, 'incomplete-route', item.origin, {
          message: "IP routing policy must include either a 'from' or 'to' IP",
          help: 'add from: or to:',
        })
      }
      if (reading.release === '0.106' || isNewIn(reading, definition.rules, keyOfRule(rule))) definition.rules.push(rule)
      return true
    }),
}

function keyOfRule(rule: RoutingPolicy): string {
  const numbers = [rule.family, rule.table?.value ?? 0, rule.priority?.value ?? LARGEST_UNSIGNED, rule.mark?.value ?? 0]
  return [...numbers, rule['type-of-service']?.value ?? LARGEST_UNSIGNED, rule.from?.value, rule.to?.value].join(' ')
}
