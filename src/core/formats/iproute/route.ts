/** ip route. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import type { Ipv4 } from '../../addresses/ipv4.js'
import type { Prefix } from '../../addresses/prefix.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { RouteType } from '../../model/routing.js'
import { firstPrefixed, type Grammar, type Keyword, parseCount, readArguments, rejectedCommand, textsOf } from './argument.js'
import { readIpv4, readPrefix, readTable } from './prefix.js'

type RouteAdd = KernelRequest & { readonly kind: 'route-add' }
type Hop = RouteAdd['hops'][number]

type RouteState = {
  readonly to?: Prefix
  readonly type?: RouteType
  readonly hop: { readonly interface?: InterfaceName; readonly gateway?: Ipv4; readonly onlink?: boolean; readonly weight?: number }
  readonly source?: Ipv4
  readonly metric?: number
  readonly table?: string
  readonly scope?: NonNullable<RouteAdd['scope']>
  readonly protocol?: NonNullable<RouteAdd['protocol']>
  readonly beyond?: true
}

const TYPES: readonly RouteType[] = ['unicast', 'local', 'broadcast', 'unreachable', 'prohibit', 'blackhole', 'throw']
const SCOPES: Readonly<Record<string, NonNullable<RouteAdd['scope']>>> = {
  ...{ global: 'global', universe: 'global', '0': 'global' },
  ...{ link: 'link', '253': 'link', host: 'host', '254': 'host' },
}

const beyond = (state: RouteState): RouteState => ({ ...state, beyond: true })

const HOP_KEYWORDS: readonly Keyword<RouteState>[] = [
  { exact: ['via'], values: 1, apply: readGateway },
  { exact: ['dev', 'oif'], values: 1, apply: readInterface },
  { exact: ['onlink'], values: 0, apply: (state) => ({ ...state, hop: { ...state.hop, onlink: true } }) },
  { exact: ['weight'], values: 1, apply: readWeight },
]

/** Tuning of TCP, which changes no answer. */
const TCP = ['advmss', 'initcwnd', 'initrwnd', 'cwnd', 'ssthresh', 'rtt', 'rttvar', 'rto_min', 'window', 'reordering', 'quickack']

const ROUTE: Grammar<RouteState> = {
  keywords: [
    ...HOP_KEYWORDS.filter((keyword) => !keyword.exact?.includes('weight')),
    { exact: ['to'], values: 1, apply: readDestination },
    { exact: ['src'], values: 1, apply: readSource },
    { exact: ['metric'], prefixOf: ['priority', 'preference'], values: 1, apply: readMetric },
    { exact: ['scope'], values: 1, apply: readScope },
    { exact: ['proto'], prefixOf: ['protocol'], values: 1, apply: readProtocol },
    { prefixOf: ['table'], values: 1, apply: (state, text) => ({ ...state, table: readTable(text) }) },
    {
      exact: [...TCP, 'congctl', 'hoplimit', 'features', 'realm', 'realms', 'pref', 'fastopen_no_cookie'],
      values: 1,
      apply: (state) => state,
    },
    { exact: ['from', 'tos', 'dsfield', 'mtu', 'encap', 'nhid', 'as', 'expires', 'ttl-propagate'], values: 1, apply: beyond },
  ],
  positional: readTypeOrDestination,
}

const HOP: Grammar<RouteState> = { keywords: HOP_KEYWORDS, positional: () => undefined }

function readTypeOrDestination(state: RouteState, text: string): RouteState | undefined {
  const type = /^\d/.test(text) || text.length < 2 ? undefined : firstPrefixed(text, TYPES)
  if (type !== undefined && state.to === undefined) return { ...state, type }
  return readDestination(state, text)
}

function readDestination(state: RouteState, text: string): RouteState | undefined {
  const read = readPrefix(text)
  return read === undefined || state.to !== undefined ? undefined : { ...state, to: { address: read.address, length: read.length } }
}

function readGateway(state: RouteState, text: string): RouteState | undefined {
  const gateway = readIpv4(text)
  return gateway === undefined ? undefined : { ...state, hop: { ...state.hop, gateway } }
}

function readInterface(state: RouteState, text: string): RouteState | undefined {
  const name = parseInterfaceName(text)
  return name === undefined ? undefined : { ...state, hop: { ...state.hop, interface: name } }
}

function readWeight(state: RouteState, text: string): RouteState | undefined {
  const weight = parseCount(text)
  return weight === undefined || weight < 1 || weight > 256 ? undefined : { ...state, hop: { ...state.hop, weight } }
}

