/** ifconfig(8). It works through its arguments from left to right; an address replaces the one that the name had. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { ANY_ADDRESS, type Ipv4, parseIpv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { broadcastOf, parsePrefixLength } from '../../addresses/prefix.js'
import { parsePrefix6 } from '../../addresses/prefix6.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { parseCount } from './count.js'

type State = {
  readonly address?: Ipv4
  readonly length?: number
  readonly broadcast?: Ipv4
  readonly up?: boolean
  readonly mtu?: number
  readonly mac?: Mac
  readonly arp?: boolean
}

export function lowerIfconfig(argv: readonly Word[]): readonly KernelRequest[] {
  const words = argv.slice(1).filter((word) => !['-a', '-v', '-s'].includes(word.text))
  const [target, ...rest] = words.map((word) => word.text)
  if (target === undefined || rest.length === 0) return unmodelled(argv, 'harmless')
  const device = parseInterfaceName(target.split(':')[0] ?? '')
  const first = rest[0] ?? ''
  const six = first === 'inet6' ? rest.slice(1) : rest
  if (first === 'inet6' || (['add', 'del'].includes(first) && rest[1]?.includes(':') === true))
    return (device === undefined ? undefined : lowerInet6(argv, device, six)) ?? unmodelled(argv, 'anything')
  const state = readArguments(first === 'inet' ? rest.slice(1) : rest)
  if (device === undefined || state === undefined) return unmodelled(argv, 'anything')
  return requests(argv, { device, label: target }, state)
}

/** `[inet6] add|del ADDRESS/LENGTH`, and `inet6 ADDRESS/LENGTH` which adds as well. */
function lowerInet6(argv: readonly Word[], device: InterfaceName, words: readonly string[]): readonly KernelRequest[] | undefined {
  const [verb, text = ''] = words.length === 1 ? ['add', ...words] : words
  const prefix = parsePrefix6(text)
  if (prefix === undefined || words.length > 2 || (verb !== 'add' && verb !== 'del')) return undefined
  const shared = { interface: device, address: prefix.address, length: prefix.length, ...originOf(argv) }
  return [verb === 'add' ? { kind: 'address6-add', ...shared } : { kind: 'address6-delete', ...shared }]
}

/** Undefined: there is an argument that is not understood. */
function readArguments(words: readonly string[]): State | undefined {
  let state: State = {}
  for (let index = 0; index < words.length; index++) {
    const step = readArgument(words.slice(index))
    if (step === undefined) return undefined
    state = { ...state, ...step.change }
    index += step.values
  }
  return state
}

type Step = { readonly change: State; readonly values: number }

/** Flags that change no answer about a packet to one address. */
const HARMLESS = ['promisc', 'allmulti', 'multicast', 'dynamic', 'trailers', 'debug', 'notrailers']
const HARMLESS_WITH_VALUE = ['txqueuelen', 'metric', 'media', 'irq', 'mem_start', 'io_addr', 'keepalive', 'outfill']

function readArgument([word = '', value = '', second = '']: readonly string[]): Step | undefined {
  if (word === 'up' || word === 'down') return { change: { up: word === 'up' }, values: 0 }
  if (word === 'arp' || word === '-arp') return { change: { arp: word === 'arp' }, values: 0 }
  if (HARMLESS.includes(word.replace(/^-/, ''))) return { change: {}, values: 0 }
  if (HARMLESS_WITH_VALUE.includes(word)) return { change: {}, values: 1 }
  if (word === 'netmask') return read('length', value.includes('.') ? parsePrefixLength(value) : undefined)
  if (word === 'broadcast') return read('broadcast', parseIpv4(value))
  if (word === 'mtu') return read('mtu', parseCount(value))
  if (word === 'hw') {
    const step = value === 'ether' ? read('mac', parseMac(second)) : undefined
    return step === undefined ? undefined : { ...step, values: 2 }
  }
  return readAddress(word)
}

function read<Key extends keyof State>(key: Key, value: State[Key] | undefined): Step | undefined {
  return value === undefined ? undefined : { change: { [key]: value }, values: 1 }
}

function readAddress(word: string): Step | undefined {
  const [head = '', tail] = word.split('/')
  const address = head === '0' || head === 'default' ? ANY_ADDRESS : parseIpv4(head)
  if (address === undefined) return undefined
  if (tail === undefined) return { change: { address }, values: 0 }
  const length = parseCount(tail)
  return length === undefined || length > 32 ? undefined : { change: { address, length }, values: 0 }
}

type Target = { readonly device: InterfaceName; readonly label: string }

function requests(argv: readonly Word[], target: Target, state: State): readonly KernelRequest[] {
  const isAlias = target.label !== target.device
  const { address } = state
  /** A netmask or broadcast address of an address that is there already, and `down` of an alias, which deletes it. */
  const changesExisting = address === undefined && (state.length !== undefined || state.broadcast !== undefined)
  if (changesExisting || (isAlias && state.up === false)) return unmodelled(argv, 'anything')
  const added = address === undefined ? [] : addressRequest(argv, target, { ...state, address })
  if (added === undefined) return unmodelled(argv, 'anything')
  const requested = [...linkRequest(argv, target, state, isAlias), ...added, ...upRequest(argv, target, state, isAlias)]
  return requested.length === 0 ? unmodelled(argv, 'harmless') : requested
}

function linkRequest(argv: readonly Word[], { device }: Target, { mac, mtu, arp }: State, isAlias: boolean): readonly KernelRequest[] {
  const changes = {
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu }),
    ...(arp === undefined || isAlias ? {} : { arp }),
  }
  return Object.keys(changes).length === 0 ? [] : [{ kind: 'link-set', name: device, ...changes, ...originOf(argv) }]
}

/** An address sets its interface up, unless `down` says otherwise. The flags of an alias are nobody's. */
function upRequest(argv: readonly Word[], { device }: Target, { address, up }: State, isAlias: boolean): readonly KernelRequest[] {
  if (isAlias || (address === undefined && up === undefined)) return []
  return [{ kind: 'link-set', name: device, up: up ?? true, ...originOf(argv) }]
}

/** The address 0.0.0.0 takes away the one that the name had. */
function addressRequest(
  argv: readonly Word[],
  target: Target,
  state: State & { readonly address: Ipv4 },
): readonly KernelRequest[] | undefined {
  const classful = classfulLength(state.address)
  if (classful === undefined) return undefined
  const length = state.length ?? classful
  const computed = broadcastFor(state.address, length, classful)
  const broadcast = state.broadcast ?? computed
  return [
    {
      kind: 'address-add',
      interface: target.device,
      address: state.address,
      length: state.address === ANY_ADDRESS ? 0 : length,
      ...(broadcast === undefined || state.address === ANY_ADDRESS ? {} : { broadcast }),
      ...(target.label === target.device ? {} : { label: target.label }),
      replaces: true,
      ...originOf(argv),
    },
  ]
}

/** The kernel computes it from the class first and again when the mask is set, but not for a /31 or /32 (net/ipv4/devinet.c). */
function broadcastFor(address: Ipv4, length: number, classful: number): Ipv4 | undefined {
  if (length < 31) return broadcastOf(address, length)
  return classful < 31 ? broadcastOf(address, classful) : undefined
}

/** inet_abc_len() in net/ipv4/devinet.c. A multicast address is refused. */
function classfulLength(address: Ipv4): number | undefined {
  const first = Number(address.split('.')[0])
  if (first === 0) return 0
  if (first <= 127) return 8
  if (first <= 191) return 16
  if (first <= 223) return 24
  return first >= 240 ? 32 : undefined
}
