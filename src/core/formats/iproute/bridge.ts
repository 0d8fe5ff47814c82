/** bridge(8) of iproute2: flags of bridge ports. FDB and VLAN entries are not modelled. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { firstPrefixed, type Grammar, readArguments, textsOf } from './argument.js'
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

function keepName(
  apply: (state: PortState, value: string) => PortState | undefined,
): (state: SetState, value: string) => SetState | undefined {
  return (state, value) => {
    const changed = apply(state, value)
    return changed === undefined ? undefined : { ...state, ...changed }
  }
}

function readName(state: SetState, text: string): SetState | undefined {
  const name = parseInterfaceName(text)
  return name === undefined ? undefined : { ...state, name }
}

export function lowerBridge(argv: readonly Word[]): readonly KernelRequest[] {
  const words = argv.slice(1).filter((word) => !word.text.startsWith('-'))
  const [object = '', command = 'show', ...rest] = textsOf(words)
  const chosen = firstPrefixed(object, ['link', 'fdb', 'mdb', 'vlan', 'vni', 'monitor', 'help'] as const)
  if (chosen === 'monitor' || chosen === 'help' || chosen === 'mdb' || isShow(command)) return unmodelled(argv, 'harmless')
  if (chosen !== 'link' || (command !== 'set' && command !== 'change')) return unmodelled(argv, 'anything')
  const read = readArguments(rest, GRAMMAR, { flags: {}, beyond: false })
  if (read?.name === undefined || read.beyond) return unmodelled(argv, 'anything')
  if (Object.keys(read.flags).length === 0) return unmodelled(argv, 'harmless')
  return [{ kind: 'port-set', name: read.name, flags: read.flags, ...originOf(argv) }]
}

function isShow(command: string): boolean {
  return firstPrefixed(command, ['show', 'lst', 'list', 'get']) !== undefined && command !== 's' && command !== 'se'
}
