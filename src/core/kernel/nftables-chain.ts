/** Chains and rules of nft's tables as they change. */
import type { NftChain, NftExpression, NftRule, NftStatement, NftTable } from '../model/index.js'
import { type Inside, nextHandle, no, type Step } from './nftables.js'
import { referencesIn } from './nftables-validate.js'

type ChainCommand = Extract<Inside, { kind: 'chain' }>

export function changeChain(table: NftTable, command: ChainCommand, registration: number): Step<NftTable> {
  const { verb, chain } = command
  const old = table.chains.find((one) => one.name === chain.name)
  switch (verb) {
    case 'add':
    case 'create':
      return addChain(table, command, { old, registration })
    case 'flush': {
      if (chain.name !== '' && old === undefined) return no('ENOENT')
      const flushed = (one: NftChain) => chain.name === '' || one === old
      return { ok: { ...table, chains: table.chains.map((one) => (flushed(one) ? { ...one, rules: [] } : one)) } }
    }
    case 'delete':
    case 'destroy': {
      if (old === undefined) return verb === 'destroy' ? { ok: table } : no('ENOENT')
      const without = { ...table, chains: table.chains.filter((one) => one !== old) }
      return referencesIn(without).chains.has(old.name) ? no('EBUSY') : { ok: without }
    }
    default:
      return { ok: table }
  }
}

type Adding = { readonly old: NftChain | undefined; readonly registration: number }

function addChain(table: NftTable, { verb, chain }: ChainCommand, { old, registration }: Adding): Step<NftTable> {
  if (old !== undefined && verb === 'create') return no('EEXIST')
  if (old === undefined) {
    if (chain.base !== undefined && !isPossible(table, chain.base)) return no('EOPNOTSUPP')
    const base = chain.base === undefined ? {} : { base: { ...chain.base, registered: registration } }
    const made: NftChain = { ...chain, ...base, rules: [] }
    const lastHandle = nextHandle(table)
    return addRules({ ...table, chains: [...table.chains, made], lastHandle }, chain)
  }
  if (chain.base === undefined) return addRules(table, chain)
  if (old.base === undefined) return no('EEXIST')
  const { type, hook, priority } = old.base
  if (type !== chain.base.type || hook !== chain.base.hook || priority !== chain.base.priority) return no('EOPNOTSUPP')
  const devices = [...new Set([...old.base.devices, ...chain.base.devices])]
  const updated: NftChain = { ...old, base: { ...old.base, policy: chain.base.policy, devices } }
  return addRules({ ...table, chains: table.chains.map((one) => (one === old ? updated : one)) }, chain)
}

function addRules(table: NftTable, { name, rules }: NftChain): Step<NftTable> {
  return rules.reduce<Step<NftTable>>(
    (now, rule) => ('error' in now ? now : placeRule(now.ok, { chain: name, rule, at: (there) => there.length })),
    { ok: table },
  )
}

/** Which types of chain there are at which hooks (nf_tables_register_chain_type). */
function isPossible(table: NftTable, base: NonNullable<NftChain['base']>): boolean {
  const isInet = table.family === 'ip' || table.family === 'ip6' || table.family === 'inet'
  switch (base.type) {
    case 'filter':
      return base.hook === 'ingress' || base.hook === 'egress' ? ['netdev', 'inet'].includes(table.family) : table.family !== 'netdev'
    case 'nat':
      // Before conntrack there is nothing to translate.
      return isInet && ['prerouting', 'input', 'output', 'postrouting'].includes(base.hook) && base.priority > -200
    case 'route':
      return isInet && base.hook === 'output'
    default:
      return false
  }
}

type Placing = {
  readonly chain: string
  readonly rule: NftRule
  readonly at: (there: readonly NftRule[]) => number | undefined
  /** Of the rule that it replaces. */
  readonly handle?: number | undefined
}

