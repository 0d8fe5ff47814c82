/** ip address. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { type Ipv4, isLoopback } from '../../addresses/ipv4.js'
import { networkOf } from '../../addresses/prefix.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import type { AddressScope } from '../../model/routing.js'
import { firstPrefixed, type Grammar, readArguments, rejectedCommand, textsOf } from './argument.js'
import { readIpv4, readPrefix } from './prefix.js'

type Arguments = {
  readonly local?: NonNullable<ReturnType<typeof readPrefix>>
  readonly interface?: InterfaceName
  readonly broadcast?: Ipv4 | '+' | '-'
  readonly scope?: AddressScope
  readonly label?: string
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
    {
      exact: ['scope'],
      values: 1,
      apply: (state, value) => (Object.hasOwn(SCOPES, value) ? { ...state, scope: SCOPES[value] ?? 'global' } : undefined),
    },
    { exact: ['dev'], values: 1, apply: readInterface },
    { exact: ['label'], values: 1, apply: (state, label) => ({ ...state, label }) },
    { prefixOf: ['metric', 'priority', 'preference'], values: 1, apply: beyond },
    { prefixOf: ['valid_lft', 'preferred_lft'], values: 1, apply: (state, value) => (value === 'forever' ? state : beyond(state)) },
    { exact: ['proto'], values: 1, apply: keep },
    { exact: ['nodad', 'optimistic', 'home', 'mngtmpaddr'], values: 0, apply: keep },
    { exact: ['noprefixroute', 'autojoin'], values: 0, apply: beyond },
    { exact: ['local'], values: 1, apply: readLocal },
  ],
  positional: readLocal,
}

function readLocal(state: Arguments, text: string): Arguments | undefined {
  const local = readPrefix(text)
  return local === undefined || state.local !== undefined ? undefined : { ...state, local }
}

function readInterface(state: Arguments, text: string): Arguments | undefined {
  const name = parseInterfaceName(text)
  return name === undefined ? undefined : { ...state, interface: name }
}

function readBroadcast(state: Arguments, text: string): Arguments | undefined {
  const broadcast = text === '+' || text === '-' ? text : readIpv4(text)
  return broadcast === undefined ? undefined : { ...state, broadcast }
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

export function lowerAddress(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
    case 'change':
    case 'chg':
    case 'replace':
      return add(argv, readArguments(rest, GRAMMAR, {}))
    case 'delete':
      return remove(argv, readArguments(rest, GRAMMAR, {}))
    case 'flush':
      return flush(argv, rest)
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

function add(argv: readonly Word[], read: Arguments | undefined): readonly KernelRequest[] {
  if (read !== undefined && read.interface === undefined) return rejected(argv, WITHOUT_DEVICE)
  if (read?.local === undefined || read.interface === undefined || read.beyond) return unmodelled(argv, 'anything')
  const { address, length } = read.local
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
      ...originOf(argv),
    },
  ]
}

/** `+` and `-` set the host bits to one or zero, but mean nothing in a /31 or /32. */
function broadcastFor(written: Arguments['broadcast'], address: Ipv4, length: number): Ipv4 | '+' | undefined {
  if (written !== '+' && written !== '-') return written
  if (length > 30) return undefined
  return written === '+' ? '+' : networkOf(address, length).address
}

/** Without a length ip deletes the first address that is equal, whatever its length. */
function remove(argv: readonly Word[], read: Arguments | undefined): readonly KernelRequest[] {
  if (read !== undefined && read.interface === undefined) return rejected(argv, WITHOUT_DEVICE)
  if (read?.local === undefined || read.interface === undefined || read.beyond) return unmodelled(argv, 'anything')
  const { address, length, explicit } = read.local
  return [{ kind: 'address-delete', interface: read.interface, address, ...(explicit ? { length } : {}), ...originOf(argv) }]
}

/** `flush [dev] NAME`. Anything else chooses among the addresses. */
function flush(argv: readonly Word[], words: readonly string[]): readonly KernelRequest[] {
  const names = words[0] === 'dev' ? words.slice(1) : words
  const name = names.length === 1 ? parseInterfaceName(names[0] ?? '') : undefined
  return name === undefined ? unmodelled(argv, 'anything') : [{ kind: 'address-flush', interface: name, ...originOf(argv) }]
}
