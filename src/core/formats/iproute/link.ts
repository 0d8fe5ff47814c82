/** ip link. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { PortFlags } from '../../model/interface/index.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import {
  firstPrefixed,
  type Grammar,
  isPrefix,
  type Keyword,
  parseCount,
  parseSwitch,
  readArguments,
  rejectedCommand,
  textsOf,
} from './argument.js'
import { PORT_FLAGS, type PortState } from './port-flags.js'

type LinkState = {
  readonly name?: InterfaceName
  readonly up?: boolean
  readonly mac?: Mac
  readonly mtu?: number
  readonly master?: InterfaceName | null
  readonly arp?: boolean
  readonly beyond?: true
}

const KEYWORDS: readonly Keyword<LinkState>[] = [
  { exact: ['up'], values: 0, apply: (state) => ({ ...state, up: true }) },
  { exact: ['down'], values: 0, apply: (state) => ({ ...state, up: false }) },
  { exact: ['dev'], values: 1, apply: readName },
  { exact: ['mtu'], values: 1, apply: readMtu },
  { exact: ['arp'], values: 1, apply: readArp },
  { exact: ['master'], values: 1, apply: readMaster },
  { exact: ['nomaster'], values: 0, apply: (state) => ({ ...state, master: null }) },
  { exact: ['qlen', 'txqlen', 'alias', 'group', 'addrgenmode', 'mode'], prefixOf: ['txqueuelen'], values: 1, apply: (state) => state },
  {
    exact: ['promisc', 'multicast', 'allmulticast', 'trailers', 'dynamic', 'numtxqueues', 'numrxqueues'],
    values: 1,
    apply: (state) => state,
  },
  { prefixOf: ['address'], values: 1, apply: readMac },
]

const ONE_VALUE = [
  'netns',
  'index',
  'broadcast',
  'brd',
  'vf',
  'xdp',
  'state',
  'operstate',
  'carrier',
  'protodown',
  'link-netnsid',
  'gso_max_size',
]
const SET: Grammar<LinkState> = {
  keywords: [...KEYWORDS, { exact: ['name', 'link', ...ONE_VALUE], values: 1, apply: (state) => ({ ...state, beyond: true }) }],
  positional: readName,
}
const ADD: Grammar<LinkState> = {
  keywords: [
    ...KEYWORDS.filter((keyword) => !keyword.exact?.includes('dev')),
    { exact: ['name', 'dev'], values: 1, apply: readName },
    { exact: ['link'], values: 1, apply: (state) => state },
    { exact: ONE_VALUE, values: 1, apply: (state) => ({ ...state, beyond: true }) },
  ],
  positional: readName,
}

function readName(state: LinkState, text: string): LinkState | undefined {
  const name = parseInterfaceName(text)
  return name === undefined || state.name !== undefined ? undefined : { ...state, name }
}

function readMtu(state: LinkState, text: string): LinkState | undefined {
  const mtu = parseCount(text)
  return mtu === undefined ? undefined : { ...state, mtu }
}

function readArp(state: LinkState, text: string): LinkState | undefined {
  const arp = parseSwitch(text)
  return arp === undefined ? undefined : { ...state, arp }
}

function readMaster(state: LinkState, text: string): LinkState | undefined {
  const master = parseInterfaceName(text)
  return master === undefined ? undefined : { ...state, master }
}

function readMac(state: LinkState, text: string): LinkState | undefined {
  const mac = parseMac(text)
  return mac === undefined ? undefined : { ...state, mac }
}

const COMMANDS = ['add', 'set', 'change', 'replace', 'delete', 'show', 'lst', 'list', 'xstats', 'afstats', 'property', 'help'] as const

export function lowerLink(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return add(argv, cutAtType(rest))
    case 'set':
    case 'change':
      return set(argv, cutAtType(rest))
    case 'delete':
      return remove(argv, cutAtType(rest))
    case 'show':
    case 'lst':
    case 'list':
    case 'xstats':
    case 'afstats':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'property':
      return unmodelled(argv, rest.includes('altname') ? 'harmless' : 'anything')
    case 'replace':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejectedCommand(argv, 'link', command)
  }
}

/** `… type KIND …`: everything behind the kind is the kind's own. */
type Cut = { readonly common: readonly string[]; readonly type?: string; readonly own: readonly string[] }

function cutAtType(words: readonly string[]): Cut {
  const at = words.findIndex(
    (word, index) => word === 'type' && !['dev', 'name', 'master', 'link', 'alias'].includes(words[index - 1] ?? ''),
  )
  const type = at < 0 ? undefined : words[at + 1]
  return type === undefined ? { common: words, own: [] } : { common: words.slice(0, at), type, own: words.slice(at + 2) }
}

