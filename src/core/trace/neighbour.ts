/** ARP: who answers for an address on a segment, and whether the answer comes back (net/ipv4/arp.c: arp_process). */
import { ANY_ADDRESS, type Ipv4 } from '../addresses/ipv4.js'
import { BROADCAST_MAC, type Mac } from '../addresses/mac.js'
import { contains } from '../addresses/prefix.js'
import { type Why, why } from '../diagnostics/why.js'
import type { Interface, Node } from '../model/index.js'
import { carry } from './at/link.js'
import { leadsTo } from './at/segment.js'
import type { Carried, FrameLoss, Landing } from './at/work.js'
import { type Context, choose } from './context.js'
import type { ReasonCode } from './reason.js'
import { addressToward, lookUp } from './routing.js'
import { checkSource } from './source-check.js'
import { forwards, interfaceOf, isLocalAddress, maxConf } from './view.js'

export type Resolution =
  | { readonly ok: true; readonly mac: Mac; readonly did: 'cached' | 'resolved'; readonly why: Why }
  | { readonly ok: false; readonly reason: ReasonCode; readonly why: Why }

export type ArpQuestion = { readonly target: Ipv4; readonly sender: Ipv4 }

export function neighbourKey(node: string, device: string, address: string): string {
  return `${node} ${device} ${address}`
}

export function resolve(context: Context, node: Node, device: Interface, question: ArpQuestion): Resolution {
  const { target } = question
  const fixed = node.neighbours.find((entry) => entry.interface === device.name && entry.address === target && entry.state !== 'proxy')
  if (fixed?.mac !== undefined)
    return { ok: true, mac: fixed.mac as Mac, did: 'cached', why: why(`${node.name} has a permanent entry for ${target}`, fixed.origin) }
  if (node.addresses.some((entry) => entry.interface === device.name && entry.address === target)) {
    const text = `${target}, the next hop, is an address of ${node.name}'s own ${device.name}: the frame goes to its own MAC (arp_constructor)`
    return { ok: true, mac: device.mac, did: 'cached', why: why(text) }
  }
  const key = neighbourKey(node.name, device.name, target)
  const cached = context.memory.neighbours.get(key)
  if (cached !== undefined)
    return { ok: true, mac: cached as Mac, did: 'cached', why: why(`${node.name} knows ${target} as ${cached} on ${device.name}`) }
  return ask(context, node, device, question)
}

function ask(context: Context, node: Node, device: Interface, question: ArpQuestion): Resolution {
  const request = carry(
    context,
    { node: node.name, interface: device.name },
    { source: device.mac, destination: BROADCAST_MAC, carries: { kind: 'arp' } },
  )
  const answers: { readonly landing: Landing; readonly mac: Mac; readonly why: Why }[] = []
  const refusals: { readonly reason: ReasonCode; readonly why: Why }[] = []
  for (const landing of request.landings) {
    const judged = judge(context, landing, question)
    if (judged === undefined) continue
    if (!judged.ok) refusals.push(judged)
    else if (comesBack(context, { landing, mac: judged.mac }, { node, device })) answers.push({ landing, mac: judged.mac, why: judged.why })
    else
      refusals.push({
        reason: 'neighbour/no-answer',
        why: why(`${landing.node} answers, but the answer does not come back to ${node.name}`),
      })
  }
  const answer =
    answers[answers.length > 1 ? choose(context, answers.length, `which ARP answer for ${question.target} ${node.name} keeps`) : 0]
  const key = neighbourKey(node.name, device.name, question.target)
  if (answer === undefined) {
    if (untilFailure(context, key) <= 0) context.memory.unanswered.set(key, context.memory.now)
    return failure({ context, node, device, question }, request, refusals)
  }
  context.memory.unanswered.delete(key)
  context.memory.neighbours.set(key, answer.mac)
  return { ok: true, mac: answer.mac, did: 'resolved', why: answer.why }
}

/** Milliseconds until the kernel gives up its three ARP requests; everything that waits for them fails then. */
const ARP_PATIENCE = 3060

