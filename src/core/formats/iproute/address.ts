/** ip address. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, isLoopback } from '../../addresses/ipv4.js'
import { networkOf } from '../../addresses/prefix.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { AddressScope } from '../../model/routing.js'
import {
  afterReading,
  firstPrefixed,
  type Grammar,
  garbage,
  type Read,
  readArguments,
  rejectedCommand,
  textsOf,
  wrongArgument,
} from './argument.js'
import { type AnyPrefix, type Family, readAddress, readDevice, readPrefix } from './prefix.js'

type Arguments = {
  readonly family: Family
  readonly local?: AnyPrefix
  readonly interface?: InterfaceName
  readonly broadcast?: Ipv4 | '+' | '-'
  readonly scope?: AddressScope
  readonly label?: string
  readonly noDad?: true
  /** It says something that the model cannot hold. */
  readonly beyond?: true
}

const SCOPES: Readonly<Record<string, AddressScope>> = {
  global: 'global',
  '0': 'global',
  link: 'link',
  '253': 'link',
  host: 'host',
  '254': 'host',
}
const beyond = (state: Arguments): Arguments => ({ ...state, beyond: true })
const keep = (state: Arguments): Arguments => state

const GRAMMAR: Grammar<Arguments> = {
  keywords: [
    { exact: ['peer', 'remote', 'anycast'], values: 1, apply: beyond },
    { exact: ['brd'], prefixOf: ['broadcast'], values: 1, apply: readBroadcast },
    { exact: ['scope'], values: 1, apply: readScope },
    { exact: ['dev'], values: 1, apply: readInterface },
    { exact: ['label'], values: 1, apply: (state, label) => ({ ...state, label }) },
    { prefixOf: ['metric', 'priority', 'preference'], values: 1, apply: beyond },
    { prefixOf: ['valid_lft', 'preferred_lft'], values: 1, apply: readLifetime },
    { exact: ['proto'], values: 1, apply: keep },
    { exact: ['nodad'], values: 0, apply: (state) => ({ ...state, noDad: true }) },
    { exact: ['optimistic', 'home', 'mngtmpaddr'], values: 0, apply: keep },
    { exact: ['noprefixroute', 'autojoin'], values: 0, apply: beyond },
    { exact: ['local'], values: 1, apply: readLocal },
  ],
  positional: readLocal,
}

function readLocal(state: Arguments, text: string): Read<Arguments> {
  if (state.local !== undefined) return garbage('local', text)
  const local = readPrefix(text, state.family)
  return 'wrong' in local ? local : { ...state, local }
}

function readInterface(state: Arguments, text: string): Read<Arguments> {
  const name = readDevice(text)
  return typeof name === 'string' ? { ...state, interface: name } : name
}

function readScope(state: Arguments, text: string): Read<Arguments> {
  const scope = Object.hasOwn(SCOPES, text) ? SCOPES[text] : undefined
  if (scope !== undefined) return { ...state, scope }
  return /^\d+$|^site$|^nowhere$/.test(text) ? beyond(state) : wrongArgument(text, 'invalid scope value.')
}

/** IPv6 has no such address, and what is written is not looked at. */
function readBroadcast(state: Arguments, text: string): Read<Arguments> {
  if (text === '+' || text === '-') return { ...state, broadcast: text }
  const read = readAddress(text, state.local?.family ?? state.family)
  if ('wrong' in read) return read
  return read.family === 'inet' ? { ...state, broadcast: read.address } : state
}

function readLifetime(state: Arguments, text: string): Read<Arguments> {
  if (text === 'forever') return state
  return /^\d+(sec|s)?$/.test(text) ? beyond(state) : wrongArgument(text, 'valid_lft value')
}

/** In the program's own order, which decides what an abbreviation means. */
const COMMANDS = [
  'add',
  'change',
  'chg',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'flush',
  'save',
  'showdump',
  'restore',
  'help',
] as const

export function lowerAddress(argv: readonly Word[], words: readonly Word[], family: Family): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  const read = () => readArguments(rest, GRAMMAR, { family })
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return afterReading(argv, read(), (state) => add(argv, state, {}))
    case 'change':
    case 'chg':
    case 'replace':
      return afterReading(argv, read(), (state) => add(argv, state, { mayExist: true }))
    case 'delete':
      return afterReading(argv, read(), (state) => remove(argv, state))
    case 'flush':
      return flush(argv, rest, family)
    case 'show':
    case 'lst':
    case 'list':
    case 'save':
    case 'showdump':
    case 'help':
      return unmodelled(argv, 'harmless')
    case 'restore':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejectedCommand(argv, 'address', command)
  }
}

