/** Open vSwitch: its database takes the change, or ovs-vsctl(8) says why not; then its interfaces appear and go. */
import { withOrigin } from '../diagnostics/origin.js'
import type { Node, OvsState } from '../model/index.js'
import type { OvsRequest } from '../model/ovs-request.js'
import { changeOvs, type OvsFault } from './ovs-database.js'
import { settleOvs } from './ovs-devices.js'
import { type Applied, done, refused } from './result.js'

const FRESH: OvsState = { bridges: [], settings: {} }

/** A host on which nothing was said of Open vSwitch so far has it installed, with an empty database. */
export function applyOvs(node: Node, request: OvsRequest & { readonly origin?: Parameters<typeof withOrigin>[0] }): Applied {
  const changes = request.kind === 'ovs-transaction' ? request.changes : [request]
  let state = node.ovs ?? FRESH
  for (const change of changes) {
    const next: OvsState | OvsFault = changeOvs(state, change, withOrigin(request.origin))
    if ('error' in next) return refused(node, 'ovs-vsctl', next.error === '' ? '' : `ovs-vsctl: ${next.error}`)
    state = next
  }
  return done(settleOvs(node, { ...node, ovs: state }))
}

/** ovs-vswitchd listens to what becomes of the kernel's interfaces. */
export function noticedByOvs(node: Node, applied: Applied): Applied {
  const same = node.ovs === undefined || applied.node.interfaces === node.interfaces
  return same ? applied : { ...applied, node: settleOvs(node, applied.node) }
}
