/** Changes that might make a failing flow work, by what stopped it. They are guesses until they are tried in the model. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { contains, formatPrefix, networkOf, type Prefix, parsePrefix } from '../addresses/prefix.js'
import { type KernelRequest, type Network, type Node, nodeNamed } from '../model/index.js'
import { type Answer, isLocalAddress, type LostAt, lookUp } from '../trace/index.js'
import type { Change } from './change.js'
import { firewallCandidates } from './firewall-candidates.js'
import { addressesNear, isRouter } from './neighbours.js'
import { pathCandidates } from './path-candidates.js'
import { settingCandidates } from './setting-candidates.js'

export function candidatesFor(network: Network, answer: Answer): readonly Change[] {
  const { lost } = answer
  const asker = nodeNamed(network, answer.question.from)
  if (lost === undefined || asker === undefined) return []
  const at = network.nodes[lost.node]
  if (at === undefined) return []
  return [
    ...masqueradeCandidates(network, answer),
    ...routeCandidates(network, at, lost),
    ...settingCandidates(network, at, answer),
    ...pathCandidates(network, at, lost),
    ...firewallCandidates(network, answer, at),
    ...sourceRouteCandidates(network, asker, answer),
  ]
}

/** Every host that forwarded the request untranslated could have masqueraded it. */
export function masqueradeCandidates(network: Network, answer: Answer): readonly Change[] {
  const source = parseIpv4(answer.lost?.role === 'reply' ? answer.lost.destination : (answer.lost?.source ?? ''))
  if (source === undefined || !isPrivate(source)) return []
  return forwardings(answer).flatMap(({ node: name, out }) => {
    const node = network.nodes[name]
    const subnet = node === undefined ? undefined : subnetOf(node, source)
    if (node === undefined || node.kind === 'outside' || subnet === undefined) return []
    return [masquerade(name, subnet, out)]
  })
}

function masquerade(node: string, subnet: Prefix, out: string): Change {
  const from = formatPrefix(subnet)
  const text = `-A POSTROUTING -s ${from} -o ${out} -j MASQUERADE`
  const rule = {
    matches: [
      { kind: 'source', negate: false, prefix: subnet },
      { kind: 'out-interface', negate: false, name: out },
    ],
    target: { kind: 'masquerade' },
    text,
  } as const
  const request: KernelRequest = { kind: 'netfilter-rule', operation: 'append', family: 'ip', table: 'nat', chain: 'POSTROUTING', rule }
  return { node, command: `iptables -t nat ${text}`, requests: [request] }
}

/** RFC 1918. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => parsePrefix(text) ?? [])

function isPrivate(address: Ipv4): boolean {
  return PRIVATE.some((network) => contains(network, address))
}

function subnetOf(node: Node, address: Ipv4): Prefix | undefined {
  const entry = node.addresses.find((candidate) => candidate.interface !== 'lo' && contains(candidate, address))
  return entry === undefined ? undefined : networkOf(entry.address, entry.length)
}

/** Nodes that forwarded the request, with the interface it left by. */
function forwardings(answer: Answer): readonly { readonly node: string; readonly out: string }[] {
  const steps = answer.probes[0]?.hops.flatMap((hop) => hop.steps.map((step) => ({ node: hop.node, step }))) ?? []
  return steps.flatMap(({ node, step }) =>
    step.kind === 'forward' && step.did === 'forwarded' && step.out !== undefined ? [{ node, out: step.out }] : [],
  )
}

/** Where the packet could not go on: a route by a host that knows the way. */
function routeCandidates(network: Network, at: Node, lost: LostAt): readonly Change[] {
  // Strict reverse path filtering wants a route back to the sender.
  const target = parseIpv4(lost.reason === 'rp-filter/strict' ? lost.source : lost.destination)
  const stuck = ['route/none', 'return/no-route', 'neighbour/no-answer', 'return/wrong-way', 'address/none', 'rp-filter/strict'].includes(
    lost.reason,
  )
  if (target === undefined || !stuck) return []
  return [...defaultRoutes(network, at, lost), ...subnetRoutes(network, at, target)]
}

/** A way out at all, by a neighbour that forwards. */
function defaultRoutes(network: Network, at: Node, { reason }: LostAt): readonly Change[] {
  if (reason !== 'route/none' && reason !== 'return/no-route') return []
  const routers = Object.values(network.nodes).filter((node) => node.name !== at.name && isRouter(node))
  return routers.flatMap((node) => {
    const gateway = addressesNear(at, node)[0]?.address
    if (gateway === undefined) return []
    const to = { address: parseIpv4('0.0.0.0') as Ipv4, length: 0 }
    const requests = [{ kind: 'route-add', mode: 'add', type: 'unicast', to, hops: [{ gateway }] }] as const
    return [{ node: at.name, command: `ip route add default via ${gateway}`, requests }]
  })
}

function subnetRoutes(network: Network, at: Node, target: Ipv4): readonly Change[] {
  return gatewaysOf(network, at, target).map(({ gateway, subnet }) => {
    const to = formatPrefix(subnet)
    const current = lookUp(network, at, { destination: target })
    const mode = current.kind === 'route' && current.route.to.length === subnet.length ? 'replace' : 'add'
    return {
      node: at.name,
      command: `ip route ${mode} ${to} via ${gateway}`,
      requests: [{ kind: 'route-add', mode, type: 'unicast', to: subnet, hops: [{ gateway }] }],
    }
  })
}

/** Hosts on a network of `at` that are connected to the target's network and forward. */
function gatewaysOf(network: Network, at: Node, target: Ipv4): readonly { readonly gateway: Ipv4; readonly subnet: Prefix }[] {
  return Object.values(network.nodes).flatMap((node) => {
    const subnet = node.name === at.name ? undefined : subnetOf(node, target)
    if (subnet === undefined || !isRouter(node) || isLocalAddress(node, target)) return []
    const near = addressesNear(at, node).find((entry) => !at.addresses.some((own) => own.address === entry.address))
    return near === undefined ? [] : [{ gateway: near.address, subnet }]
  })
}

/** The asker itself may need a direct route instead of its default gateway. */
function sourceRouteCandidates(network: Network, asker: Node, answer: Answer): readonly Change[] {
  const target = parseIpv4(answer.address ?? answer.question.to)
  if (target === undefined || answer.lost?.node === asker.name) return []
  const owning = gatewaysOwning(network, asker, target).map((gateway) => ({
    node: asker.name,
    command: `ip route add ${target}/32 via ${gateway}`,
    requests: [{ kind: 'route-add', mode: 'add', type: 'unicast', to: { address: target, length: 32 }, hops: [{ gateway }] } as const],
  }))
  return [...owning, ...subnetRoutes(network, asker, target)]
}

/** The target's owner, by an address of its own that the asker reaches directly. */
function gatewaysOwning(network: Network, asker: Node, target: Ipv4): readonly Ipv4[] {
  return Object.values(network.nodes).flatMap((node) => {
    if (node.name === asker.name || !isLocalAddress(node, target)) return []
    const near = addressesNear(asker, node).find((entry) => entry.address !== target)
    return near === undefined ? [] : [near.address]
  })
}
