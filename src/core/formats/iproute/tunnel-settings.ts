/** Tunnels as `ip link add … type gre` and `ip tunnel add … mode gre` write them (iproute2/ip/link_gre.c and its like). */
import { parseInterfaceName } from '../../addresses/interface-name.js'
import type { Tunnel, TunnelMode } from '../../model/interface/index.js'
import type { LinkSettings } from '../../model/link-settings.js'
import { type Grammar, type Keyword, type Read, readArguments } from './argument.js'
import { readAddress } from './prefix.js'

type Settings = Extract<LinkSettings, { readonly kind: 'tunnel' }>

type TunnelState = {
  readonly mode: TunnelMode
  readonly family: 'inet' | 'inet6' | 'any'
  readonly local?: string
  readonly remote?: string
  readonly lower?: Tunnel['lower']
  readonly settings: Readonly<Record<string, string>>
}

/** Kinds of `ip link` that are tunnels. `ip6tnl` carries IPv6 unless its mode says otherwise. */
const KINDS: Readonly<Record<string, TunnelMode>> = {
  ipip: 'ipip',
  gre: 'gre',
  gretap: 'gretap',
  sit: 'sit',
  vti: 'vti',
  vti6: 'vti6',
  ip6tnl: 'ip6ip6',
  ip6gre: 'ip6gre',
  ip6gretap: 'ip6gretap',
  erspan: 'erspan',
  geneve: 'geneve',
  wireguard: 'wireguard',
}

export function tunnelKind(kind: string): TunnelMode | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
}

/** The name by which the kernel knows what the model calls the mode. */
export const IP6TNL_MODES: Readonly<Record<string, TunnelMode>> = {
  ip6ip6: 'ip6ip6',
  'ipv6/ipv6': 'ip6ip6',
  ipip6: 'ipip6',
  'ip/ipv6': 'ipip6',
  'ip4ip6': 'ipip6',
  any: 'any6',
  'any/ipv6': 'any6',
}

const OVER_IPV6: readonly TunnelMode[] = ['ip6ip6', 'ipip6', 'any6', 'ip6gre', 'ip6gretap', 'vti6']

const VALUED = [
  ...['key', 'ikey', 'okey', 'ttl', 'hoplimit', 'hlim', 'tos', 'tclass', 'dsfield', 'flowlabel', 'encaplimit', 'fwmark', 'id', 'vni'],
  ...['dstport', 'df', 'innerproto', 'erspan', 'erspan_ver', 'erspan_dir', 'erspan_hwid', '6rd-prefix', '6rd-relay_prefix'],
]
const FLAGS = [
  ...['seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum', 'pmtudisc', 'nopmtudisc', 'ignore-df', 'noignore-df', 'isatap'],
  ...['udpcsum', 'noudpcsum', 'udp6zerocsumtx', 'noudp6zerocsumtx', 'udp6zerocsumrx', 'noudp6zerocsumrx', 'allow-localremote'],
]

const GRAMMAR: Grammar<TunnelState> = {
  keywords: [
    { exact: ['local'], values: 1, apply: readEnd('local') },
    { exact: ['remote'], values: 1, apply: readEnd('remote') },
    { exact: ['dev', 'link'], values: 1, apply: readLower },
    { exact: ['mode'], values: 1, apply: readMode },
    ...VALUED.map(
      (name): Keyword<TunnelState> => ({
        exact: [name],
        values: 1,
        apply: (state, value) => ({ ...state, settings: { ...state.settings, [name === 'vni' ? 'id' : name]: value } }),
      }),
    ),
    { exact: FLAGS, values: 0, apply: (state) => state },
  ],
  positional: () => undefined,
}

function readEnd(key: 'local' | 'remote'): (state: TunnelState, text: string) => Read<TunnelState> {
  return (state, text) => {
    if (text === 'any' || text === 'default') return state
    const read = readAddress(text, state.family)
    return 'wrong' in read ? read : { ...state, [key]: read.address }
  }
}

function readLower(state: TunnelState, text: string): Read<TunnelState> {
  const lower = parseInterfaceName(text)
  return lower === undefined ? { wrong: `Cannot find device "${text}"` } : { ...state, lower }
}

function readMode(state: TunnelState, text: string): Read<TunnelState> {
  if (state.mode === 'ip6ip6' || state.mode === 'ipip6' || state.mode === 'any6') {
    const mode = Object.hasOwn(IP6TNL_MODES, text) ? IP6TNL_MODES[text] : undefined
    return mode === undefined ? { wrong: `Error: argument "${text}" is wrong: Cannot guess tunnel mode.` } : { ...state, mode }
  }
  if (['ipip', 'ip4ip4', 'ip6ip', 'any', 'mplsip'].includes(text)) return { ...state, settings: { ...state.settings, mode: text } }
  return { wrong: `Error: argument "${text}" is wrong: Cannot guess tunnel mode.` }
}

export function readTunnel(mode: TunnelMode, own: readonly string[]): Read<Settings> {
  const family = mode === 'geneve' ? 'any' : OVER_IPV6.includes(mode) ? 'inet6' : 'inet'
  if (mode === 'wireguard' && own.length > 0) return { wrong: `Garbage instead of arguments "${own[0]} ...". Try "ip link help".` }
  const read = readArguments(own, GRAMMAR, { mode, family, settings: {} })
  if (read === undefined || 'wrong' in read) return read
  if (mode === 'geneve' && read.settings['id'] === undefined) return { wrong: 'geneve: missing virtual network identifier' }
  if (mode === 'geneve' && read.remote === undefined) return { wrong: 'geneve: remote link partner not specified' }
  const { local, remote, lower, settings } = read
  const ends = { ...(local === undefined ? {} : { local }), ...(remote === undefined ? {} : { remote }) }
  return { kind: 'tunnel', mode: read.mode, ...ends, ...(lower === undefined ? {} : { lower }), settings }
}
