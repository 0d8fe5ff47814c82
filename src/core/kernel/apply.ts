/** The modelled kernel: takes one request and says what the node is like afterwards. */
import type { KernelRequest, Neighbour, Node, Owner, PolicyRule } from '../model/index.js'
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
    case 'unmodelled':
      return keep(node, request)
  }
  return unreachable(request)
}

/** Before the lowest own preference so far, as ip-rule(8) chooses when none is given. */
function addRule(node: Node, request: Extract<KernelRequest, { kind: 'rule-add' }>): Applied {
  const own = node.rules.map((rule) => rule.preference).filter((preference) => preference > 0)
  const preference = request.rule.preference ?? Math.max(1, Math.min(...own) - 1)
  const rule: PolicyRule = { ...request.rule, preference, ...(request.origin === undefined ? {} : { origin: request.origin }) }
  const rules = [...node.rules, rule].sort((a, b) => a.preference - b.preference)
  return done({ ...node, rules })
}

function deleteRule(node: Node, request: Extract<KernelRequest, { kind: 'rule-delete' }>): Applied {
  const same = (rule: PolicyRule) =>
    (request.preference === undefined || rule.preference === request.preference) &&
    (request.rule.from === undefined || JSON.stringify(rule.from) === JSON.stringify(request.rule.from)) &&
    (request.rule.to === undefined || JSON.stringify(rule.to) === JSON.stringify(request.rule.to)) &&
    JSON.stringify(rule.action) === JSON.stringify(request.rule.action)
  const hit = node.rules.find(same)
  return hit === undefined
    ? refused(node, 'ENOENT', 'RTNETLINK answers: No such file or directory')
    : done({ ...node, rules: node.rules.filter((rule) => rule !== hit) })
}

function addNeighbour(node: Node, request: Extract<KernelRequest, { kind: 'neighbour-add' }>): Applied {
  if (!node.interfaces.some((device) => device.name === request.interface)) return noDevice(node, request.interface)
  const entry: Neighbour = {
    interface: request.interface,
    address: request.address,
    state: request.state,
    ...(request.mac === undefined ? {} : { mac: request.mac }),
    ...(request.origin === undefined ? {} : { origin: request.origin }),
  }
  const others = node.neighbours.filter(
    (old) => old.interface !== entry.interface || old.address !== entry.address || old.state !== entry.state,
  )
  return done({ ...node, neighbours: [...others, entry] })
}

function keep(node: Node, request: Extract<KernelRequest, { kind: 'unmodelled' }>): Applied {
  const kept = { what: request.text, touches: request.touches, ...(request.origin === undefined ? {} : { origin: request.origin }) }
  return { node: { ...node, unmodelled: [...node.unmodelled, kept] }, result: { kind: 'unmodelled' } }
}
