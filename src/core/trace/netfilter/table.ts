/** Walks one table's chains at a hook, rule by rule, until something decides. */
import type { Origin } from '../../diagnostics/origin.js'
import { type Why, why } from '../../diagnostics/why.js'
import type { Chain, Hook, Node, RejectWith, Rule, TableName, Target } from '../../model/index.js'
import { type Context, choose } from '../context.js'
import type { Packet } from '../packet.js'
import type { ReasonCode } from '../reason.js'
import type { Connection } from './connection.js'
import { holds, type Seen, type Truth } from './match.js'

export type NatTarget = Extract<Target, { kind: 'masquerade' | 'snat' | 'dnat' | 'redirect' | 'netmap' }>

/** What the rules left of the packet and its connection. */
export type Changed = { readonly packet: Packet; readonly connection?: Connection; readonly notrack: boolean }
type Decisive = { readonly text: string; readonly origin?: Origin }

export type TableVerdict = Changed /** `why` absent: no rule had anything to say. */ &
  (
    | { readonly kind: 'accept'; readonly why?: Why; readonly rule?: Decisive }
    | { readonly kind: 'drop'; readonly reason: ReasonCode; readonly why: Why; readonly rule?: Decisive }
    | { readonly kind: 'reject'; readonly with: RejectWith; readonly why: Why; readonly rule: Decisive }
    | { readonly kind: 'nat'; readonly target: NatTarget; readonly why: Why }
  )

/** What a rule decided, of iptables or of nft. */
type Decision =
  | { readonly kind: 'accept' | 'drop'; readonly rule: Decisive }
  | { readonly kind: 'reject'; readonly with: RejectWith; readonly rule: Decisive }
  | { readonly kind: 'nat'; readonly target: NatTarget; readonly rule: Decisive }

/** `return`: back to the chain that jumped here; at the base chain: to its policy. */
export type Outcome = Decision | { readonly kind: 'return' }

type Walk = { readonly context: Context; readonly node: Node; readonly table: TableName; seen: Seen; notrack: boolean; depth: number }

export function hasTable(node: Node, table: TableName): boolean {
  return node.chains.some((chain) => chain.family === 'ip' && chain.table === table)
}

export function walkTable(
  context: Context,
  at: { readonly node: Node; readonly table: TableName; readonly hook: Hook },
  seen: Seen,
): TableVerdict {
  const { node, table, hook } = at
  const base = node.chains.find((chain) => chain.family === 'ip' && chain.table === table && chain.base?.hook === hook)
  if (base === undefined) return { kind: 'accept', ...changedIn(seen, false) }
  const walk: Walk = { context, node, table, seen, notrack: false, depth: 0 }
  const outcome = walkChain(walk, base)
  const after = changedIn(walk.seen, walk.notrack)
  const where = `${node.name}: ${table} ${base.name}`
  return outcome.kind === 'return' ? atEnd(base, where, after) : decided(outcome, after, where)
}

export function decided(decision: Decision, after: Changed, where: string): TableVerdict {
  const { rule } = decision
  const because = (verb: string): Why => why(`${where} ${verb}: ${rule.text}`, rule.origin)
  switch (decision.kind) {
    case 'accept':
      return { kind: 'accept', ...after, rule, why: because('accepts') }
    case 'drop':
      return { kind: 'drop', ...after, reason: 'netfilter/drop', rule, why: because('drops') }
    case 'reject':
      return { kind: 'reject', ...after, with: decision.with, rule, why: because(`rejects (${decision.with})`) }
    case 'nat':
      return { kind: 'nat', ...after, target: decision.target, why: because('translates') }
  }
}

function atEnd(base: Chain, where: string, after: Changed): TableVerdict {
  const policy = base.base?.policy ?? 'accept'
  const text = `${where}: no rule decides, the policy is ${policy.toUpperCase()}`
  if (policy === 'drop') return { kind: 'drop', ...after, reason: 'netfilter/policy', why: why(text, base.base?.origin) }
  return base.rules.length === 0 ? { kind: 'accept', ...after } : { kind: 'accept', ...after, why: why(text, base.base?.origin) }
}

