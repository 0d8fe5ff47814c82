/** What a table's block asks for, in the order in which nft(8) asks the kernel: whatever is named first, then the rules. */
import type { NftCommand } from '../../model/index.js'

/** Of each block: the table, its chains, objects and sets, the elements, the rules (nft_cmd_expand). */
export function inOrder(commands: readonly NftCommand[]): readonly NftCommand[] {
  const ordered: NftCommand[] = []
  for (let at = 0; at < commands.length; ) {
    const command = commands[at] as NftCommand
    const length = command.kind === 'table' ? blockLength(commands, at) : 0
    ordered.push(command, ...blockInOrder(commands.slice(at + 1, at + 1 + length)))
    at += 1 + length
  }
  return ordered
}

/** How many of the commands that follow stand inside of this one. */
function blockLength(commands: readonly NftCommand[], at: number): number {
  const block = commands[at] as NftCommand
  const next = commands.slice(at + 1).findIndex(({ origin }) => origin.start >= block.origin.end)
  return next < 0 ? commands.length - at - 1 : next
}

function blockInOrder(inside: readonly NftCommand[]): readonly NftCommand[] {
  return [
    ...inside.flatMap((command) => (command.kind === 'chain' ? [{ ...command, chain: { ...command.chain, rules: [] } }] : [])),
    ...inside.filter(({ kind }) => kind === 'object' || kind === 'define' || kind === 'other'),
    ...inside.flatMap((command) => (command.kind === 'set' ? [{ ...command, set: { ...command.set, elements: [] } }] : [])),
    ...inside.flatMap((command): readonly NftCommand[] =>
      command.kind === 'set' && command.set.elements.length > 0
        ? [{ ...command, kind: 'element', set: command.set.name, elements: command.set.elements }]
        : [],
    ),
    ...inside.flatMap((command): readonly NftCommand[] =>
      command.kind === 'chain' ? command.chain.rules.map((rule) => ({ ...command, kind: 'rule', chain: command.chain.name, rule })) : [],
    ),
  ]
}
