/** A bond: which of its ports sends, and whose frames it takes in (drivers/net/bonding/bond_main.c). */
import { why } from '../../diagnostics/why.js'
import type { Bond, Interface, Node } from '../../model/index.js'
import { type Context, choose, miss } from '../context.js'
import { hasCarrier, portsOf } from '../view.js'
import { arrive } from './arrive.js'
import { leave } from './link.js'
import { type Copy, lost, type Work } from './work.js'

export function sendByBond(work: Work, node: Node, bond: Bond, copy: Copy): void {
  const ports = usablePorts(work.context, node, bond)
  const [first] = ports
  if (first === undefined) {
    const text = `none of the ports of ${bond.name} of ${node.name} can send`
    return lost(work, node, { reason: 'link/no-carrier', why: why(text, bond.origin), port: bond.name })
  }
  if (bond.mode === 'broadcast') {
    for (const port of ports) leave(work, node, port, copy)
    return
  }
  const picked =
    ports.length === 1 ? 0 : choose(work.context, ports.length, `by which port of ${bond.name} ${node.name} sends (${bond.mode})`)
  leave(work, node, ports[picked] ?? first, copy)
}

/** bond_handle_frame: what comes by a backup is dropped, unless all_slaves_active says otherwise. */
export function receiveByBond(work: Work, node: Node, bond: Bond, come: { readonly copy: Copy; readonly port: Interface }): void {
  if (!bond.up) return lost(work, node, { reason: 'link/down', why: why(`${bond.name} of ${node.name} is down`, bond.origin) })
  const active = usablePorts(work.context, node, bond)
  const takesAll = bond.settings['all_slaves_active'] === '1'
  if (takesAll || active.some((port) => port.name === come.port.name)) return arrive(work, { node, device: bond, copy: come.copy })
  const using = active.map((port) => port.name).join(', ') || 'none'
  const text = `${come.port.name} is not the active port of ${bond.name} of ${node.name} (${bond.mode}; active: ${using})`
  lost(work, node, { reason: 'bond/inactive', why: why(text, bond.origin) })
}

/** The ports that send and receive. A bond that never looks at the carrier (miimon 0) takes every port for good. */
function usablePorts(context: Context, node: Node, bond: Bond): readonly Interface[] {
  const inOrder = [...portsOf(node, bond.name)].sort((a, b) => (a.portNumber ?? 0) - (b.portNumber ?? 0))
  const watches =
    bond.miimon > 0 || bond.settings['arp_interval'] !== undefined || bond.mode === '802.3ad' || bond.mode.startsWith('balance-a')
  const living = inOrder.filter((port) => port.up && (!watches || hasCarrier(context.network, node, port)))
  switch (bond.mode) {
    case 'active-backup':
      return living.filter((port) => port.name === activeOf(context, node, bond, living)?.name)
    case '802.3ad':
      return aggregated(context, node, bond, living)
    case 'balance-rr':
    case 'balance-xor':
    case 'broadcast':
    case 'balance-tlb':
    case 'balance-alb':
      return living
  }
}

/** bond_find_best_slave. With several that could be the active one, which it is depends on what happened when. */
function activeOf(context: Context, node: Node, bond: Bond, living: readonly Interface[]): Interface | undefined {
  const primary = living.find((port) => port.name === bond.primary)
  if (primary !== undefined && (bond.settings['primary_reselect'] ?? 'always') !== 'always')
    miss(context, `${node.name}: the active port of ${bond.name}, whose primary_reselect is ${bond.settings['primary_reselect']}`)
  return primary ?? living[0]
}

/** Ports whose far ends belong to one and the same bond of mode 802.3ad work together; without such a partner the first works alone. */
function aggregated(context: Context, node: Node, bond: Bond, living: readonly Interface[]): readonly Interface[] {
  const partner = (port: Interface): string | undefined => {
    const { cables, nodes } = context.network
    const cable = cables.find(({ ends }) => ends.some((end) => end.node === node.name && end.interface === port.name))
    const far = cable?.ends.find((end) => end.node !== node.name || end.interface !== port.name)
    const master = nodes[far?.node ?? '']?.interfaces.find((one) => one.name === far?.interface)?.master
    const other = nodes[far?.node ?? '']?.interfaces.find((one) => one.name === master)
    return other?.kind === 'bond' && other.mode === '802.3ad' ? `${far?.node} ${other.name}` : undefined
  }
  const partners = living.map(partner)
  const best = partners.find((one) => one !== undefined)
  if (best === undefined) {
    if (living.length > 1) miss(context, `${node.name}: which port of ${bond.name} (802.3ad) is used: no partner answers LACP there`)
    return living.slice(0, 1)
  }
  if (partners.some((one) => one !== undefined && one !== best))
    miss(context, `${node.name}: which aggregator of ${bond.name} is active: its ports have several partners`)
  return living.filter((_, index) => partners[index] === best)
}
