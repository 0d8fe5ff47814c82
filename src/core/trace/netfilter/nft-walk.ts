/** Walks a base chain of nft, rule by rule and statement by statement, until something decides (nf_tables_core.c). */
import { why } from '../../diagnostics/why.js'
import type { Hook, NftChain, NftRule, NftStatement, NftTable, NftVerdict, Node } from '../../model/index.js'
import { type Context, choose, miss } from '../context.js'
import type { Seen, Truth } from './match.js'
import { type Looking, lookUpVerdict, matches } from './nft-match.js'
import { natWanted } from './nft-nat.js'
import { countedTruth, isEffect, rejectOf, setByRule } from './nft-statement.js'
import { changedIn, decided, type Outcome, type TableVerdict } from './table.js'

export type BaseChain = { readonly node: Node; readonly table: NftTable; readonly chain: NftChain; readonly hook: Hook }

/** `next`: with the next statement; `break`: with the next rule. */
type Done = Outcome | 'next' | 'break' | 'unknown'

export type Walk = {
  readonly context: Context
  readonly at: BaseChain
  readonly changing: ReadonlySet<string>
  seen: Seen
  notrack: boolean
  depth: number
}

export function walkBaseChain(context: Context, at: BaseChain, seen: Seen): TableVerdict {
  const walk: Walk = { context, at, changing: changingSets(at.table), seen, notrack: false, depth: 0 }
  const outcome = walkChain(walk, at.chain)
  const after = changedIn(walk.seen, walk.notrack)
  if (outcome.kind !== 'return') return decided(outcome, after, whereOf(at))
  const policy = at.chain.base?.policy ?? 'accept'
  const text = `${whereOf(at)}: no rule decides, the policy is ${policy}`
  if (policy === 'drop') return { kind: 'drop', ...after, reason: 'netfilter/policy', why: why(text, at.chain.origin) }
  return at.chain.rules.length === 0 ? { kind: 'accept', ...after } : { kind: 'accept', ...after, why: why(text, at.chain.origin) }
}

const changingOf = new WeakMap<NftTable, ReadonlySet<string>>()

/** Sets that packets add to: what is in them depends on what came before. */
function changingSets(table: NftTable): ReadonlySet<string> {
  const before = changingOf.get(table)
  if (before !== undefined) return before
  const names = table.chains.flatMap((chain) =>
    chain.rules.flatMap((rule) => rule.statements.flatMap((statement) => (statement.kind === 'set-update' ? [statement.set] : []))),
  )
  const found = new Set(names)
  changingOf.set(table, found)
  return found
}

function whereOf({ node, table, chain }: BaseChain): string {
  return `${node.name}: ${table.family} ${table.name} ${chain.name}`
}

function walkChain(walk: Walk, chain: NftChain): Outcome {
  if (walk.depth > 16) return { kind: 'return' }
  walk.depth += 1
  let outcome: Outcome = { kind: 'return' }
  for (const rule of chain.rules) {
    const done = applyRule(walk, rule)
    if (done === undefined) continue
    outcome = done
    break
  }
  walk.depth -= 1
  return outcome
}

/** Undefined: go on with the next rule. */
function applyRule(walk: Walk, rule: NftRule): Outcome | undefined {
  for (const [index, statement] of rule.statements.entries()) {
    let done = perform(walk, rule, statement)
    if (done === 'unknown') done = guess(walk, rule, index)
    if (done === 'break') return undefined
    if (typeof done === 'object') return done
  }
  return undefined
}

function lookingOf(walk: Walk): Looking {
  return { seen: walk.seen, table: walk.at.table, changing: walk.changing }
}

/** A match that may hold or not: that is asked only where it decides about something. */
function guess(walk: Walk, rule: NftRule, index: number): 'next' | 'break' {
  const rest = rule.statements.slice(index + 1)
  const effect = rest.findIndex(isEffect)
  if (effect < 0) return 'break'
  const fails = rest.slice(0, effect).some((other) => truthOf(walk, other) === false)
  if (fails) return 'break'
  return choose(walk.context, 2, `unknown: ${walk.at.node.name}: whether the rule matches: ${rule.text}`) === 1 ? 'next' : 'break'
}

function truthOf(walk: Walk, statement: NftStatement): Truth {
  if (statement.kind === 'match') return matches(lookingOf(walk), statement)
  return statement.kind === 'counted' ? countedTruth(statement.text) : true
}

