/** The words of ip route: a route, its hops, its type. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import type { RequestOf } from '../../model/kernel-request.js'
import type { RouteType } from '../../model/routing.js'
import { firstPrefixed, type Grammar, garbage, type Keyword, parseCount, type Read, wrongArgument } from './argument.js'
import { type AnyAddress, type AnyPrefix, type Family, readAddress, readDevice, readPrefix, readTable } from './prefix.js'

type RouteAdd = RequestOf<'route-add'>

export type HopState = {
  readonly interface?: InterfaceName
  readonly gateway?: AnyAddress
  readonly onlink?: boolean
  readonly weight?: number
}

export type RouteState = {
  /** Of the route: what it was asked for as, or what its first address says. */
  readonly family: Family
  readonly to?: AnyPrefix
  readonly type?: RouteType
  readonly hop: HopState
  readonly source?: AnyAddress
  readonly metric?: number
  readonly table?: string
  readonly scope?: NonNullable<RouteAdd['scope']>
  readonly protocol?: NonNullable<RouteAdd['protocol']>
  readonly mtu?: number
  readonly beyond?: true
}

/** In the order of rtnl_rtntype_a2n(). */
const TYPES: readonly RouteType[] = [
  'local',
  'broadcast',
  'multicast',
  'prohibit',
  'unreachable',
  'blackhole',
  'throw',
  'unicast',
  'anycast',
]
const SCOPES: Readonly<Record<string, NonNullable<RouteAdd['scope']>>> = {
  ...{ global: 'global', universe: 'global', '0': 'global' },
  ...{ link: 'link', '253': 'link', host: 'host', '254': 'host' },
}

const beyond = (state: RouteState): RouteState => ({ ...state, beyond: true })

const VIA: Keyword<RouteState> = { exact: ['via'], values: 1, apply: readGateway }
const ONLINK: Keyword<RouteState> = {
  exact: ['onlink'],
  values: 0,
  apply: (state) => ({ ...state, hop: { ...state.hop, onlink: true } }),
}
const DEV: Keyword<RouteState> = { exact: ['dev', 'oif'], values: 1, apply: readInterface }

/** Tuning of TCP, which changes no answer. */
const TCP = ['advmss', 'initcwnd', 'initrwnd', 'cwnd', 'ssthresh', 'rtt', 'rttvar', 'rto_min', 'window', 'reordering', 'quickack']

export const ROUTE: Grammar<RouteState> = {
  keywords: [
    VIA,
    DEV,
    ONLINK,
    { exact: ['to'], values: 1, apply: readDestination },
    { exact: ['src'], values: 1, apply: readSource },
    { exact: ['metric'], prefixOf: ['priority', 'preference'], values: 1, apply: readMetric },
    { exact: ['scope'], values: 1, apply: readScope },
    { exact: ['proto'], prefixOf: ['protocol'], values: 1, apply: readProtocol },
    { prefixOf: ['table'], values: 1, apply: (state, text) => ({ ...state, table: readTable(text) }) },
    { exact: ['mtu'], values: 1, apply: readMtu },
    {
      exact: [...TCP, 'congctl', 'hoplimit', 'features', 'realm', 'realms', 'pref', 'fastopen_no_cookie'],
      values: 1,
      apply: (state) => state,
    },
    { exact: ['from', 'tos', 'dsfield', 'nhid', 'vrf', 'expires', 'ttl-propagate'], values: 1, apply: beyond },
    // What follows is no longer one word for each keyword.
    { exact: ['encap', 'as', 'lock'], values: 0, apply: () => undefined },
  ],
  positional: readTypeOrDestination,
}

export const HOP: Grammar<RouteState> = {
  keywords: [VIA, DEV, ONLINK, { exact: ['weight'], values: 1, apply: readWeight }],
  positional: () => undefined,
}

function readTypeOrDestination(state: RouteState, text: string): Read<RouteState> {
  const type = /^\d/.test(text) || text.length < 2 ? undefined : firstPrefixed(text, TYPES)
  if (type !== undefined && state.to === undefined) return { ...state, type }
  return readDestination(state, text)
}

function readDestination(state: RouteState, text: string): Read<RouteState> {
  if (state.to !== undefined) return garbage('to', text)
  const to = readPrefix(text, state.family)
  if ('wrong' in to) return to
  return { ...state, to, family: to.open === true ? state.family : to.family }
}

/** `via inet6 ADDRESS` is a gateway of another family, which the model has not. */
function readGateway(state: RouteState, text: string): Read<RouteState> {
  if (['inet', 'inet6', 'link', 'mpls', 'bridge'].includes(text)) return undefined
  const gateway = readAddress(text, state.family)
  return 'wrong' in gateway ? gateway : { ...state, family: gateway.family, hop: { ...state.hop, gateway } }
}

function readInterface(state: RouteState, text: string): Read<RouteState> {
  const name = readDevice(text)
  return typeof name === 'string' ? { ...state, hop: { ...state.hop, interface: name } } : name
}

function readWeight(state: RouteState, text: string): Read<RouteState> {
  const weight = parseCount(text)
  const isWrong = weight === undefined || weight < 1 || weight > 256
  return isWrong ? wrongArgument(text, '"weight" is invalid') : { ...state, hop: { ...state.hop, weight } }
}

function readSource(state: RouteState, text: string): Read<RouteState> {
  const source = readAddress(text, state.family)
  return 'wrong' in source ? source : { ...state, source, family: source.family }
}

function readMetric(state: RouteState, text: string): Read<RouteState> {
  const metric = parseCount(text)
  return metric === undefined || metric > 0xffffffff ? wrongArgument(text, '"metric" value is invalid') : { ...state, metric }
}

/** `mtu lock 1400` is not tried for larger ones. */
function readMtu(state: RouteState, text: string): Read<RouteState> {
  if (text === 'lock') return undefined
  const mtu = parseCount(text)
  return mtu === undefined ? wrongArgument(text, '"mtu" value is invalid') : { ...state, mtu }
}

function readScope(state: RouteState, text: string): Read<RouteState> {
  const scope = Object.hasOwn(SCOPES, text) ? SCOPES[text] : undefined
  if (scope !== undefined) return { ...state, scope }
  return /^\d+$|^site$|^nowhere$/.test(text) ? undefined : wrongArgument(text, 'invalid "scope" value')
}

/** Who made a route decides nothing; protocols without a name in the model count as configured by hand. */
function readProtocol(state: RouteState, text: string): RouteState {
  const names: Readonly<Record<string, NonNullable<RouteAdd['protocol']>>> = {
    boot: 'boot',
    '3': 'boot',
    dhcp: 'dhcp',
    '16': 'dhcp',
    ra: 'ra',
    '9': 'ra',
  }
  return { ...state, protocol: Object.hasOwn(names, text) ? (names[text] ?? 'static') : 'static' }
}
