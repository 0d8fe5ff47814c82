/** iptables' tables as they change. */
import { withOrigin } from '../diagnostics/origin.js'
import { BUILT_IN_CHAINS, type Chain, type Family, type Node, type RequestOf, type TableName } from '../model/index.js'
import { nextRegistration } from './nftables.js'
import { type Applied, done, refused } from './result.js'

/** The built-in chains of a table exist as soon as the table is used. */
export function withTable(node: Node, family: Family, table: TableName): Node {
  if (node.chains.some((chain) => chain.family === family && chain.table === table && chain.base !== undefined)) return node
  const built = Object.entries(BUILT_IN_CHAINS[table]).map(
    ([name, hook]): Chain => ({ family, table, name, base: { hook, policy: 'accept' }, rules: [] }),
  )
  return { ...node, chains: [...node.chains, ...built] }
}

/** iptables-nft hooks a built-in chain in when it first touches it. */
function touched(node: Node, at: { readonly family: Family; readonly table: TableName; readonly chain?: string }): Node {
  const { family, table, chain: name } = at
  const made = withTable(node, family, table)
  const registered = nextRegistration(made)
  const touch = (chain: Chain): Chain => {
    const mine = chain.family === family && chain.table === table && (name === undefined || chain.name === name)
    return mine && chain.base !== undefined && chain.base.registered === undefined
      ? { ...chain, base: { ...chain.base, registered } }
      : chain
  }
  return { ...made, chains: made.chains.map(touch) }
}

function noChain(node: Node): Applied {
  return refused(node, 'ENOENT', 'iptables: No chain/target/match by that name.')
}

export function changeRule(before: Node, request: RequestOf<'netfilter-rule'>): Applied {
  const node = touched(before, request)
  const chain = find(node, request)
  const { target } = request.rule
  const jumps = target.kind === 'jump' || target.kind === 'goto' ? target.chain : undefined
  if (chain === undefined || (jumps !== undefined && find(node, { ...request, chain: jumps }) === undefined)) return noChain(node)
  const rules = changed(chain, request)
  return rules === undefined
    ? refused(node, 'ENOENT', 'iptables: Bad rule (does a matching rule exist in that chain?).')
    : done(replace(node, { ...chain, rules }))
}

function changed(chain: Chain, request: RequestOf<'netfilter-rule'>): Chain['rules'] | undefined {
  const { rules } = chain
  switch (request.operation) {
    case 'append':
      return [...rules, request.rule]
    case 'insert': {
      const at = (request.position ?? 1) - 1
      return at > rules.length ? undefined : [...rules.slice(0, at), request.rule, ...rules.slice(at)]
    }
    case 'delete': {
      const body = bodyOf(request.rule.text)
      const at = request.position === undefined ? rules.findIndex((rule) => bodyOf(rule.text) === body) : request.position - 1
      return at < 0 || at >= rules.length ? undefined : rules.filter((_, index) => index !== at)
    }
  }
}

/** The rule without its `-A CHAIN`. */
function bodyOf(text: string): string {
  return text.replace(/^-[AID] \S+ ?/, '')
}

export function changeChain(before: Node, request: RequestOf<'netfilter-chain'>): Applied {
  const node = touched(before, request)
  const mine = (chain: Chain) =>
    chain.family === request.family && chain.table === request.table && (request.chain === undefined || chain.name === request.chain)
  switch (request.operation) {
    case 'create':
      return createChain(node, request)
    case 'flush':
      return done({ ...node, chains: node.chains.map((chain) => (mine(chain) ? { ...chain, rules: [] } : chain)) })
    case 'delete':
      return done({ ...node, chains: node.chains.filter((chain) => !mine(chain) || chain.base !== undefined) })
  }
}

function createChain(node: Node, request: RequestOf<'netfilter-chain'>): Applied {
  if (request.chain === undefined) return noChain(node)
  if (find(node, { ...request, chain: request.chain }) !== undefined) return refused(node, 'EEXIST', 'iptables: Chain already exists.')
  return done({ ...node, chains: [...node.chains, { family: request.family, table: request.table, name: request.chain, rules: [] }] })
}

export function changePolicy(before: Node, request: RequestOf<'netfilter-policy'>): Applied {
  const node = touched(before, request)
  const chain = find(node, request)
  if (chain?.base === undefined) return noChain(node)
  const base = { ...chain.base, policy: request.policy, ...withOrigin(request.origin) }
  return done(replace(node, { ...chain, base }))
}

/** iptables-restore: the tables named in the dump are replaced whole. */
export function restore(node: Node, request: RequestOf<'netfilter-restore'>): Applied {
  const named = new Set(request.chains.map((chain) => `${chain.family} ${chain.table}`))
  const kept = node.chains.filter((chain) => !named.has(`${chain.family} ${chain.table}`))
  const first = nextRegistration(node)
  const chains = request.chains.map(
    (chain, index): Chain => (chain.base === undefined ? chain : { ...chain, base: { ...chain.base, registered: first + index } }),
  )
  return done({ ...node, chains: [...kept, ...chains] })
}

function find(node: Node, at: { readonly family: Family; readonly table: TableName; readonly chain: string }): Chain | undefined {
  return node.chains.find((chain) => chain.family === at.family && chain.table === at.table && chain.name === at.chain)
}

function replace(node: Node, chain: Chain): Node {
  const same = (old: Chain) => old.family === chain.family && old.table === chain.table && old.name === chain.name
  return { ...node, chains: node.chains.map((old) => (same(old) ? chain : old)) }
}