export function untilFailure(context: Context, key: string): number {
  const began = context.memory.unanswered.get(key)
  return began === undefined ? 0 : began + ARP_PATIENCE - context.memory.now
}

type Asking = { readonly context: Context; readonly node: Node; readonly device: Interface; readonly question: ArpQuestion }

function failure(asking: Asking, request: Carried, refusals: readonly { readonly reason: ReasonCode; readonly why: Why }[]): Resolution {
  const { node, device, question } = asking
  const head = `${node.name} asks by ARP on ${device.name} who has ${question.target}`
  const refusal = refusals[0]
  if (refusal !== undefined)
    return { ok: false, reason: refusal.reason, why: { text: `${head}: ${refusal.why.text}`, because: refusal.why.because } }
  const loss = lossTowardOwner(asking, request) ?? (request.landings.length === 0 ? telling(request.losses) : undefined)
  if (loss !== undefined) {
    return { ok: false, reason: loss.reason, why: { text: `${head}: ${loss.why.text}`, because: loss.why.because } }
  }
  const heard = [...new Set(request.landings.map((landing) => landing.node))].filter((name) => name !== node.name)
  const audience = heard.length === 0 ? 'nobody hears it' : `${heard.join(', ')} hear${heard.length === 1 ? 's' : ''} it and nobody answers`
  return { ok: false, reason: 'neighbour/no-answer', why: why(`${head}: ${audience}`) }
}

/** The copy of the request that would have reached the host that has the address. */
function lossTowardOwner({ context, question }: Asking, request: Carried): FrameLoss | undefined {
  const owners = Object.values(context.network.nodes).filter((node) => isLocalAddress(node, question.target))
  if (owners.some((owner) => request.landings.some((landing) => landing.node === owner.name))) return undefined
  return telling(
    request.losses.filter(({ node, port }) =>
      owners.some(
        (owner) => owner.name === node || (port !== undefined && leadsTo(context.network, { node, interface: port }, owner.name)),
      ),
    ),
  )
}

/** Where spanning tree shuts a port, or a macvlan is passed by, the frame goes another way as well, and what stops it there tells more. */
function telling(losses: readonly FrameLoss[]): FrameLoss | undefined {
  return losses.find(({ reason }) => reason !== 'bridge/stp-blocking' && reason !== 'macvlan/apart') ?? losses[0]
}

type Judged =
  | { readonly ok: true; readonly mac: Mac; readonly why: Why }
  | { readonly ok: false; readonly reason: ReasonCode; readonly why: Why }
  | undefined

/** Whether a host that hears the request answers it; undefined when it is simply not meant. */
function judge(context: Context, landing: Landing, question: ArpQuestion): Judged {
  const node = context.network.nodes[landing.node]
  const device = node === undefined ? undefined : interfaceOf(node, landing.interface)
  if (node === undefined || device === undefined) return undefined
  refresh(context, landing, question)
  const proxied = node.neighbours.find(
    (entry) => entry.state === 'proxy' && entry.interface === device.name && entry.address === question.target,
  )
  const own = isLocalAddress(node, question.target) && !question.target.startsWith('127.')
  if (!own && proxied === undefined && maxConf(node, device.name, 'proxy_arp').value === 0) return undefined
  const check =
    question.sender === ANY_ADDRESS
      ? undefined
      : checkSource(context.network, node, { source: question.sender, destination: question.target, in: device.name, mark: 0 })
  if (check?.ok === false) {
    return {
      ok: false,
      reason: check.reason,
      why: { text: `${device.name} of ${node.name} does not answer: ${check.why.text}`, because: check.why.because },
    }
  }
  if (!own && !proxies(context, node, device, question)) return undefined
  const ignored = own ? arpIgnore(node, device, question) : undefined
  if (ignored !== undefined) return { ok: false, reason: 'neighbour/no-answer', why: ignored }
  context.memory.neighbours.set(neighbourKey(node.name, device.name, question.sender), landing.frame.source)
  const told = own
    ? ownerText(node, device, question.target)
    : why(`${device.name} of ${node.name} answers for ${question.target} by proxy ARP`, proxied?.origin)
  return { ok: true, mac: device.mac, why: told }
}