const WITHOUT_DEVICE = 'Not enough information: "dev" argument is required.'

function add(argv: readonly Word[], read: Arguments, how: { readonly mayExist?: true }): readonly KernelRequest[] {
  if (read.interface === undefined) return rejected(argv, WITHOUT_DEVICE)
  if (read.local === undefined) return rejected(argv, 'RTNETLINK answers: Operation not supported')
  if (read.beyond === true) return unmodelled(argv, 'anything')
  const { length } = read.local
  const shared = { ...how, ...originOf(argv) }
  if (read.local.family === 'inet6') {
    const noDad = read.noDad === undefined ? {} : { noDad: read.noDad }
    return [{ kind: 'address6-add', interface: read.interface, address: read.local.address, length, ...noDad, ...shared }]
  }
  const { address } = read.local
  const scope = read.scope ?? (isLoopback(address) ? 'host' : undefined)
  const broadcast = broadcastFor(read.broadcast, address, length)
  return [
    {
      kind: 'address-add',
      interface: read.interface,
      address,
      length,
      ...(broadcast === undefined ? {} : { broadcast }),
      ...(scope === undefined ? {} : { scope }),
      ...(read.label === undefined ? {} : { label: read.label }),
      ...shared,
    },
  ]
}

/** `+` and `-` set the host bits to one or zero, but mean nothing in a /31 or /32. */
function broadcastFor(written: Arguments['broadcast'], address: Ipv4, length: number): Ipv4 | '+' | undefined {
  if (written !== '+' && written !== '-') return written
  if (length > 30) return undefined
  return written === '+' ? '+' : networkOf(address, length).address
}

/** Without a length ip deletes the first IPv4 address that is equal, whatever its length, but of IPv6 one of length 128. */
function remove(argv: readonly Word[], read: Arguments): readonly KernelRequest[] {
  if (read.interface === undefined) return rejected(argv, WITHOUT_DEVICE)
  if (read.local === undefined || read.beyond === true) return unmodelled(argv, 'anything')
  const { local } = read
  const base = { interface: read.interface, ...originOf(argv) }
  if (local.family === 'inet6') return [{ kind: 'address6-delete', ...base, address: local.address, length: local.length }]
  return [{ kind: 'address-delete', ...base, address: local.address, ...(local.explicit ? { length: local.length } : {}) }]
}

type Flushing = { readonly interface?: InterfaceName; readonly scope?: AddressScope; readonly beyond?: true }

/** Of addresses, by which to choose among them. */
const FLAGS = ['up', 'dynamic', 'permanent', 'primary', 'secondary', 'temporary', 'deprecated', 'tentative', 'dadfailed']

const FLUSH: Grammar<Flushing> = {
  keywords: [
    { exact: ['dev'], values: 1, apply: readFlushed },
    { exact: ['scope'], values: 1, apply: readFlushedScope },
    { exact: ['to', 'label', 'group', 'master', 'vrf', 'type'], values: 1, apply: (state) => ({ ...state, beyond: true }) },
    { exact: FLAGS, values: 0, apply: (state) => ({ ...state, beyond: true }) },
  ],
  positional: readFlushed,
}

function readFlushed(state: Flushing, text: string): Read<Flushing> {
  if (state.interface !== undefined) return garbage('dev', text)
  const name = readDevice(text)
  return typeof name === 'string' ? { ...state, interface: name } : { wrong: `Device "${text}" does not exist.` }
}

function readFlushedScope(state: Flushing, text: string): Read<Flushing> {
  const scope = Object.hasOwn(SCOPES, text) ? SCOPES[text] : undefined
  return scope === undefined ? { ...state, beyond: true } : { ...state, scope }
}

/** Of both families, unless one is named. */
function flush(argv: readonly Word[], words: readonly string[], family: Family): readonly KernelRequest[] {
  if (words.length === 0) return rejected(argv, 'Flush requires arguments.')
  return afterReading(argv, readArguments(words, FLUSH, {}), ({ interface: name, scope, beyond }) => {
    if (name === undefined || beyond === true || (scope !== undefined && family !== 'inet6')) return unmodelled(argv, 'anything')
    const base = { interface: name, ...originOf(argv) }
    const inet: readonly KernelRequest[] = family === 'inet6' ? [] : [{ kind: 'address-flush', ...base }]
    const inet6: readonly KernelRequest[] =
      family === 'inet' ? [] : [{ kind: 'address6-flush', ...base, ...(scope === undefined ? {} : { scope }) }]
    return [...inet, ...inet6]
  })
}
