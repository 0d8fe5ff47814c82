/** The modelled kernel: takes one request and says what the node is like afterwards. */
import { type Prefix, samePrefix } from '../addresses/prefix.js'
import { withOrigin } from '../diagnostics/origin.js'
import type { KernelRequest, Neighbour, Node, Owner, PolicyRule, RequestOf } from '../model/index.js'
import { unreachable } from '../std/unreachable.js'
import { addAddress, deleteAddress, flushAddresses } from './address.js'
import { addLink, deleteLink, setBridge, setLink, setPort } from './link.js'
import { changeChain, changePolicy, changeRule, restore } from './netfilter.js'
import { type Applied, done, noDevice, refused } from './result.js'
import { addRoute, deleteRoute } from './route.js'
import { setSysctl } from './sysctl.js'

export function applyRequest(node: Node, request: KernelRequest, owner: Owner): Applied {
  switch (request.kind) {
    case 'link-add':
      return addLink(node, request, owner)
    case 'link-delete':
      return deleteLink(node, request)
    case 'link-set':
      return setLink(node, request)
    case 'bridge-set':
      return setBridge(node, request)
    case 'port-set':
      return setPort(node, request)
    case 'address-add':
      return addAddress(node, request)
    case 'address-delete':
      return deleteAddress(node, request)
    case 'address-flush':
      return flushAddresses(node, request)
    case 'route-add':
      return addRoute(node, request)
    case 'route-delete':
      return deleteRoute(node, request)
    case 'rule-add':
      return addRule(node, request)
    case 'rule-delete':
      return deleteRule(node, request)
    case 'neighbour-add':
      return addNeighbour(node, request)
    case 'sysctl-set':
      return setSysctl(node, request)
    case 'netfilter-rule':
      return changeRule(node, request)
    case 'netfilter-chain':
      return changeChain(node, request)
    case 'netfilter-policy':
      return changePolicy(node, request)
    case 'netfilter-restore':
      return restore(node, request)
    case 'bond-set':
    case 'vlan-add':
    case 'vlan-delete':
    case 'address6-add':
    case 'address6-delete':
    case 'address6-flush':
    case 'route6-add':
    case 'route6-delete':
    case 'rule6-add':
    case 'rule6-delete':
    case 'neighbour6-add':
    case 'ovs-bridge-add':
    case 'ovs-bridge-delete':
    case 'ovs-port-add':
    case 'ovs-port-delete':
    case 'ovs-set':
      return { node, result: { kind: 'unmodelled' } }
    case 'rejected':
      return refused(node, 'usage', request.error)
    case 'unmodelled':
      return keep(node, request)
  }
  return unreachable(request)
}

/** Before the lowest own preference so far, as ip-rule(8) chooses when none is given. */
function addRule(node: Node, request: RequestOf<'rule-add'>): Applied {
  const own = node.rules.map((rule) => rule.preference).filter((preference) => preference > 0)
  const preference = request.rule.preference ?? Math.max(1, Math.min(...own) - 1)
  const rule: PolicyRule = { ...request.rule, preference, ...withOrigin(request.origin) }
  const rules = [...node.rules, rule].sort((a, b) => a.preference - b.preference)
  return done({ ...node, rules })
}

/** The first rule that agrees in everything that the request names (net/core/fib_rules.c: rule_find). */
function deleteRule(node: Node, request: RequestOf<'rule-delete'>): Applied {
  const hit = node.rules.find((rule) => agrees(rule, { ...request.rule, preference: request.preference }))
  return hit === undefined
    ? refused(node, 'ENOENT', 'RTNETLINK answers: No such file or directory')
    : done({ ...node, rules: node.rules.filter((rule) => rule !== hit) })
}

type Named = { readonly [Key in keyof PolicyRule]?: PolicyRule[Key] | undefined }

function agrees(rule: PolicyRule, named: Named): boolean {
  const prefix = (own: Prefix | undefined, wanted: Prefix | undefined) =>
    wanted === undefined || (own !== undefined && samePrefix(own, wanted))
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

function sameAction(own: PolicyRule['action'], wanted: PolicyRule['action']): boolean {
  if (own.kind !== 'lookup' || wanted.kind !== 'lookup') return own.kind === wanted.kind
  return (
    own.table === wanted.table && (wanted.suppressPrefixLength === undefined || own.suppressPrefixLength === wanted.suppressPrefixLength)
  )
}

function addNeighbour(node: Node, request: RequestOf<'neighbour-add'>): Applied {
  if (!node.interfaces.some((device) => device.name === request.interface)) return noDevice(node, request.interface)
  const entry: Neighbour = {
    interface: request.interface,
    address: request.address,
    state: request.state,
    ...(request.mac === undefined ? {} : { mac: request.mac }),
    ...withOrigin(request.origin),
  }
  const others = node.neighbours.filter(
    (old) => old.interface !== entry.interface || old.address !== entry.address || old.state !== entry.state,
  )
  return done({ ...node, neighbours: [...others, entry] })
}

function keep(node: Node, request: RequestOf<'unmodelled'>): Applied {
  const kept = { what: request.text, touches: request.touches, ...withOrigin(request.origin) }
  return { node: { ...node, unmodelled: [...node.unmodelled, kept] }, result: { kind: 'unmodelled' } }
}