/** A host that hears a request updates the entry that it already has of the sender, even one that failed (arp_process: neigh_update). */
function refresh({ memory }: Context, landing: Landing, question: ArpQuestion): void {
  const key = neighbourKey(landing.node, landing.interface, question.sender)
  const isFailed = memory.unanswered.delete(key)
  if (isFailed || memory.neighbours.has(key)) memory.neighbours.set(key, landing.frame.source)
}

function ownerText(node: Node, device: Interface, target: Ipv4): Why {
  const entry = node.addresses.find((candidate) => candidate.address === target)
  if (entry === undefined || entry.interface === device.name)
    return why(`${device.name} of ${node.name} has ${target} and answers`, entry?.origin)
  const text =
    `${device.name} of ${node.name} answers for ${target}, although ${entry.interface} has it: ` +
    'an IPv4 address belongs to the host, not to the interface (weak host model, arp_ignore=0)'
  return why(text, entry.origin)
}

function arpIgnore(node: Node, device: Interface, question: ArpQuestion): Why | undefined {
  const setting = maxConf(node, device.name, 'arp_ignore')
  const here = node.addresses.filter((entry) => entry.interface === device.name && entry.address === question.target)
  const told = `arp_ignore=${setting.value} on ${device.name} of ${node.name}: ${question.target} is not answered there`
  if (setting.value === 8) return why(told, setting.origin)
  if ((setting.value === 1 || setting.value === 2) && here.length === 0) return why(told, setting.origin)
  if (setting.value === 2 && !here.some((entry) => contains(entry, question.sender))) return why(told, setting.origin)
  const filter = maxConf(node, device.name, 'arp_filter')
  if (filter.value === 0) return undefined
  const back = lookUp({ name: '', nodes: {}, cables: [], diagnostics: [] }, node, { destination: question.sender, source: question.target })
  const byThis = back.kind === 'route' && back.hops.some((hop) => hop.interface === device.name)
  return byThis
    ? undefined
    : why(`arp_filter=1 on ${device.name} of ${node.name}: the route back to ${question.sender} leaves elsewhere`, filter.origin)
}

/** Only a router answers for others, and only when its way to them is not the one the question came by. */
function proxies(context: Context, node: Node, device: Interface, question: ArpQuestion): boolean {
  if (forwards(node, device.name).value === 0) return false
  const route = lookUp(context.network, node, { destination: question.target, source: question.sender, inInterface: device.name })
  return route.kind === 'route' && !route.hops.some((hop) => hop.interface === device.name)
}

/** The unicast answer must reach the very interface that asked. */
function comesBack(
  context: Context,
  from: { readonly landing: Landing; readonly mac: Mac },
  to: { readonly node: Node; readonly device: Interface },
): boolean {
  const { landing, mac } = from
  const answer = carry(
    context,
    { node: landing.node, interface: landing.interface },
    { source: mac, destination: landing.frame.source, carries: { kind: 'arp' } },
  )
  return answer.landings.some((end) => end.node === to.node.name && end.interface === to.device.name)
}

/** Sender address of an ARP request (arp_announce): the packet's own source when it is local, else the interface's address. */
export function arpSender(node: Node, device: Interface, packet: { readonly source: Ipv4; readonly target: Ipv4 }): Ipv4 {
  const announce = maxConf(node, device.name, 'arp_announce').value
  if (isLocalAddress(node, packet.source) && (announce === 0 || (announce === 1 && isOnLink(node, device, packet)))) return packet.source
  const fitting = addressToward(node, device.name, packet.target)
  return fitting ?? ANY_ADDRESS
}

/** inet_addr_onlink: one subnet of the interface holds both. */
function isOnLink(node: Node, device: Interface, packet: { readonly source: Ipv4; readonly target: Ipv4 }): boolean {
  return node.addresses.some(
    (entry) => entry.interface === device.name && [packet.source, packet.target].every((address) => contains(entry, address)),
  )
}
