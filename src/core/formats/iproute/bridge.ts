/** bridge(8) of iproute2: flags and VLANs of bridge ports, and entries of forwarding tables. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestOf } from '../../model/kernel-request.js'
import { afterReading, firstPrefixed, type Grammar, isWrong, type Read, readArguments, textsOf } from './argument.js'
import { lowerFdb } from './fdb.js'
import { PORT_FLAGS, type PortState } from './port-flags.js'

type SetState = PortState & { readonly name?: InterfaceName }

const GRAMMAR: Grammar<SetState> = {
  keywords: [
    ...PORT_FLAGS.map((keyword) => ({ ...keyword, apply: keepName(keyword.apply) })),
    { exact: ['dev'], values: 1, apply: readName },
    { exact: ['self', 'master'], values: 0, apply: (state) => state },
  ],
  positional: (state) => ({ ...state, beyond: true }),
}

function keepName(apply: (state: PortState, value: string) => Read<PortState>): (state: SetState, value: string) => Read<SetState> {
  return (state, value) => {
    const changed = apply(state, value)
    return changed === undefined || isWrong(changed) ? changed : { ...state, ...changed }
  }
}

function readName<State extends { readonly name?: InterfaceName }>(state: State, text: string): Read<State> {
  const name = parseInterfaceName(text)
  return name === undefined ? { wrong: `Cannot find bridge device "${text}"` } : { ...state, name }
}

const OBJECTS = ['link', 'fdb', 'mdb', 'vlan', 'vni', 'monitor', 'help'] as const

export function lowerBridge(argv: readonly Word[]): readonly KernelRequest[] {
  const words = argv.slice(1).filter((word) => !word.text.startsWith('-'))
  const [object, command = 'show', ...rest] = textsOf(words)
  if (object === undefined) return unmodelled(argv, 'harmless')
  const chosen = firstPrefixed(object, OBJECTS)
  if (chosen === undefined) return rejected(argv, `Object "${object}" is unknown, try "bridge help".`)
  if (chosen === 'monitor' || chosen === 'help' || chosen === 'mdb' || isShow(command)) return unmodelled(argv, 'harmless')
  if (chosen === 'link' && (command === 'set' || command === 'change')) return setPort(argv, rest)
  const fdbVerb = chosen === 'fdb' ? firstPrefixed(command, ['add', 'append', 'replace', 'delete'] as const) : undefined
  if (fdbVerb !== undefined) return lowerFdb(argv, rest, fdbVerb)
  if (chosen === 'vlan' && ['add', 'delete'].includes(firstPrefixed(command, ['add', 'delete'] as const) ?? ''))
    return changeVlans(argv, rest, firstPrefixed(command, ['add', 'delete'] as const) === 'add' ? 'vlan-add' : 'vlan-delete')
  return unmodelled(argv, 'anything')
}

function isShow(command: string): boolean {
  return firstPrefixed(command, ['show', 'lst', 'list', 'get']) !== undefined && command !== 's' && command !== 'se'
}

function setPort(argv: readonly Word[], words: readonly string[]): readonly KernelRequest[] {
  return afterReading(argv, readArguments<SetState>(words, GRAMMAR, { flags: {}, beyond: false }), ({ name, flags, beyond }) => {
    if (beyond) return unmodelled(argv, 'anything')
    if (name === undefined) return rejected(argv, 'Device is a required argument.')
    if (Object.keys(flags).length === 0) return unmodelled(argv, 'harmless')
    return [{ kind: 'port-set', name, flags, ...originOf(argv) }]
  })
}

type VlanState = {
  readonly name?: InterfaceName
  readonly first?: number
  readonly last?: number
  readonly pvid: boolean
  readonly untagged: boolean
  readonly of?: 'port' | 'bridge'
}

/** VLAN_N_VID */
const MOST = 4094

const VLAN: Grammar<VlanState> = {
  keywords: [
    { exact: ['dev'], values: 1, apply: readName },
    { exact: ['vid'], values: 1, apply: readRange },
    { exact: ['self'], values: 0, apply: (state) => ({ ...state, of: 'bridge' }) },
    { exact: ['master'], values: 0, apply: (state) => ({ ...state, of: 'port' }) },
    { exact: ['pvid'], values: 0, apply: (state) => ({ ...state, pvid: true }) },
    { exact: ['untagged'], values: 0, apply: (state) => ({ ...state, untagged: true }) },
    { exact: ['tunnel_info'], values: 0, apply: () => undefined },
  ],
  positional: () => undefined,
}

/** The kernel says no to an id that is none; ip reads any text as a number, zero if need be. */
function readRange(state: VlanState, text: string): Read<VlanState> {
  const [first = '', last, ...more] = text.split('-')
  const wrong = { wrong: `Invalid VLAN range "${text}"` }
  if (more.length > 0) return wrong
  const ids = [first, last ?? first].map((one) => (/^\d{1,4}$/.test(one) ? Number(one) : 0))
  const [from = 0, to = 0] = ids
  if (last !== undefined && (from < 1 || to <= from || to > MOST)) return wrong
  if (from < 1 || from > MOST) return { wrong: 'Error: bridge: Vlan id is invalid.' }
  return { ...state, first: from, last: to }
}

/** bridge(8) asks the port's bridge unless `self` is written. */
function changeVlans(
  argv: readonly Word[],
  words: readonly string[],
  kind: RequestOf<'vlan-add' | 'vlan-delete'>['kind'],
): readonly KernelRequest[] {
  return afterReading(argv, readArguments<VlanState>(words, VLAN, { pvid: false, untagged: false }), (state) => {
    const { name, first, last, pvid, untagged, of = 'port' } = state
    if (name === undefined || first === undefined || last === undefined) return rejected(argv, 'Device and VLAN ID are required arguments.')
    if (pvid && last > first) return rejected(argv, 'pvid cannot be configured for a vlan range')
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const vlan = { id: first + index, pvid, untagged }
      return { kind, name, vlan, of, ...originOf(argv) }
    })
  })
}