function walkChain(walk: Walk, chain: Chain): Outcome {
  if (walk.depth > 64) return { kind: 'return' }
  walk.depth += 1
  for (const rule of chain.rules) {
    if (!applies(walk, rule)) continue
    const outcome = obey(walk, rule)
    if (outcome !== undefined) {
      walk.depth -= 1
      return outcome
    }
  }
  walk.depth -= 1
  return { kind: 'return' }
}

function applies(walk: Walk, rule: Rule): boolean {
  let truth: Truth = true
  for (const match of rule.matches) {
    const one = holds(match, walk.seen)
    if (one === false) return false
    if (one === 'unknown') truth = 'unknown'
  }
  if (truth === true) return true
  if (rule.target.kind === 'continue') return false
  return choose(walk.context, 2, `unknown: ${walk.node.name}: whether the rule matches: ${rule.text}`) === 1
}

/** What a matching rule does; undefined = go on with the next rule. */
function obey(walk: Walk, rule: Rule): Outcome | undefined {
  const { target } = rule
  switch (target.kind) {
    case 'accept':
    case 'drop':
      return { kind: target.kind, rule }
    case 'return':
      return { kind: 'return' }
    case 'reject':
      return { kind: 'reject', with: target.with, rule }
    case 'masquerade':
    case 'snat':
    case 'dnat':
    case 'redirect':
    case 'netmap':
      return { kind: 'nat', target, rule }
    case 'jump':
    case 'goto':
      return enterChain(walk, target)
    case 'notrack':
      walk.notrack = true
      return undefined
    case 'mark-set':
      setMark(walk, target.value, target.mask)
      return undefined
    case 'connmark-set':
    case 'connmark-save':
    case 'connmark-restore':
      setConnmark(walk, target)
      return undefined
    case 'continue':
      return undefined
    case 'reject6':
    case 'snat6':
    case 'dnat6':
    case 'netmap6':
    case 'unrecognised': {
      const drops = choose(walk.context, 2, `unknown: ${walk.node.name}: what the target does: ${rule.text}`) === 1
      return drops ? { kind: 'drop', rule } : undefined
    }
  }
}

function enterChain(walk: Walk, target: { readonly kind: 'jump' | 'goto'; readonly chain: string }): Outcome | undefined {
  const chain = walk.node.chains.find(
    (candidate) => candidate.family === 'ip' && candidate.table === walk.table && candidate.name === target.chain,
  )
  if (chain === undefined) return undefined
  const outcome = walkChain(walk, chain)
  if (outcome.kind !== 'return') return outcome
  return target.kind === 'goto' ? outcome : undefined
}

function setMark(walk: Walk, value: number, mask: number): void {
  const mark = ((walk.seen.packet.mark & ~mask) ^ value) >>> 0
  walk.seen = { ...walk.seen, packet: { ...walk.seen.packet, mark } }
}

/** xt_connmark.c: nothing happens to a packet without a connection. */
function setConnmark(walk: Walk, target: Extract<Target, { kind: 'connmark-set' | 'connmark-save' | 'connmark-restore' }>): void {
  const { connection, packet } = walk.seen
  if (connection === undefined) return
  const now = connection.mark ?? 0
  if (target.kind === 'connmark-restore') return setMark(walk, now, 0xffffffff)
  const mark = target.kind === 'connmark-set' ? ((now & ~target.mask) ^ target.value) >>> 0 : packet.mark
  walk.seen = { ...walk.seen, connection: { ...connection, mark } }
}

export function changedIn({ packet, connection }: Seen, notrack: boolean): Changed {
  return { packet, notrack, ...(connection === undefined ? {} : { connection }) }
}
