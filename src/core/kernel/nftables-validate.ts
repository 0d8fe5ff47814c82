/** What the kernel checks of the tables as a whole before it takes a transaction (nft_table_validate). */
import type { NftChain, NftExpression, NftSet, NftStatement, NftTable } from '../model/index.js'

type Fault = { readonly error: string; readonly text: string }
type Base = NonNullable<NftChain['base']>

const NOT_SUPPORTED: Fault = { error: 'EOPNOTSUPP', text: 'Error: Could not process rule: Operation not supported' }
const TOO_MANY_LINKS: Fault = { error: 'EMLINK', text: 'Error: Could not process rule: Too many links' }
/** NFT_JUMP_STACK_SIZE */
const DEEPEST = 16

export function firstFault(tables: readonly NftTable[]): Fault | undefined {
  for (const table of tables) {
    const { chains } = referencesIn(table)
    if (table.chains.some((chain) => chain.base !== undefined && chains.has(chain.name))) return NOT_SUPPORTED
    for (const chain of table.chains) {
      const fault = chain.base === undefined ? undefined : faultBelow(table, chain, { base: chain.base, depth: 0 })
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

type Walk = { readonly base: Base; readonly depth: number }

function faultBelow(table: NftTable, chain: NftChain, walk: Walk): Fault | undefined {
  if (walk.depth >= DEEPEST) return TOO_MANY_LINKS
  for (const { statements } of chain.rules) {
    if (!statements.every((statement) => isPossible(statement, walk.base))) return NOT_SUPPORTED
  }
  const next = referencesIn({ chains: [chain], sets: setsUsedBy(table, chain) }).chains
  for (const name of next) {
    const target = table.chains.find((one) => one.name === name)
    const fault = target === undefined ? undefined : faultBelow(table, target, { ...walk, depth: walk.depth + 1 })
    if (fault !== undefined) return fault
  }
  return undefined
}

function setsUsedBy(table: NftTable, chain: NftChain): readonly NftSet[] {
  const names = referencesIn({ chains: [chain], sets: [] }).sets
  return table.sets.filter((set) => names.has(set.name))
}

const NAT_HOOKS: Readonly<Record<string, readonly string[]>> = {
  snat: ['postrouting', 'input'],
  dnat: ['prerouting', 'output'],
  masquerade: ['postrouting'],
  redirect: ['prerouting', 'output'],
}
const REJECT_HOOKS = ['prerouting', 'input', 'forward', 'output', 'ingress']

/** Where a statement may stand: the type and the hook of the chain that leads to it. */
function isPossible(statement: NftStatement, { type, hook }: Base): boolean {
  if (statement.kind === 'reject') return REJECT_HOOKS.includes(hook)
  if (statement.kind === 'match') return fibsOf(statement.left).every((fib) => fibPossible(fib, hook))
  if (statement.kind !== 'nat' || statement.nat === 'tproxy') return true
  return type === 'nat' && (NAT_HOOKS[statement.nat] ?? []).includes(hook)
}

type Fib = Extract<NftExpression, { kind: 'fib' }>

function fibsOf(expression: NftExpression): readonly Fib[] {
  if (expression.kind === 'fib') return [expression]
  return expression.kind === 'concatenation' ? expression.parts.flatMap(fibsOf) : []
}

/** nft_fib_validate */
function fibPossible({ flags, result }: Fib, hook: string): boolean {
  if (result !== 'type') return ['prerouting', 'input', 'forward'].includes(hook)
  if (flags.includes('iif')) return ['prerouting', 'input', 'forward'].includes(hook)
  return !flags.includes('oif') || ['forward', 'output', 'postrouting'].includes(hook)
}

export type References = { readonly chains: ReadonlySet<string>; readonly sets: ReadonlySet<string> }

/** The chains and sets that rules and the elements of verdict maps name. */
export function referencesIn({ chains, sets }: Pick<NftTable, 'chains' | 'sets'>): References {
  const found = { chains: new Set<string>(), sets: new Set<string>() }
  for (const chain of chains) {
    for (const statement of chain.rules.flatMap((rule) => rule.statements)) readStatement(found, statement)
  }
  for (const { elements } of sets) {
    for (const { data } of elements) if (data?.kind === 'verdict' && data.chain !== undefined) found.chains.add(data.chain)
  }
  return found
}

type Found = { readonly chains: Set<string>; readonly sets: Set<string> }

function readStatement(found: Found, statement: NftStatement): void {
  switch (statement.kind) {
    case 'verdict':
      if (statement.chain !== undefined) found.chains.add(statement.chain)
      return
    case 'match':
      readExpression(found, statement.left)
      return readExpression(found, statement.right)
    case 'vmap':
      readExpression(found, statement.key)
      return readExpression(found, statement.data)
    case 'mangle':
      return readExpression(found, statement.value)
    case 'nat':
      for (const part of [statement.address, statement.port]) if (part !== undefined) readExpression(found, part)
      return
    case 'set-update':
      found.sets.add(statement.set)
      return
    case 'reject':
    case 'notrack':
    case 'counted':
    case 'harmless':
    case 'other':
      return
  }
}

function readExpression(found: Found, expression: NftExpression): void {
  switch (expression.kind) {
    case 'set-name':
      found.sets.add(expression.name)
      return
    case 'set':
      for (const { data } of expression.elements) if (data?.kind === 'verdict' && data.chain !== undefined) found.chains.add(data.chain)
      return
    case 'map':
      readExpression(found, expression.key)
      return readExpression(found, expression.data)
    case 'concatenation':
      for (const part of expression.parts) readExpression(found, part)
      return
    case 'binary':
      readExpression(found, expression.left)
      return readExpression(found, expression.right)
    default:
      return
  }
}
