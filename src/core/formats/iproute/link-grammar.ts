/** The words of ip link that stand before `type` (iplink_parse in iproute2/ip/iplink.c). */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { type Grammar, garbage, type Keyword, parseCount, parseSwitch, type Read, wrongArgument } from './argument.js'
import { readDevice } from './prefix.js'

export type LinkState = {
  readonly name?: InterfaceName
  readonly lower?: InterfaceName
  readonly up?: boolean
  readonly mac?: Mac
  readonly mtu?: number
  readonly master?: InterfaceName | null
  readonly arp?: boolean
  /** As the number that the kernel knows it by. */
  readonly addressMode?: string
  readonly beyond?: true
}

const beyond = (state: LinkState): LinkState => ({ ...state, beyond: true })
const keep = (state: LinkState): LinkState => state

/** What is set on a device changes no answer, or cannot be held (`ONE_VALUE`). */
const TUNING = ['qlen', 'txqlen', 'numtxqueues', 'numrxqueues', 'gso_max_size', 'gso_max_segs', 'gro_max_size']
const ONE_VALUE = [
  ...['netns', 'index', 'broadcast', 'brd', 'state', 'operstate', 'carrier', 'protodown', 'protodown_reason', 'link-netnsid'],
  ...['link-netns', 'parentdev'],
]

const KEYWORDS: readonly Keyword<LinkState>[] = [
  { exact: ['up'], values: 0, apply: (state) => ({ ...state, up: true }) },
  { exact: ['down'], values: 0, apply: (state) => ({ ...state, up: false }) },
  { exact: ['mtu'], values: 1, apply: readMtu },
  { exact: ['arp'], values: 1, apply: readArp },
  { exact: ['master', 'vrf'], values: 1, apply: readMaster },
  { exact: ['nomaster'], values: 0, apply: (state) => ({ ...state, master: null }) },
  { exact: ['addrgenmode'], values: 1, apply: readAddressMode },
  { exact: ['alias', 'group', 'mode'], values: 1, apply: keep },
  { exact: TUNING, prefixOf: ['txqueuelen'], values: 1, apply: readTuning },
  { exact: ['promisc', 'multicast', 'allmulticast', 'trailers', 'dynamic'], values: 1, apply: readFlag },
  { exact: ONE_VALUE, values: 1, apply: beyond },
  { exact: ['vf', 'xdp', 'xdpgeneric', 'xdpdrv', 'xdpoffload'], values: 0, apply: () => undefined },
  { prefixOf: ['address'], values: 1, apply: readMac },
]

export const SET: Grammar<LinkState> = {
  keywords: [
    ...KEYWORDS,
    { exact: ['dev'], values: 1, apply: readName },
    { exact: ['name'], values: 1, apply: readNewName },
    { exact: ['link'], values: 1, apply: beyond },
  ],
  positional: readName,
}

export const ADD: Grammar<LinkState> = {
  keywords: [...KEYWORDS, { exact: ['name', 'dev'], values: 1, apply: readName }, { exact: ['link'], values: 1, apply: readLower }],
  positional: readName,
}

function readName(state: LinkState, text: string): Read<LinkState> {
  if (state.name !== undefined) return garbage('dev', text)
  const name = parseInterfaceName(text)
  return name === undefined ? wrongArgument(text, '"dev" not a valid ifname') : { ...state, name }
}

/** A device that is called something else afterwards is beyond the model. */
function readNewName(state: LinkState, text: string): Read<LinkState> {
  return parseInterfaceName(text) === undefined ? wrongArgument(text, '"name" not a valid ifname') : beyond(state)
}

function readLower(state: LinkState, text: string): Read<LinkState> {
  const lower = readDevice(text)
  return typeof lower === 'string' ? { ...state, lower } : lower
}

function readMtu(state: LinkState, text: string): Read<LinkState> {
  const mtu = parseCount(text)
  return mtu === undefined ? wrongArgument(text, 'Invalid "mtu" value') : { ...state, mtu }
}

function readTuning(state: LinkState, text: string): Read<LinkState> {
  return parseCount(text) === undefined ? wrongArgument(text, 'Invalid "txqueuelen" value') : state
}

function readArp(state: LinkState, text: string): Read<LinkState> {
  const arp = parseSwitch(text)
  return arp === undefined ? { wrong: `Error: argument of "arp" must be "on" or "off", not "${text}"` } : { ...state, arp }
}

function readFlag(state: LinkState, text: string): Read<LinkState> {
  return parseSwitch(text) === undefined ? { wrong: `Error: argument of "promisc" must be "on" or "off", not "${text}"` } : state
}

function readMaster(state: LinkState, text: string): Read<LinkState> {
  const master = parseInterfaceName(text)
  return master === undefined ? wrongArgument(text, 'Device does not exist') : { ...state, master }
}

/** include/uapi/linux/if_link.h: IN6_ADDR_GEN_MODE_EUI64 and the others. */
const ADDRESS_MODES = ['eui64', 'none', 'stable_secret', 'random']

function readAddressMode(state: LinkState, text: string): Read<LinkState> {
  const number = ADDRESS_MODES.indexOf(text)
  return number < 0 ? wrongArgument(text, 'Invalid address generation mode') : { ...state, addressMode: String(number) }
}

/** The length that is demanded is that of the device, which is nearly always an Ethernet address's. */
function readMac(state: LinkState, text: string): Read<LinkState> {
  const mac = parseMac(text)
  if (mac !== undefined) return { ...state, mac }
  return /^[0-9a-f.:]+$/i.test(text) ? beyond(state) : { wrong: `"${text}" is invalid lladdr.` }
}
