/** Which flows are compared, and what the comparison means as an exit code. */
import type { Network } from '../core/model/network.js'
import type { Differences, FlowFilter } from '../core/questions/index.js'
import type { Protocol } from '../core/trace/answer.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { refuseUnknownNode } from './question.js'

export type FlowOptions = { readonly proto?: Protocol; readonly nodes?: readonly string[] }

export function filterOf(networks: readonly [Network, ...Network[]], { proto, nodes }: FlowOptions): FlowFilter {
  for (const name of nodes ?? []) if (!networks.some((network) => Object.hasOwn(network.nodes, name))) refuseUnknownNode(networks[0], name)
  return {
    ...(proto === undefined ? {} : { protocol: proto }),
    ...(nodes === undefined ? {} : { node: (name: string) => nodes.includes(name) }),
  }
}

/** As diff(1) has it; but that nothing differs is not known where a flow is not. */
export function differenceExit(differences: Differences): ExitCode {
  if (differences.groups.length > 0) return EXIT.finding
  return differences.unknown > 0 ? EXIT.undetermined : EXIT.fine
}
