/** bridge fdb of iproute2 (bridge/fdb.c): entries of forwarding tables. */
import type { InterfaceName } from '../../addresses/interface-name.js'
import { parseInterfaceName } from '../../addresses/interface-name.js'
import { type Mac, parseMac } from '../../addresses/mac.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { FdbEntry } from '../../model/fdb.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { afterReading, type Grammar, garbage, parseCount, type Read, readArguments } from './argument.js'
import { readAddress } from './prefix.js'

type FdbState = {
  readonly mac?: Mac
  readonly name?: InterfaceName
  readonly of?: FdbEntry['of']
  readonly state?: FdbEntry['state']
  readonly vlan?: number
  readonly sticky?: true
  readonly remote?: string
  readonly both?: true
}

const GRAMMAR: Grammar<FdbState> = {
  keywords: [
    { exact: ['dev'], values: 1, apply: readName },
    { exact: ['dst'], values: 1, apply: readRemote },
    { exact: ['self'], values: 0, apply: (read) => readOf(read, 'self') },
    { exact: ['master'], values: 0, apply: (read) => readOf(read, 'master') },
    { prefixOf: ['local', 'permanent'], values: 0, apply: (read) => ({ ...read, state: 'local' }) },
    { exact: ['temp'], values: 0, apply: (read) => ({ ...read, state: 'dynamic' }) },
    { prefixOf: ['dynamic'], values: 0, apply: (read) => ({ ...read, state: 'dynamic' }) },
    { prefixOf: ['static'], values: 0, apply: (read) => ({ ...read, state: 'static' }) },
    { prefixOf: ['vlan'], values: 1, apply: readVlan },
    { prefixOf: ['sticky'], values: 0, apply: (read) => ({ ...read, sticky: true }) },
    { prefixOf: ['use'], values: 0, apply: (read) => read },
    {
      exact: ['port', 'vni', 'src_vni', 'via', 'nhid', 'router', 'extern_learn', 'activity_notify', 'inactive'],
      values: 0,
      apply: () => undefined,
    },
    { exact: ['to'], values: 1, apply: readMac },
  ],
  positional: readMac,
}

function readMac(read: FdbState, text: string): Read<FdbState> {
  if (read.mac !== undefined) return garbage('to', text)
  const mac = parseMac(text)
  return mac === undefined ? { wrong: `Invalid mac address ${text}` } : { ...read, mac }
}

function readName(read: FdbState, text: string): Read<FdbState> {
  const name = parseInterfaceName(text)
  return name === undefined ? { wrong: `Cannot find device "${text}"` } : { ...read, name }
}

function readOf(read: FdbState, of: FdbEntry['of']): Read<FdbState> {
  return read.of !== undefined && read.of !== of ? { ...read, both: true } : { ...read, of }
}

function readRemote(read: FdbState, text: string): Read<FdbState> {
  const end = readAddress(text, 'any')
  return 'wrong' in end ? end : { ...read, remote: end.address }
}

function readVlan(read: FdbState, text: string): Read<FdbState> {
  const vlan = parseCount(text)
  return vlan === undefined ? undefined : { ...read, vlan }
}

/** Without a word it is the device's own table, and an entry for the host itself. */
export function lowerFdb(
  argv: readonly Word[],
  words: readonly string[],
  verb: 'add' | 'append' | 'replace' | 'delete',
): readonly KernelRequest[] {
  return afterReading(argv, readArguments<FdbState>(words, GRAMMAR, {}), (read) => {
    const { mac, name, of = 'self', state = 'local', vlan, sticky, remote, both } = read
    if (name === undefined || mac === undefined) return rejected(argv, 'Device and address are required arguments.')
    if (both === true) return unmodelled(argv, 'anything')
    const entry = {
      ...{ interface: name, mac, of },
      ...(vlan === undefined ? {} : { vlan }),
      ...(remote === undefined ? {} : { remote }),
    }
    if (verb === 'delete') return [{ kind: 'fdb-delete', entry, ...originOf(argv) }]
    return [{ kind: 'fdb-add', mode: verb, entry: { ...entry, state, ...(sticky === undefined ? {} : { sticky }) }, ...originOf(argv) }]
  })
}
