/** nft's transactions: all commands of a script change the node's tables, or none does (nf_tables_api.c). */
import { withOrigin } from '../diagnostics/origin.js'
import type { KernelRequest, NftChain, NftCommand, NftElement, NftSet, NftTable, NftTableKey, Node, RequestOf } from '../model/index.js'
import { changeChain, changeRule } from './nftables-chain.js'
import { changeElements, changeSet } from './nftables-set.js'
import { firstFault } from './nftables-validate.js'
import { type Applied, done, refused } from './result.js'

/** What became of the tables, or why nft says no. */
export type Step<Value> = { readonly ok: Value } | { readonly error: string; readonly text: string }

const TEXTS: Readonly<Record<string, string>> = {
  EEXIST: 'File exists',
  ENOENT: 'No such file or directory',
  EBUSY: 'Device or resource busy',
  EOPNOTSUPP: 'Operation not supported',
  EMLINK: 'Too many links',
}

export function no(error: string): { readonly error: string; readonly text: string } {
  return { error, text: `Error: Could not process rule: ${TEXTS[error] ?? error}` }
}

export function applyNft(node: Node, request: RequestOf<'nft'>): Applied {
  const shared = request.commands.find((command) => 'table' in command && isShared(node, request.commands, command))
  if (shared !== undefined && 'table' in shared) return keepShared(node, request, shared)
  let now: Node = node
  for (const command of request.commands) {
    const next = applyCommand(now, command)
    if ('error' in next) return refused(node, next.error, next.text)
    now = next.ok
  }
  const fault = firstFault(now.nftables)
  return fault === undefined ? done(now) : refused(node, fault.error, fault.text)
}

/** iptables-nft keeps its tables in the same place: whoever changes one of them by nft changes iptables' rules. */
function isShared(node: Node, commands: readonly NftCommand[], key: NftTableKey): boolean {
  const flushes = commands.some((command) => command.kind === 'flush-ruleset' && (command.family ?? key.family) === key.family)
  return (
    !flushes &&
    node.chains.some((chain) => chain.family === key.family && chain.table === key.table && chain.base?.registered !== undefined) &&
    !node.nftables.some((table) => sameTable(table, key))
  )
}

type Iptables = RequestOf<`netfilter-${string}` & KernelRequest['kind']>

/** The other way round: iptables-nft would add to a table that nft made, if its chains are of the kind that it expects. */
export function takenByNft(node: Node, request: Iptables): Applied | undefined {
  const tables = request.kind === 'netfilter-restore' ? request.chains : [request]
  const taken = tables.find(({ family, table }) => node.nftables.some((one) => one.family === family && one.name === table))
  if (taken === undefined) return undefined
  const what = `iptables changes table ${taken.table}, which nft has made`
  const unmodelled = [...node.unmodelled, { what, touches: 'anything' as const, ...withOrigin(request.origin) }]
  return { node: { ...node, unmodelled }, result: { kind: 'unmodelled' } }
}

function keepShared(node: Node, request: RequestOf<'nft'>, key: NftTableKey): Applied {
  const what = `nft changes table ${key.family} ${key.table}, which is that of iptables`
  const unmodelled = [...node.unmodelled, { what, touches: 'anything' as const, ...withOrigin(request.origin) }]
  return { node: { ...node, unmodelled }, result: { kind: 'unmodelled' } }
}

function applyCommand(node: Node, command: NftCommand): Step<Node> {
  switch (command.kind) {
    case 'include':
    case 'define':
    case 'other':
      return { ok: node }
    case 'flush-ruleset': {
      const keeps = (family: string) => command.family !== undefined && command.family !== family
      const nftables = node.nftables.filter((table) => keeps(table.family))
      return { ok: { ...node, nftables, chains: node.chains.filter((chain) => keeps(chain.family)) } }
    }
    case 'table':
      return changeTable(node, command)
    case 'chain':
    case 'rule':
    case 'set':
    case 'element':
    case 'object':
      return changeInside(node, command)
  }
}

function sameTable(table: NftTable, key: NftTableKey): boolean {
  return table.family === key.family && table.name === key.table
}

