/** ip neighbour. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import type { Ipv4 } from '../../addresses/ipv4.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { firstPrefixed, type Grammar, readArguments, rejectedCommand, textsOf } from './argument.js'
import { readIpv4 } from './prefix.js'

type NeighbourState = {
  readonly address?: Ipv4
  readonly interface?: InterfaceName
  readonly mac?: Mac
  readonly state?: string
  readonly proxy?: true
}

const GRAMMAR: Grammar<NeighbourState> = {
  keywords: [
    { exact: ['lladdr'], values: 1, apply: readMac },
    { exact: ['nud'], values: 1, apply: (read, state) => ({ ...read, state }) },
    { exact: ['proxy'], values: 1, apply: (read, text) => readAddress({ ...read, proxy: true }, text) },
    { exact: ['dev'], values: 1, apply: readInterface },
    { exact: ['to'], values: 1, apply: readAddress },
    { prefixOf: ['protocol'], values: 1, apply: (read) => read },
    { exact: ['router', 'use', 'managed', 'extern_learn'], values: 0, apply: (read) => read },
  ],
  positional: readAddress,
}

function readAddress(read: NeighbourState, text: string): NeighbourState | undefined {
  const address = readIpv4(text)
  return address === undefined ? undefined : { ...read, address }
}

function readInterface(read: NeighbourState, text: string): NeighbourState | undefined {
  const name = parseInterfaceName(text)
  return name === undefined ? undefined : { ...read, interface: name }
}

function readMac(read: NeighbourState, text: string): NeighbourState | undefined {
  const mac = parseMac(text)
  return mac === undefined ? undefined : { ...read, mac }
}

const COMMANDS = ['add', 'change', 'chg', 'replace', 'delete', 'get', 'show', 'lst', 'list', 'flush', 'help'] as const

export function lowerNeighbour(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  switch (command === undefined ? 'show' : firstPrefixed(command, COMMANDS)) {
    case 'add':
    case 'change':
    case 'chg':
    case 'replace':
      return add(argv, readArguments(rest, GRAMMAR, {}))
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
function add(argv: readonly Word[], read: NeighbourState | undefined): readonly KernelRequest[] {
  if (read?.address === undefined || read.interface === undefined) return unmodelled(argv, 'anything')
  const entry = { kind: 'neighbour-add', interface: read.interface, address: read.address, ...originOf(argv) } as const
  if (read.proxy) return [{ ...entry, state: 'proxy' }]
  const state = firstPrefixed(read.state ?? 'permanent', [
    'permanent',
    'noarp',
    'reachable',
    'stale',
    'delay',
    'probe',
    'none',
    'failed',
  ] as const)
  if (state === 'reachable' || state === 'stale' || state === 'delay' || state === 'probe' || state === 'none')
    return unmodelled(argv, 'harmless')
  if (state === undefined || state === 'failed' || (state === 'permanent' && read.mac === undefined)) return unmodelled(argv, 'anything')
  return [{ ...entry, ...(read.mac === undefined ? {} : { mac: read.mac }), state }]
}
