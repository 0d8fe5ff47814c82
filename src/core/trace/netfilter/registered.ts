/** What is hooked in at each hook of a node, in the order in which the kernel asks (nf_hook_entries_grow). */
import type { Hook, NftChain, NftTable, Node, TableName } from '../../model/index.js'
import { type Context, choose } from '../context.js'
import { tracksConnections } from './active.js'
import { hasTable } from './table.js'

export type Stop =
  | { readonly kind: 'iptables'; readonly table: TableName }
  | { readonly kind: 'nft'; readonly table: NftTable; readonly chain: NftChain }
  | { readonly kind: 'conntrack' }
  | { readonly kind: 'nat' }

export type ChainStop = Extract<Stop, { kind: 'iptables' | 'nft' }>

type Entry = { readonly stop: Stop; readonly priority: number; readonly registered: number }

const CONNTRACK = -200
const IPTABLES: Readonly<Record<Exclude<TableName, 'nat'>, number>> = { raw: -300, mangle: -150, filter: 0, security: 50 }
const NAT: Readonly<Record<Hook, number | undefined>> = { prerouting: -100, input: 100, forward: undefined, output: -100, postrouting: 100 }

const known = new WeakMap<Node, Map<Hook, readonly Entry[]>>()

export function stopsAt(context: Context, node: Node, hook: Hook): readonly Stop[] {
  const entries = entriesAt(node, hook)
  return beside(entries) &&
    choose(context, 2, `unknown: whether conntrack or a chain of the same priority comes first on ${node.name}`) === 1
    ? chainsFirst(entries).map(({ stop }) => stop)
    : entries.map(({ stop }) => stop)
}

/** A chain with conntrack's own priority: who comes first depends on when conntrack was first needed. */
function beside(entries: readonly Entry[]): boolean {
  return entries.some(({ stop }) => stop.kind === 'conntrack') && entries.filter(({ priority }) => priority === CONNTRACK).length > 1
}

function chainsFirst(entries: readonly Entry[]): readonly Entry[] {
  const conntrack = entries.filter(({ stop }) => stop.kind === 'conntrack')
  const others = entries.filter(({ stop }) => stop.kind !== 'conntrack')
  const at = others.filter(({ priority }) => priority <= CONNTRACK).length
  return [...others.slice(0, at), ...conntrack, ...others.slice(at)]
}

function entriesAt(node: Node, hook: Hook): readonly Entry[] {
  const before = known.get(node) ?? new Map<Hook, readonly Entry[]>()
  known.set(node, before)
  const found = before.get(hook) ?? sorted([...iptablesAt(node, hook), ...nftAt(node, hook, false), ...kernelAt(node, hook)])
  before.set(hook, found)
  return found
}

/** Of equal priorities the newest comes first. */
function sorted(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => a.priority - b.priority || b.registered - a.registered)
}

function iptablesAt(node: Node, hook: Hook): readonly Entry[] {
  return Object.entries(IPTABLES).flatMap(([name, priority]) => {
    const table = name as TableName
    const base = node.chains.find((chain) => chain.family === 'ip' && chain.table === table && chain.base?.hook === hook)?.base
    return base === undefined ? [] : [{ stop: { kind: 'iptables', table } as const, priority, registered: base.registered ?? 0 }]
  })
}

/** IPv4 meets the chains of the families ip and inet. */
function nftAt(node: Node, hook: Hook, isNat: boolean): readonly Entry[] {
  return node.nftables.flatMap((table) => {
    if ((table.family !== 'ip' && table.family !== 'inet') || table.flags.includes('dormant')) return []
    return table.chains.flatMap((chain): readonly Entry[] => {
      const { base } = chain
      if (base === undefined || base.hook !== hook || (base.type === 'nat') !== isNat) return []
      return [{ stop: { kind: 'nft', table, chain }, priority: base.priority, registered: base.registered ?? 0 }]
    })
  })
}

function kernelAt(node: Node, hook: Hook): readonly Entry[] {
  const tracks = (hook === 'prerouting' || hook === 'output') && tracksConnections(node)
  const priority = NAT[hook]
  return [
    ...(tracks ? [{ stop: { kind: 'conntrack' } as const, priority: CONNTRACK, registered: 0 }] : []),
    ...(priority !== undefined && hasNat(node) ? [{ stop: { kind: 'nat' } as const, priority, registered: natSince(node) }] : []),
  ]
}

/** NAT is hooked in at all its hooks when the first chain asks for it. */
function natSince(node: Node): number {
  const nft = (['prerouting', 'input', 'output', 'postrouting'] as const).flatMap((hook) => nftAt(node, hook, true))
  const iptables = node.chains.flatMap(({ family, table, base }) => (family === 'ip' && table === 'nat' ? (base?.registered ?? []) : []))
  return Math.min(...nft.map(({ registered }) => registered), ...iptables, Number.MAX_SAFE_INTEGER)
}

export function hasNat(node: Node): boolean {
  return (
    hasTable(node, 'nat') || (['prerouting', 'input', 'output', 'postrouting'] as const).some((hook) => nftAt(node, hook, true).length > 0)
  )
}

/** The chains that NAT asks about a new connection, whatever their priority, in its own place. */
export function natChains(node: Node, hook: Hook): readonly ChainStop[] {
  const base = node.chains.find((chain) => chain.family === 'ip' && chain.table === 'nat' && chain.base?.hook === hook)?.base
  const priority = NAT[hook] ?? 0
  const mine: readonly Entry[] =
    base === undefined ? [] : [{ stop: { kind: 'iptables', table: 'nat' }, priority, registered: base.registered ?? 0 }]
  return sorted([...mine, ...nftAt(node, hook, true)]).flatMap(({ stop }) =>
    stop.kind === 'iptables' || stop.kind === 'nft' ? [stop] : [],
  )
}
