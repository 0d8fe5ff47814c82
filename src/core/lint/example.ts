/** The context of a single host that has one interfaces(5) file, for the examples in the rules' pages. */
import type { InterfaceName } from '../addresses/interface-name.js'
import { load } from '../load/index.js'
import type { Topology } from '../model/topology.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { lintContext } from './context.js'
import type { LintContext } from './rule.js'

const CAPTURE = 'host:/etc/network/interfaces'
const NICS = ['eth0', 'eth1', 'eth2'] as const

export function exampleContext(text: string): LintContext {
  const snapshot: Snapshot = {
    captures: { [CAPTURE]: { id: CAPTURE, node: 'host', path: '/etc/network/interfaces', shown: 'interfaces', text } },
  }
  const topology: Topology = {
    name: 'example',
    worlds: [],
    cables: [],
    expect: [],
    nodes: [
      {
        name: 'host',
        kind: 'host',
        roots: [],
        sysctl: [],
        iptables: [],
        commands: [],
        listen: [],
        nics: NICS.map((name) => ({ name: name as InterfaceName })),
      },
    ],
  }
  return lintContext(snapshot, topology, load(snapshot, topology))
}
