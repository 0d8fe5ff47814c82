/** A command typed on a machine that is up: what it makes of the network. */
import { type Network, nodeNamed } from '../model/index.js'
import { runCommandLine } from './boot/command-line.js'
import { networkNow, startBooting } from './boot/machine.js'

export type TriedCommand = {
  readonly network: Network
  /** What the program would complain of; the network may have changed before. */
  readonly refused?: string
  /** What of the command the model does not know, word by word. */
  readonly unmodelled: readonly string[]
}

export function tryCommand(network: Network, node: string, text: string): TriedCommand {
  const topology = { name: network.name, worlds: [], nodes: [], cables: network.cables, expect: [] }
  const booting = startBooting({ captures: {} }, network.world === undefined ? topology : { ...topology, world: network.world })
  for (const [name, one] of Object.entries(network.nodes)) booting.nodes.set(name, one)
  const result = runCommandLine(booting, { node, phase: 'command', owner: 'command' }, { text, variables: {} })
  const known = nodeNamed(network, node)?.unmodelled ?? []
  const unmodelled = (booting.nodes.get(node)?.unmodelled ?? []).filter((one) => one.touches === 'anything' && !known.includes(one))
  return {
    network: { ...networkNow(booting), diagnostics: network.diagnostics },
    ...(result.kind === 'refused' ? { refused: result.text } : {}),
    unmodelled: unmodelled.map(({ what }) => what),
  }
}
