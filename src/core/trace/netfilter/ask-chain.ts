/** Asks one chain about a packet, whoever made the chain. */
import type { Node } from '../../model/index.js'
import type { Context } from '../context.js'
import { walkBaseChain } from './nft-walk.js'
import { type Passage, seenBy } from './passage.js'
import type { ChainStop } from './registered.js'
import { type TableVerdict, walkTable } from './table.js'
import type { Tracked } from './tracked.js'

export type Asked = { readonly passage: Passage; readonly stop: ChainStop }

export function askChain(context: Context, node: Node, tracked: Tracked, { passage, stop }: Asked): TableVerdict {
  const seen = seenBy(context, node, tracked, passage)
  const { hook } = passage
  if (stop.kind === 'iptables') return walkTable(context, { node, table: stop.table, hook }, seen)
  return walkBaseChain(context, { node, table: stop.table, chain: stop.chain, hook }, seen)
}