function perform(walk: Walk, rule: NftRule, statement: NftStatement): Done {
  switch (statement.kind) {
    case 'match':
    case 'counted': {
      const truth = truthOf(walk, statement)
      return truth === 'unknown' ? 'unknown' : truth ? 'next' : 'break'
    }
    case 'harmless':
      return 'next'
    case 'set-update':
      return stepOf(/\b(limit|quota|ct count)\b/.test(statement.text) ? countedTruth(statement.text) : true)
    case 'verdict':
      return obey(walk, rule, statement)
    case 'vmap':
      return byMap(walk, rule, statement)
    case 'reject':
      return rejected(walk, rule, statement)
    case 'nat':
      return translated(walk, rule, statement)
    case 'mangle':
      return changed(walk, rule, statement)
    case 'notrack':
      walk.notrack = true
      return 'next'
    case 'other':
      return other(walk, rule, statement.text)
  }
}

function stepOf(truth: Truth): Done {
  return truth === 'unknown' ? 'unknown' : truth ? 'next' : 'break'
}

function obey(walk: Walk, rule: NftRule, { verdict, chain: name }: NftVerdict): Done {
  switch (verdict) {
    case 'accept':
    case 'drop':
      return { kind: verdict, rule }
    case 'return':
      return { kind: 'return' }
    case 'continue':
      return 'next'
    case 'queue':
      return unknownTarget(walk, rule)
    case 'jump':
    case 'goto': {
      const chain = walk.at.table.chains.find((one) => one.name === name)
      const outcome = chain === undefined ? ({ kind: 'return' } as const) : walkChain(walk, chain)
      if (outcome.kind !== 'return') return outcome
      return verdict === 'goto' ? { kind: 'return' } : 'break'
    }
  }
}

function unknownTarget(walk: Walk, rule: NftRule): Done {
  const drops = choose(walk.context, 2, `unknown: ${walk.at.node.name}: what the rule does: ${rule.text}`) === 1
  return drops ? { kind: 'drop', rule } : 'break'
}

function byMap(walk: Walk, rule: NftRule, { key, data }: Extract<NftStatement, { kind: 'vmap' }>): Done {
  const found = lookUpVerdict(lookingOf(walk), key, data)
  if (found === undefined || found.kind === 'none') return 'break'
  if (found.kind === 'found') return found.data?.kind === 'verdict' ? obey(walk, rule, found.data) : 'break'
  const verdicts = found.candidates.flatMap((element) => (element.data?.kind === 'verdict' ? [element.data] : []))
  const picked = choose(walk.context, verdicts.length + 1, `unknown: ${walk.at.node.name}: what the map says: ${rule.text}`)
  const verdict = verdicts[picked - 1]
  return verdict === undefined ? 'break' : obey(walk, rule, verdict)
}

function rejected(walk: Walk, rule: NftRule, statement: Extract<NftStatement, { kind: 'reject' }>): Done {
  const reject = rejectOf(walk.seen, statement)
  if (reject === 'none') return 'break'
  return reject === undefined ? unknownTarget(walk, rule) : { kind: 'reject', with: reject, rule }
}

function translated(walk: Walk, rule: NftRule, statement: Extract<NftStatement, { kind: 'nat' }>): Done {
  const wanted = natWanted(walk.context, lookingOf(walk), statement)
  if (wanted.kind === 'none') return 'break'
  if (wanted.kind === 'nat') return { kind: 'nat', target: wanted.target, rule }
  miss(walk.context, `${walk.at.node.name}: what the rule translates to: ${rule.text}`)
  return { kind: 'accept', rule }
}

function changed(walk: Walk, rule: NftRule, statement: Extract<NftStatement, { kind: 'mangle' }>): Done {
  const seen = setByRule(lookingOf(walk), statement)
  if (seen === undefined) return 'break'
  if (seen === 'unknown') miss(walk.context, `${walk.at.node.name}: what the rule changes: ${rule.text}`)
  else walk.seen = seen
  return 'next'
}

/** Offloading to a flow table and copying change nothing about where the packet goes. */
function other(walk: Walk, rule: NftRule, text: string): Done {
  if (/^(flow|dup) /.test(text)) return 'next'
  if (/^(exthdr|hbh|frag|dst|mh|srh|rt) /.test(text)) return 'break'
  return /^(fwd|synproxy|xt|tproxy|set) ?/.test(text) ? unknownTarget(walk, rule) : 'unknown'
}