function readSource(state: RouteState, text: string): RouteState | undefined {
  const source = readIpv4(text)
  return source === undefined ? undefined : { ...state, source }
}

function readMetric(state: RouteState, text: string): RouteState | undefined {
  const metric = parseCount(text)
  return metric === undefined ? undefined : { ...state, metric }
}

function readScope(state: RouteState, text: string): RouteState | undefined {
  const scope = Object.hasOwn(SCOPES, text) ? SCOPES[text] : undefined
  return scope === undefined ? undefined : { ...state, scope }
}

/** Who made a route decides nothing; protocols without a name in the model count as configured by hand. */
function readProtocol(state: RouteState, text: string): RouteState {
  const names: Readonly<Record<string, NonNullable<RouteAdd['protocol']>>> = { boot: 'boot', '3': 'boot', dhcp: 'dhcp', '16': 'dhcp' }
  return { ...state, protocol: Object.hasOwn(names, text) ? (names[text] ?? 'static') : 'static' }
}

const COMMANDS = [
  ...(['list', 'show', 'lst', 'add', 'change', 'chg', 'replace', 'prepend', 'append', 'test', 'delete', 'get', 'flush', 'save'] as const),
  ...(['restore', 'showdump', 'help'] as const),
] as const

export function lowerRoute(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'list' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return add(argv, 'add', rest)
    case 'append':
      return add(argv, 'append', rest)
    case 'prepend':
      return add(argv, 'prepend', rest)
    case 'change':
    case 'chg':
    case 'replace':
      return add(argv, 'replace', rest)
    case 'delete':
      return remove(argv, rest)
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

/** What stands before the first `nexthop` is the route's own, the rest are the legs of a multipath route. */
function readRoute(words: readonly string[]): { readonly route: RouteState; readonly legs: readonly Hop[] } | undefined {
  const starts = words.flatMap((word, index) => (word === 'nexthop' ? [index] : []))
  const route = readArguments(words.slice(0, starts[0] ?? words.length), ROUTE, { hop: {} })
  const legs = starts.map((start, index) => readArguments(words.slice(start + 1, starts[index + 1] ?? words.length), HOP, { hop: {} })?.hop)
  if (route === undefined || route.beyond) return undefined
  const known = legs.filter((leg) => leg !== undefined)
  return known.length === legs.length ? { route, legs: known } : undefined
}

function add(argv: readonly Word[], mode: RouteAdd['mode'], words: readonly string[]): readonly KernelRequest[] {
  const read = readRoute(words)
  if (read?.route.to === undefined) return unmodelled(argv, 'anything')
  const { route, legs } = read
  const type = route.type ?? 'unicast'
  const hops = legs.length > 0 ? legs : Object.keys(route.hop).length > 0 ? [route.hop] : []
  const table = route.table ?? (type === 'local' || type === 'broadcast' ? 'local' : undefined)
  const request: RouteAdd = {
    kind: 'route-add',
    mode,
    type,
    to: read.route.to,
    hops,
    ...(table === undefined ? {} : { table }),
    ...(route.metric === undefined ? {} : { metric: route.metric }),
    ...(route.source === undefined ? {} : { source: route.source }),
    scope: route.scope ?? defaultScope(type, legs.length > 0 || route.hop.gateway !== undefined),
    protocol: route.protocol ?? 'boot',
    ...originOf(argv),
  }
  return [request]
}

/** What ip fills in when no scope is written (iproute_modify in ip/iproute.c). */
function defaultScope(type: RouteType, hasGateway: boolean): NonNullable<RouteAdd['scope']> {
  if (type === 'local') return 'host'
  if (type === 'broadcast') return 'link'
  return type === 'unicast' && !hasGateway ? 'link' : 'global'
}

function remove(argv: readonly Word[], words: readonly string[]): readonly KernelRequest[] {
  const read = readRoute(words)
  if (read?.route.to === undefined || read.legs.length > 0) return unmodelled(argv, 'anything')
  const { route } = read
  const table = route.table ?? (route.type === 'local' || route.type === 'broadcast' ? 'local' : undefined)
  return [
    {
      kind: 'route-delete',
      to: read.route.to,
      ...(table === undefined ? {} : { table }),
      ...(route.hop.interface === undefined ? {} : { interface: route.hop.interface }),
      ...(route.hop.gateway === undefined ? {} : { gateway: route.hop.gateway }),
      ...(route.metric === undefined ? {} : { metric: route.metric }),
      ...originOf(argv),
    },
  ]
}
