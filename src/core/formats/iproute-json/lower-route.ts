/** Routes as `ip -json route show table all` prints them. */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { parseIpv4 } from '../../addresses/ipv4.js'
import { ANY_ADDRESS6, parseIpv6 } from '../../addresses/ipv6.js'
import { DEFAULT_ROUTE, parsePrefix } from '../../addresses/prefix.js'
import { parsePrefix6 } from '../../addresses/prefix6.js'
import { type Entry, type JsonObject, numberIn, objectIn, objectsIn, textIn, textsIn } from '../../diagnostics/json-entries.js'
import type { NextHop, PrefixOf, Route, Route6, RouteType } from '../../model/index.js'
import type { IprouteDocument } from './document.js'

export function routesOf({ entries }: IprouteDocument): readonly Route[] {
  return entries.flatMap((entry) => routeOf(entry, parseIpv4, (text) => (text === 'default' ? DEFAULT_ROUTE : parsePrefix(text))) ?? [])
}

export function routes6Of({ entries }: IprouteDocument): readonly Route6[] {
  const everything = { address: ANY_ADDRESS6, length: 0 }
  return entries.flatMap((entry) => routeOf(entry, parseIpv6, (text) => (text === 'default' ? everything : parsePrefix6(text))) ?? [])
}

type Door<Value> = (text: string) => Value | undefined

/** What a route of either family has. */
type AnyRoute<Ip> = Omit<Route, 'to' | 'hops' | 'source'> & {
  readonly to: PrefixOf<Ip>
  readonly hops: readonly (Omit<NextHop, 'gateway'> & { readonly gateway?: Ip })[]
  readonly source?: Ip
}

function routeOf<Ip extends string>({ fields, origin }: Entry, address: Door<Ip>, prefix: Door<PrefixOf<Ip>>): AnyRoute<Ip> | undefined {
  const to = prefix(textIn(fields, 'dst') ?? '')
  if (to === undefined) return undefined
  const source = address(textIn(fields, 'prefsrc') ?? '')
  const mtu = objectsIn(fields, 'metrics')
    .map((metrics) => numberIn(metrics, 'mtu'))
    .find((one) => one !== undefined)
  const hops = has(fields) ? objectsIn(fields, 'nexthops') : [fields]
  return {
    table: textIn(fields, 'table') ?? 'main',
    type: (textIn(fields, 'type') ?? 'unicast') as RouteType,
    to,
    metric: numberIn(fields, 'metric') ?? 0,
    hops: hops.flatMap((hop) => hopOf(hop, address) ?? []),
    scope: scopeOf(textIn(fields, 'scope')),
    protocol: protocolOf(textIn(fields, 'protocol')),
    ...(source === undefined ? {} : { source }),
    ...(mtu === undefined ? {} : { mtu }),
    origin,
  }
}

function has(fields: JsonObject): boolean {
  return objectsIn(fields, 'nexthops').length > 0
}

function hopOf<Ip>(fields: JsonObject, address: Door<Ip>): AnyRoute<Ip>['hops'][number] | undefined {
  const name = parseInterfaceName(textIn(fields, 'dev') ?? '')
  if (name === undefined) return undefined
  // `via` names a gateway of the other family, which the model does not have.
  const gateway = address(textIn(fields, 'gateway') ?? textIn(objectIn(fields, 'via'), 'host') ?? '')
  const weight = numberIn(fields, 'weight')
  return {
    interface: name,
    ...(gateway === undefined ? {} : { gateway }),
    ...(textsIn(fields, 'flags').includes('onlink') ? { onlink: true } : {}),
    ...(weight === undefined ? {} : { weight }),
  }
}

function scopeOf(text: string | undefined): Route['scope'] {
  return text === 'link' || text === 'host' ? text : 'global'
}

/** Routing daemons' names count as static: somebody put them there. */
function protocolOf(text: string | undefined): Route['protocol'] {
  switch (text) {
    case undefined:
    case 'boot':
      return 'boot'
    case 'kernel':
    case 'dhcp':
    case 'ra':
      return text
    default:
      return 'static'
  }
}