type TableCommand = Extract<NftCommand, { kind: 'table' }>

function changeTable(node: Node, command: TableCommand): Step<Node> {
  const { verb, family, table: name, flags, origin } = command
  const old = node.nftables.find((table) => sameTable(table, command))
  if (verb === 'flush') {
    if (old === undefined) return no('ENOENT')
    return { ok: put(node, { ...old, chains: old.chains.map((chain) => ({ ...chain, rules: [] })) }) }
  }
  if (verb === 'delete' || verb === 'destroy') {
    if (old === undefined) return verb === 'destroy' ? { ok: node } : no('ENOENT')
    return { ok: { ...node, nftables: node.nftables.filter((table) => table !== old) } }
  }
  if (old === undefined) {
    const made: NftTable = { family, name, flags, chains: [], sets: [], objects: [], origin }
    return { ok: { ...node, nftables: [...node.nftables, made] } }
  }
  if (verb === 'create') return no('EEXIST')
  const wakes = old.flags.includes('dormant') && !flags.includes('dormant')
  const chains = wakes ? hookIn(node, old.chains) : old.chains
  return { ok: put(node, { ...old, flags, chains }) }
}

/** A table that wakes up is hooked in anew. */
function hookIn(node: Node, chains: readonly NftChain[]): readonly NftChain[] {
  let next = nextRegistration(node)
  return chains.map((chain) => (chain.base === undefined ? chain : { ...chain, base: { ...chain.base, registered: next++ } }))
}

/** Numbers that only grow, over iptables' and nft's chains of a node. */
export function nextRegistration(node: Node): number {
  const mine = node.nftables.flatMap((table) => table.chains.map((chain) => chain.base?.registered ?? 0))
  return 1 + Math.max(0, ...mine, ...node.chains.map((chain) => chain.base?.registered ?? 0))
}

export function put(node: Node, table: NftTable): Node {
  const same = (old: NftTable) => old.family === table.family && old.name === table.name
  return { ...node, nftables: node.nftables.map((old) => (same(old) ? table : old)) }
}

export type Inside = Exclude<Extract<NftCommand, { table: string }>, { kind: 'table' }>

function changeInside(node: Node, command: Inside): Step<Node> {
  const table = node.nftables.find((candidate) => sameTable(candidate, command))
  if (table === undefined) return command.verb === 'destroy' ? { ok: node } : no('ENOENT')
  const changed = changeTableInside(node, table, command)
  return 'error' in changed ? changed : { ok: put(node, changed.ok) }
}

function changeTableInside(node: Node, table: NftTable, command: Inside): Step<NftTable> {
  switch (command.kind) {
    case 'chain':
      return changeChain(table, command, nextRegistration(node))
    case 'rule':
      return changeRule(table, command)
    case 'set':
      return changeSet(table, command)
    case 'element':
      return changeElements(table, command)
    case 'object':
      return changeObject(table, command)
  }
}

const ADDS = new Set(['add', 'create'])

function changeObject(table: NftTable, { verb, object }: Extract<Inside, { kind: 'object' }>): Step<NftTable> {
  const old = table.objects.find((one) => one.kind === object.kind && one.name === object.name)
  if (ADDS.has(verb)) {
    if (old !== undefined) return verb === 'create' ? no('EEXIST') : { ok: table }
    return { ok: { ...table, objects: [...table.objects, object], lastHandle: nextHandle(table) } }
  }
  if (verb === 'reset') return { ok: table }
  if (old === undefined) return verb === 'destroy' ? { ok: table } : no('ENOENT')
  return { ok: { ...table, objects: table.objects.filter((one) => one !== old) } }
}

export function nextHandle(table: NftTable): number {
  return (table.lastHandle ?? 0) + 1
}

/** Sets that stand in a rule itself are kept in the table as well, and take a handle. */
export function setNamed(table: NftTable, name: string): NftSet | undefined {
  return table.sets.find((set) => set.name === name)
}

/** Chains that an element of a verdict map leads to. */
export function chainOf(element: NftElement): string | undefined {
  return element.data?.kind === 'verdict' ? element.data.chain : undefined
}
