/** The routing policy database, of either family (net/core/fib_rules.c). */
import { withOrigin } from '../diagnostics/origin.js'
import type { Node, PrefixOf, RequestOf } from '../model/index.js'
import type { PolicyRuleOf } from '../model/routing.js'
import { type Applied, done, refused } from './result.js'

export function addRule(node: Node, request: RequestOf<'rule-add'>): Applied {
  return add(node, request, { rules: node.rules, put: (rules) => ({ ...node, rules }) })
}

export function addRule6(node: Node, request: RequestOf<'rule6-add'>): Applied {
  return add(node, request, { rules: node.inet6.rules, put: (rules) => ({ ...node, inet6: { ...node.inet6, rules } }) })
}

export function deleteRule(node: Node, request: RequestOf<'rule-delete'>): Applied {
  return remove(node, request, { rules: node.rules, put: (rules) => ({ ...node, rules }) })
}

export function deleteRule6(node: Node, request: RequestOf<'rule6-delete'>): Applied {
  return remove(node, request, { rules: node.inet6.rules, put: (rules) => ({ ...node, inet6: { ...node.inet6, rules } }) })
}

type Database<Ip> = { readonly rules: readonly PolicyRuleOf<Ip>[]; readonly put: (rules: readonly PolicyRuleOf<Ip>[]) => Node }
type Wanted<Ip> = Omit<PolicyRuleOf<Ip>, 'preference'> & { readonly preference?: number }
type AddRequest<Ip> = { readonly rule: Wanted<Ip> } & Pick<RequestOf<'rule-add'>, 'origin'>

/** Before the lowest own preference so far, as ip-rule(8) chooses when none is given. */
function add<Ip>(node: Node, request: AddRequest<Ip>, { rules, put }: Database<Ip>): Applied {
  const { action, preference: wanted } = request.rule
  if (action.kind === 'lookup' && action.table === '0') return refused(node, 'EINVAL', 'Error: Invalid table.')
  const equal = (rule: PolicyRuleOf<Ip>) => wanted !== undefined && agrees(rule, request.rule) && agrees(request.rule, rule)
  if (rules.some(equal)) return refused(node, 'EEXIST', 'RTNETLINK answers: File exists')
  const own = rules.map((rule) => rule.preference).filter((preference) => preference > 0)
  const preference = wanted ?? Math.max(1, Math.min(...own) - 1)
  const rule: PolicyRuleOf<Ip> = { ...request.rule, preference, ...withOrigin(request.origin) }
  return done(put([...rules, rule].sort((a, b) => a.preference - b.preference)))
}

type RemoveRequest<Ip> = { readonly preference?: number; readonly rule: Partial<Omit<PolicyRuleOf<Ip>, 'preference'>> }

/** The first rule that agrees in everything that the request names (rule_find). */
function remove<Ip>(node: Node, request: RemoveRequest<Ip>, { rules, put }: Database<Ip>): Applied {
  const hit = rules.find((rule) => agrees(rule, { ...request.rule, preference: request.preference }))
  return hit === undefined
    ? refused(node, 'ENOENT', 'RTNETLINK answers: No such file or directory')
    : done(put(rules.filter((rule) => rule !== hit)))
}

type Named<Ip> = { readonly [Key in keyof PolicyRuleOf<Ip>]?: PolicyRuleOf<Ip>[Key] | undefined }

function agrees<Ip>(rule: Wanted<Ip>, named: Named<Ip>): boolean {
  const prefix = (own: PrefixOf<Ip> | undefined, wanted: PrefixOf<Ip> | undefined) =>
    wanted === undefined || (own?.address === wanted.address && own.length === wanted.length)
  const same = <Value>(own: Value, wanted: Value | undefined) => wanted === undefined || own === wanted
  return (
    same(rule.preference, named.preference) &&
    prefix(rule.from, named.from) &&
    prefix(rule.to, named.to) &&
    same(rule.inInterface, named.inInterface) &&
    same(rule.outInterface, named.outInterface) &&
    same(rule.mark?.value, named.mark?.value) &&
    same(rule.mark?.mask, named.mark?.mask) &&
    (named.action === undefined || sameAction(rule.action, named.action))
  )
}

function sameAction(own: PolicyRuleOf<unknown>['action'], wanted: PolicyRuleOf<unknown>['action']): boolean {
  if (own.kind !== 'lookup' || wanted.kind !== 'lookup') return own.kind === wanted.kind
  return (
    own.table === wanted.table && (wanted.suppressPrefixLength === undefined || own.suppressPrefixLength === wanted.suppressPrefixLength)
  )
}

/** What ip-rule(8) shows for the rule that leads the ports of every VRF to its table. */
const L3MDEV = { preference: 1000, action: { kind: 'lookup', table: '[l3mdev-table]' } } as const

/** The first VRF brings the rule that sends what belongs to one into its table, for both families (drivers/net/vrf.c: vrf_add_fib_rules). */
export function withVrfRules(node: Node): Node {
  const has = (rules: readonly PolicyRuleOf<unknown>[]) =>
    rules.some((rule) => rule.action.kind === 'lookup' && rule.action.table === L3MDEV.action.table)
  const sorted = <Ip>(rules: readonly PolicyRuleOf<Ip>[]) => [...rules, L3MDEV].sort((a, b) => a.preference - b.preference)
  return {
    ...node,
    rules: has(node.rules) ? node.rules : sorted(node.rules),
    inet6: { ...node.inet6, rules: has(node.inet6.rules) ? node.inet6.rules : sorted(node.inet6.rules) },
  }
}