function placeRule(table: NftTable, { chain: name, rule, at, handle: kept }: Placing): Step<NftTable> {
  const chain = table.chains.find((one) => one.name === name)
  if (chain === undefined) return no('ENOENT')
  const wants = missingReference(table, rule)
  if (wants !== undefined) return no('ENOENT')
  const index = at(chain.rules)
  if (index === undefined) return no('ENOENT')
  const next = nextHandle(table) + anonymousSets(rule)
  const handle = kept ?? next
  const rules = [...chain.rules.slice(0, index), { ...rule, handle }, ...chain.rules.slice(index)]
  return {
    ok: {
      ...table,
      chains: table.chains.map((one) => (one === chain ? { ...chain, rules } : one)),
      lastHandle: kept === undefined ? next : next - 1,
    },
  }
}

function missingReference(table: NftTable, rule: NftRule): string | undefined {
  const { chains, sets } = referencesIn({ chains: [{ name: '', rules: [rule] }], sets: [] })
  return (
    [...chains].find((name) => !table.chains.some((one) => one.name === name)) ??
    [...sets].find((name) => !table.sets.some((one) => one.name === name))
  )
}

/** A set of one value is compared with like the value itself. */
function anonymousSets(rule: NftRule): number {
  return rule.statements.flatMap(setsOf).filter((set) => set.elements.length > 1 || set.elements[0]?.data !== undefined).length
}

function setsOf(statement: NftStatement): readonly Extract<NftExpression, { kind: 'set' }>[] {
  const found = (expression: NftExpression | undefined): readonly Extract<NftExpression, { kind: 'set' }>[] =>
    expression?.kind === 'set' ? [expression] : expression?.kind === 'map' ? found(expression.data) : []
  switch (statement.kind) {
    case 'match':
      return found(statement.right)
    case 'vmap':
      return found(statement.data)
    case 'mangle':
      return found(statement.value)
    case 'nat':
      return [...found(statement.address), ...found(statement.port)]
    default:
      return []
  }
}

type RuleCommand = Extract<Inside, { kind: 'rule' }>

export function changeRule(table: NftTable, command: RuleCommand): Step<NftTable> {
  const { verb, chain: name, rule, handle, index } = command
  const chain = table.chains.find((one) => one.name === name)
  if (chain === undefined) return verb === 'destroy' ? { ok: table } : no('ENOENT')
  const beside = handle === undefined && index === undefined ? undefined : placeOf(chain, command)
  switch (verb) {
    case 'add':
    case 'create':
      return placeRule(table, { chain: name, rule, at: (there) => (beside === undefined ? there.length : after(beside, 1)) })
    case 'insert':
      return placeRule(table, { chain: name, rule, at: () => (beside === undefined ? 0 : after(beside, 0)) })
    case 'delete':
    case 'destroy': {
      if (beside === undefined || beside < 0) return verb === 'destroy' ? { ok: table } : no('ENOENT')
      const rules = chain.rules.filter((_, at) => at !== beside)
      return { ok: { ...table, chains: table.chains.map((one) => (one === chain ? { ...chain, rules } : one)) } }
    }
    case 'replace': {
      if (beside === undefined || beside < 0) return no('ENOENT')
      const rules = chain.rules.filter((_, at) => at !== beside)
      const without = { ...table, chains: table.chains.map((one) => (one === chain ? { ...chain, rules } : one)) }
      return placeRule(without, { chain: name, rule, at: () => beside, handle: chain.rules[beside]?.handle })
    }
    default:
      return { ok: table }
  }
}

/** -1: there is no such rule. */
function placeOf(chain: NftChain, { handle, index }: RuleCommand): number {
  if (handle !== undefined) return chain.rules.findIndex((rule) => rule.handle === handle)
  return index !== undefined && index < chain.rules.length ? index : -1
}

function after(beside: number, more: number): number | undefined {
  return beside < 0 ? undefined : beside + more
}