function add(argv: readonly Word[], cut: Cut): readonly KernelRequest[] {
  const read = readArguments(cut.common, ADD, {})
  if (read?.name === undefined || cut.type === undefined || read.beyond) return unmodelled(argv, 'anything')
  const text = textOf(argv)
  const own = cut.type === 'bridge' ? bridgeSettings(argv, read.name, cut.own) : []
  return [{ kind: 'link-add', name: read.name, link: cut.type, text, ...originOf(argv) }, ...own, ...linkSet(argv, read)]
}

function set(argv: readonly Word[], cut: Cut): readonly KernelRequest[] {
  const read = readArguments(cut.common, SET, {})
  if (read?.name === undefined || read.beyond) return unmodelled(argv, 'anything')
  if (cut.type === undefined) {
    const requests = linkSet(argv, read)
    return requests.length === 0 ? unmodelled(argv, 'harmless') : requests
  }
  if (cut.type === 'bridge') return [...linkSet(argv, read), ...bridgeSettings(argv, read.name, cut.own)]
  if (cut.type === 'bridge_slave') return [...linkSet(argv, read), ...portSettings(argv, read.name, cut.own)]
  return unmodelled(argv, 'anything')
}

/** The kernel looks a device up by its name; what stands behind `type` only has to exist. */
function remove(argv: readonly Word[], cut: Cut): readonly KernelRequest[] {
  const read = readArguments(cut.common, ADD, {})
  return read?.name === undefined ? unmodelled(argv, 'anything') : [{ kind: 'link-delete', name: read.name, ...originOf(argv) }]
}

function linkSet(argv: readonly Word[], { name, beyond: _, ...changes }: LinkState): readonly KernelRequest[] {
  if (name === undefined || Object.keys(changes).length === 0) return []
  return [{ kind: 'link-set', name, ...changes, ...originOf(argv) }]
}

type BridgeSet = Omit<KernelRequest & { kind: 'bridge-set' }, 'kind' | 'name' | 'origin'>
type BridgeState = { readonly changes: BridgeSet; readonly beyond: boolean }

function bridgeNumber(key: 'forwardDelay' | 'ageing' | 'priority' | 'helloTime' | 'maxAge'): Keyword<BridgeState>['apply'] {
  return (state, text) => {
    const value = parseCount(text)
    return value === undefined ? undefined : { ...state, changes: { ...state.changes, [key]: value } }
  }
}

function bridgeSwitch(key: 'stp' | 'vlanFiltering'): Keyword<BridgeState>['apply'] {
  return (state, text) => {
    const value = parseCount(text)
    return value === undefined ? undefined : { ...state, changes: { ...state.changes, [key]: value !== 0 } }
  }
}

/** How a bridge treats multicast, and how often it tidies up. */
const BRIDGE_HARMLESS = ['mcast_snooping', 'mcast_querier', 'mcast_router', 'mcast_igmp_version', 'mcast_mld_version', 'gc_interval']

const BRIDGE: Grammar<BridgeState> = {
  keywords: [
    { exact: BRIDGE_HARMLESS, values: 1, apply: (state) => state },
    { prefixOf: ['forward_delay'], values: 1, apply: bridgeNumber('forwardDelay') },
    { prefixOf: ['hello_time'], values: 1, apply: bridgeNumber('helloTime') },
    { prefixOf: ['max_age'], values: 1, apply: bridgeNumber('maxAge') },
    { prefixOf: ['ageing_time'], values: 1, apply: bridgeNumber('ageing') },
    { prefixOf: ['stp_state'], values: 1, apply: bridgeSwitch('stp') },
    { prefixOf: ['priority'], values: 1, apply: bridgeNumber('priority') },
    { prefixOf: ['vlan_filtering'], values: 1, apply: bridgeSwitch('vlanFiltering') },
  ],
  positional: (state) => ({ ...state, beyond: true }),
}

function bridgeSettings(argv: readonly Word[], name: InterfaceName, own: readonly string[]): readonly KernelRequest[] {
  const read = readArguments(own, BRIDGE, { changes: {}, beyond: false })
  if (read === undefined) return unmodelled(argv, 'anything')
  const request = { kind: 'bridge-set', name, ...read.changes, ...originOf(argv) } as const
  return [...(Object.keys(read.changes).length === 0 ? [] : [request]), ...(read.beyond ? unmodelled(argv, 'anything') : [])]
}

const SLAVE: Grammar<PortState> = {
  keywords: PORT_FLAGS,
  positional: (state, text) => (isPrefix('mcast_', text) ? state : { ...state, beyond: true }),
}

function portSettings(argv: readonly Word[], name: InterfaceName, own: readonly string[]): readonly KernelRequest[] {
  const read = readArguments(own, SLAVE, { flags: {}, beyond: false })
  if (read === undefined) return unmodelled(argv, 'anything')
  const flags: Partial<PortFlags> = read.flags
  const request = { kind: 'port-set', name, flags, ...originOf(argv) } as const
  return [...(Object.keys(flags).length === 0 ? [] : [request]), ...(read.beyond ? unmodelled(argv, 'anything') : [])]
}
