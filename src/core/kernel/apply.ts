/** The modelled kernel: takes one request and says what the node is like afterwards. */
import { withOrigin } from '../diagnostics/origin.js'
import type { KernelRequest, Node, OvsRequest, Owner, RequestOf } from '../model/index.js'
import { isOvsRequest } from '../model/ovs-request.js'
import { unreachable } from '../std/unreachable.js'
import { addAddress, deleteAddress, flushAddresses } from './address.js'
import { addAddress6, deleteAddress6, flushAddresses6 } from './address6.js'
import { setBond } from './bond.js'
import { setBridge, setPort } from './bridge.js'
import { changeVlan } from './bridge-vlan.js'
import { addFdbEntry, deleteFdbEntry } from './fdb.js'
import { settleInet6 } from './inet6.js'
import { addLink, deleteLink, setLink } from './link.js'
import { addNeighbour, addNeighbour6 } from './neighbour.js'
import { changeChain, changePolicy, changeRule, restore } from './netfilter.js'
import { applyNft, takenByNft } from './nftables.js'
import { applyOvs, noticedByOvs } from './ovs.js'
import { type Applied, refused } from './result.js'
import { addRoute, deleteRoute } from './route-request.js'
import { addRoute6, deleteRoute6 } from './route6-request.js'
import { addRule, addRule6, deleteRule, deleteRule6 } from './rule.js'
import { setSysctl } from './sysctl.js'

export function applyRequest(node: Node, request: KernelRequest, owner: Owner): Applied {
  const applied = isOvsRequest(request) ? applyOvs(node, request) : noticedByOvs(node, applyToKernel(node, request, owner))
  const { interfaces, sysctls } = applied.node
  // IPv6 looks up what became of its interfaces; nothing else can have changed what it goes by.
  return interfaces === node.interfaces && sysctls === node.sysctls ? applied : { ...applied, node: settleInet6(node, applied.node) }
}

type Inet6Kind = Extract<KernelRequest['kind'], `${string}6-${string}`>

function applyToKernel(node: Node, request: Exclude<KernelRequest, OvsRequest>, owner: Owner): Applied {
  switch (request.kind) {
    case 'link-add':
      return addLink(node, request, owner)
    case 'link-delete':
      return deleteLink(node, request)
    case 'link-set':
      return setLink(node, request)
    case 'bridge-set':
      return setBridge(node, request)
    case 'bond-set':
      return setBond(node, request)
    case 'vlan-add':
    case 'vlan-delete':
      return changeVlan(node, request)
    case 'port-set':
      return setPort(node, request)
    case 'fdb-add':
      return addFdbEntry(node, request)
    case 'fdb-delete':
      return deleteFdbEntry(node, request)
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
    case 'address6-add':
    case 'address6-delete':
    case 'address6-flush':
    case 'route6-add':
    case 'route6-delete':
    case 'rule6-add':
    case 'rule6-delete':
    case 'neighbour6-add':
      return applyToInet6(node, request)
    case 'sysctl-set':
      return setSysctl(node, request)
    case 'netfilter-rule':
    case 'netfilter-chain':
    case 'netfilter-policy':
    case 'netfilter-restore':
      return takenByNft(node, request) ?? applyIptables(node, request)
    case 'nft':
      return applyNft(node, request)
    case 'rejected':
      return refused(node, 'usage', request.error)
    case 'unmodelled':
      return keep(node, request)
  }
  return unreachable(request)
}

function applyIptables(node: Node, request: RequestOf<`netfilter-${string}` & KernelRequest['kind']>): Applied {
  switch (request.kind) {
    case 'netfilter-rule':
      return changeRule(node, request)
    case 'netfilter-chain':
      return changeChain(node, request)
    case 'netfilter-policy':
      return changePolicy(node, request)
    case 'netfilter-restore':
      return restore(node, request)
  }
  return unreachable(request)
}

function applyToInet6(node: Node, request: RequestOf<Inet6Kind>): Applied {
  switch (request.kind) {
    case 'address6-add':
      return addAddress6(node, request)
    case 'address6-delete':
      return deleteAddress6(node, request)
    case 'address6-flush':
      return flushAddresses6(node, request)
    case 'route6-add':
      return addRoute6(node, request)
    case 'route6-delete':
      return deleteRoute6(node, request)
    case 'rule6-add':
      return addRule6(node, request)
    case 'rule6-delete':
      return deleteRule6(node, request)
    case 'neighbour6-add':
      return addNeighbour6(node, request)
  }
  return unreachable(request)
}

function keep(node: Node, request: RequestOf<'unmodelled'>): Applied {
  const kept = { what: request.text, touches: request.touches, ...withOrigin(request.origin) }
  return { node: { ...node, unmodelled: [...node.unmodelled, kept] }, result: { kind: 'unmodelled' } }
}
