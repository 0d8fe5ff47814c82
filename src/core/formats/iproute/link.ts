/** ip link. */
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import { rejected, unmodelled } from '../../model/command-line.js'
import type { KernelRequest, RequestOf } from '../../model/kernel-request.js'
import { afterReading, firstPrefixed, isWrong, readArguments, rejectedCommand, textsOf } from './argument.js'
import { readBond } from './bond-settings.js'
import { bridgeSettings, portSettings } from './bridge-settings.js'
import { ADD, type LinkState, SET } from './link-grammar.js'
import { readKind } from './link-kind.js'

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

const WITHOUT_TYPE = 'Not enough information: "type" argument is required'
const WITHOUT_DEVICE = 'Not enough information: "dev" argument is required.'

/** A device that the kernel would have to find a name for is beyond the model. */
function add(argv: readonly Word[], { common, type, own }: Cut): readonly KernelRequest[] {
  return afterReading(argv, readArguments(common, ADD, {}), (state) => {
    if (type === undefined) return common.includes('type') ? rejected(argv, INCOMPLETE) : rejected(argv, WITHOUT_TYPE)
    if (state.name === undefined || state.beyond === true) return unmodelled(argv, 'anything')
    if (type === 'veth') return addVeth(argv, state, own)
    return afterReading(argv, readKind(type, own, state.lower), ({ settings }) => {
      const bridge = type === 'bridge' && state.name !== undefined ? bridgeSettings(argv, state.name, own) : []
      if (settings === 'plain')
        return bridge.some(isRefusal) ? bridge : [...newLink(argv, state, { link: type }), ...bridge, ...later(argv, state)]
      return [...newLink(argv, state, { link: type, settings }), ...later(argv, state)]
    })
  })
}

const INCOMPLETE = 'Command line is not complete. Try option "help"'

function isRefusal(request: KernelRequest): boolean {
  return request.kind === 'rejected'
}

type LinkAdd = RequestOf<'link-add'>

function newLink(argv: readonly Word[], state: LinkState, kind: Pick<LinkAdd, 'link' | 'settings'>): readonly KernelRequest[] {
  const { name, mac, mtu } = state
  if (name === undefined) return []
  const made = { ...(mac === undefined ? {} : { mac }), ...(mtu === undefined ? {} : { mtu }) }
  const { link, settings } = kind
  const own = settings === undefined ? {} : { settings }
  return [{ kind: 'link-add', name, link, text: textOf(argv), ...own, ...made, ...originOf(argv) }]
}

/** What the kernel does with a new device when it is there. */
function later(argv: readonly Word[], { mac: _mac, mtu: _mtu, ...state }: LinkState): readonly KernelRequest[] {
  return linkSet(argv, state)
}

/** `peer [name] NAME …`: the other end may be told as much as the near one. */
function addVeth(argv: readonly Word[], state: LinkState, own: readonly string[]): readonly KernelRequest[] {
  const [word, ...rest] = own
  if (word === undefined) return unmodelled(argv, 'anything')
  if (word !== 'peer') return rejected(argv, 'Usage: ip link <options> type veth [peer <options>]')
  return afterReading(argv, readArguments(rest, ADD, {}), (peer) => {
    if (peer.name === undefined || peer.beyond === true) return unmodelled(argv, 'anything')
    // veth_newlink sets up the far end first, which cannot be up without the near one.
    if (peer.up === true) return rejected(argv, 'RTNETLINK answers: Transport endpoint is not connected')
    const settings = { kind: 'veth', peer: peer.name } as const
    return [...newLink(argv, state, { link: 'veth', settings }), ...linkSet(argv, peer), ...later(argv, state)]
  })
}

function set(argv: readonly Word[], { common, type, own }: Cut): readonly KernelRequest[] {
  return afterReading(argv, readArguments(common, SET, {}), (state) => {
    if (state.name === undefined) return rejected(argv, WITHOUT_DEVICE)
    if (state.beyond === true) return unmodelled(argv, 'anything')
    const changes = linkSet(argv, state)
    if (type === undefined) return changes.length === 0 ? unmodelled(argv, 'harmless') : changes
    const settings = settingsFor(argv, state.name, { type, own })
    return settings.some(isRefusal) ? settings : [...changes, ...settings]
  })
}

type Kind = { readonly type: string; readonly own: readonly string[] }

function settingsFor(argv: readonly Word[], name: LinkAdd['name'], { type, own }: Kind): readonly KernelRequest[] {
  switch (type) {
    case 'bridge':
      return bridgeSettings(argv, name, own)
    case 'bridge_slave':
      return portSettings(argv, name, own)
    case 'bond': {
      const read = readBond(own)
      if (read === undefined) return unmodelled(argv, 'anything')
      return isWrong(read) ? rejected(argv, read.wrong) : [{ kind: 'bond-set', name, settings: read.settings, ...originOf(argv) }]
    }
    default:
      return unmodelled(argv, 'anything')
  }
}

/** The kernel looks a device up by its name; what stands behind `type` only has to exist. */
function remove(argv: readonly Word[], cut: Cut): readonly KernelRequest[] {
  return afterReading(argv, readArguments(cut.common, ADD, {}), ({ name }) => {
    if (cut.common.includes('group')) return unmodelled(argv, 'anything')
    return name === undefined ? rejected(argv, WITHOUT_DEVICE) : [{ kind: 'link-delete', name, ...originOf(argv) }]
  })
}

function linkSet(argv: readonly Word[], state: LinkState): readonly KernelRequest[] {
  const { name, beyond: _beyond, lower: _lower, addressMode, ...changes } = state
  if (name === undefined) return []
  const key = `net.ipv6.conf.${name}.addr_gen_mode`
  const mode: readonly KernelRequest[] =
    addressMode === undefined ? [] : [{ kind: 'sysctl-set', key, value: addressMode, ...originOf(argv) }]
  return [...mode, ...(Object.keys(changes).length === 0 ? [] : [{ kind: 'link-set' as const, name, ...changes, ...originOf(argv) }])]
}
