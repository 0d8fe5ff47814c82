/** ip neighbour. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestOf } from '../../model/kernel-request.js'
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
import { type AnyAddress, type Family, readDevice, readAddress as readText } from './prefix.js'

const STATES = ['permanent', 'noarp', 'reachable', 'stale', 'delay', 'probe', 'none', 'failed', 'incomplete'] as const

type NeighbourState = {
  readonly family: Family
  readonly destination?: AnyAddress
  readonly interface?: InterfaceName
  readonly mac?: Mac
  readonly state?: (typeof STATES)[number]
  readonly proxy?: true
  readonly beyond?: true
}

const GRAMMAR: Grammar<NeighbourState> = {
  keywords: [
    { exact: ['lladdr'], values: 1, apply: readMac },
    { exact: ['nud'], values: 1, apply: readState },
    { exact: ['proxy'], values: 1, apply: (read, text) => readAddress({ ...read, proxy: true }, text) },
    { exact: ['dev'], values: 1, apply: readInterface },
    { exact: ['to'], values: 1, apply: readAddress },
    { prefixOf: ['protocol'], values: 1, apply: (read) => read },
    { exact: ['router', 'use', 'managed', 'extern_learn'], values: 0, apply: (read) => read },
  ],
  positional: readAddress,
}

function readAddress(read: NeighbourState, text: string): Read<NeighbourState> {
  if (read.destination !== undefined) return garbage('to', text)
  const destination = readText(text, read.family)
  return 'wrong' in destination ? destination : { ...read, destination }
}

function readInterface(read: NeighbourState, text: string): Read<NeighbourState> {
  const name = readDevice(text)
  return typeof name === 'string' ? { ...read, interface: name } : name
}

function readState(read: NeighbourState, text: string): Read<NeighbourState> {
  const state = firstPrefixed(text, STATES)
  if (state !== undefined) return { ...read, state }
  return /^(0x)?[0-9a-f]+$/i.test(text) ? { ...read, beyond: true } : wrongArgument(text, 'nud state is bad')
}

/** The kernel takes only whole link layer addresses; those of other kinds of device are not modelled. */
function readMac(read: NeighbourState, text: string): Read<NeighbourState> {
  const mac = parseMac(text)
  if (mac !== undefined) return { ...read, mac }
  return text.includes(':') || text.includes('.') ? { ...read, beyond: true } : { wrong: 'Error: Invalid link address.' }
}

const COMMANDS = ['add', 'change', 'chg', 'replace', 'delete', 'get', 'show', 'lst', 'list', 'flush', 'help'] as const

export function lowerNeighbour(argv: readonly Word[], words: readonly Word[], family: Family): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  const read = () => readArguments(rest, GRAMMAR, { family })
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
      return afterReading(argv, read(), (state) => add(argv, state, { exclusive: true }))
    case 'change':
    case 'chg':
    case 'replace':
      return afterReading(argv, read(), (state) => add(argv, state, {}))
    case 'get':
    case 'show':
    case 'lst':
    case 'list':
    case 'help':
      return unmodelled(argv, 'harmless')
    /** What was learnt is learnt again; `permanent` entries are spared by a plain flush. */
    case 'flush':
      return unmodelled(argv, rest.some((word) => ['permanent', 'noarp', 'all', 'proxy'].includes(word)) ? 'anything' : 'harmless')
    case 'delete':
      return unmodelled(argv, 'anything')
    case undefined:
      return rejectedCommand(argv, 'neigh', command)
  }
}

/** Without `nud` an entry is permanent. Any other state passes by itself. */
function add(argv: readonly Word[], read: NeighbourState, how: { readonly exclusive?: true }): readonly KernelRequest[] {
  const { destination, interface: name, state = 'permanent' } = read
  if (destination === undefined || name === undefined) return rejected(argv, 'Device and destination are required arguments.')
  if (read.beyond === true) return unmodelled(argv, 'anything')
  if (read.proxy === true) return [entry(destination, { interface: name, state: 'proxy', ...originOf(argv) })]
  if (state === 'failed' || state === 'incomplete') return unmodelled(argv, 'anything')
  if (state !== 'permanent' && state !== 'noarp') return unmodelled(argv, 'harmless')
  return [entry(destination, { interface: name, ...(read.mac === undefined ? {} : { mac: read.mac }), state, ...how, ...originOf(argv) })]
}

type Shared = Omit<RequestOf<'neighbour-add'>, 'kind' | 'address'>

function entry(destination: AnyAddress, { interface: name, ...shared }: Shared): KernelRequest {
  return destination.family === 'inet6'
    ? { kind: 'neighbour6-add', interface: name, address: destination.address, ...shared }
    : { kind: 'neighbour-add', interface: name, address: destination.address, ...shared }
}
