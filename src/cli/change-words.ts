/** Changes as a person writes them: a command line on a node, or a hand on a cable. */
import type { Cable, End, Network } from '../core/model/network.js'
import { refuseUnknownNode } from './question.js'
import { refuseWord, suggest, Unusable } from './unusable.js'

/** Without quotes all words are one command line; a word with a blank in it is a change by itself. */
export function changesIn(words: readonly string[]): readonly string[] {
  return words.some((word) => word.includes(' ')) ? words : [words.join(' ')]
}

/** The node that a command is typed on when none is named: the only host. */
export function defaultNode(network: Network): string {
  const hosts = Object.values(network.nodes).filter((node) => node.kind === 'host')
  const [host, ...others] = hosts
  if (host !== undefined && others.length === 0) return host.name
  throw refuseWord(
    'which-node',
    'it is not clear on which node the change happens',
    `add --on NODE: ${Object.keys(network.nodes).join(', ')}`,
  )
}

export async function applyChange(network: Network, on: string | undefined, change: string): Promise<Network> {
  const [verb, ...ends] = change.trim().split(/\s+/)
  if (verb === 'unplug') return ends.reduce((now, end) => unplug(now, end), network)
  const node = on ?? defaultNode(network)
  refuseUnknownNode(network, node)
  const { tryCommand } = await import('../core/load/index.js')
  const tried = tryCommand(network, node, change)
  if (tried.refused !== undefined) {
    const help = `the same would happen on ${node}; correct the command, or name another node with --on`
    throw refuseWord('change-refused', `"${change}" fails on ${node}: ${tried.refused}`, help)
  }
  if (tried.unmodelled.length > 0) {
    throw new Unusable([
      {
        code: 'cli/change-not-modelled',
        severity: 'error',
        message: `what "${change}" does is not modelled: ${tried.unmodelled.join('; ')}`,
        help: 'give it as ip, bridge, brctl, iptables, sysctl, ifconfig, route or ovs-vsctl commands, or change the files and compare with what-differs',
        related: [],
      },
    ])
  }
  return tried.network
}

function unplug(network: Network, text: string): Network {
  const names = network.cables.flatMap((cable) => cable.ends.map(endText))
  const cables = network.cables.filter((cable) => !isPluggedIn(cable, text))
  if (cables.length < network.cables.length) return { ...network, cables }
  throw refuseWord('unknown-cable', `no cable is plugged into ${text}`, suggest(text, names, 'cables end at'))
}

function isPluggedIn(cable: Cable, text: string): boolean {
  return cable.ends.some((end) => endText(end) === text)
}

function endText(end: End): string {
  return `${end.node}:${end.interface}`
}
