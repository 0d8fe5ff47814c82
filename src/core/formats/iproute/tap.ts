/** ip tuntap: the host's end of a guest's NIC. */
import { type InterfaceName, parseInterfaceName } from '../../addresses/interface-name.js'
import { originOf, textOf, type Word } from '../../diagnostics/word.js'
import { unmodelled } from '../../model/command-line.js'
import type { KernelRequest } from '../../model/kernel-request.js'
import { firstPrefixed, type Grammar, isWrong, readArguments, textsOf } from './argument.js'

type TapState = { readonly name?: InterfaceName; readonly mode?: string }

const GRAMMAR: Grammar<TapState> = {
  keywords: [
    { exact: ['mode'], values: 1, apply: (state, mode) => ({ ...state, mode }) },
    { exact: ['dev', 'name'], values: 1, apply: readName },
    { exact: ['user', 'group'], values: 1, apply: (state) => state },
    { exact: ['pi', 'one_queue', 'vnet_hdr', 'multi_queue'], values: 0, apply: (state) => state },
  ],
  positional: readName,
}

function readName(state: TapState, text: string): TapState | undefined {
  const name = parseInterfaceName(text)
  return name === undefined || state.name !== undefined ? undefined : { ...state, name }
}

export function lowerTap(argv: readonly Word[], words: readonly Word[]): readonly KernelRequest[] {
  const [command, ...rest] = textsOf(words)
  const verb = command === undefined ? 'show' : firstPrefixed(command, ['add', 'delete', 'show', 'lst', 'list', 'help'] as const)
  const read = readArguments(rest, GRAMMAR, {})
  const { name, mode }: TapState = read === undefined || isWrong(read) ? {} : read
  if (verb === 'add' && name !== undefined && mode !== undefined) {
    return [{ kind: 'link-add', name, link: mode, text: textOf(argv), ...originOf(argv) }]
  }
  if (verb === 'delete' && name !== undefined) return [{ kind: 'link-delete', name, ...originOf(argv) }]
  return unmodelled(argv, verb === undefined || verb === 'add' || verb === 'delete' ? 'anything' : 'harmless')
}
