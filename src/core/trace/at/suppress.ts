/** Bridges that answer ARP in place of the asked (br_do_proxy_suppress_arp): it is said where one might. */
import { why } from '../../diagnostics/why.js'
import type { Bridge, Node } from '../../model/index.js'
import { miss } from '../context.js'
import { portsOf } from '../view.js'
import type { Frame } from './frame.js'
import type { Work } from './work.js'

/** Only what its host knows as neighbours on the bridge, or has there itself, makes a difference. */
export function checkSuppression(work: Work, node: Node, bridge: Bridge, frame: Frame): void {
  if (frame.carries.kind !== 'arp') return
  const port = portsOf(node, bridge.name).find((one) => one.port?.neighbourSuppress === true)
  if (port === undefined) return
  const knows =
    node.neighbours.some((entry) => entry.interface === bridge.name) || node.addresses.some((one) => one.interface === bridge.name)
  if (!knows) return
  const because = why(`${port.name} suppresses ARP`, port.origin)
  miss(work.context, `${node.name}: neigh_suppress of ${port.name}, for which ${bridge.name} answers what its host knows`)
  work.steps.push({ kind: 'unknown', did: 'assumed', what: 'neigh_suppress', why: because })
}
