/** Chains that see frames, not IPv4 packets: of the families bridge, netdev and arp, and at the hooks ingress and egress. */
import type { NftChain, NftTable, Node } from '../../model/index.js'
import { type Context, miss } from '../context.js'

/** Whatever frame a node takes in or sends may be theirs to drop, which is not modelled. */
export function missFrameChains(context: Context, node: Node): void {
  for (const table of node.nftables) {
    if (table.flags.includes('dormant')) continue
    for (const chain of table.chains) {
      if (decides(table, chain)) miss(context, `${node.name}: chain ${chain.name} of table ${table.family} ${table.name}`)
    }
  }
}

function decides({ family }: NftTable, { base, rules }: NftChain): boolean {
  if (base === undefined || (rules.length === 0 && base.policy === 'accept')) return false
  return family === 'bridge' || family === 'netdev' || family === 'arp' || base.hook === 'ingress' || base.hook === 'egress'
}
