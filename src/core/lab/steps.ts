/** From the boot journal to the steps that replay it. */
import { derivedMac } from '../addresses/mac.js'
import type { BootEvent } from '../load/journal.js'
import type { KernelRequest, RequestOf, RequestResult } from '../model/index.js'
import { isOvsRequest } from '../model/ovs-request.js'
import { unreachable } from '../std/unreachable.js'
import { followAddresses } from './address-replacement.js'
import { isPlain, toolWords } from './ip-words.js'
import { joinSteps } from './join-steps.js'
import { moduleFor } from './kernel-module.js'
import { isSafeDump, netfilterLine } from './netfilter-words.js'
import type { Replayed } from './replayed.js'
import { requestText } from './request-text.js'
import { dnsmasqConfig, hostsFile, resolverFile } from './server-files.js'
import type { LabStep } from './step.js'

/** Directory inside the lab, on its own tmpfs. */
export const LAB_DIRECTORY = '/run/bridgework'

export type Replaying = {
  /**
   * STP is switched on when everything else is done (`last`), since the settled network is asked about and nobody should wait 30 s for it,
   * or when the journal does it, with the waiting that follows.
   */
  readonly stp: 'last' | 'in-order'
  /** `node:bridge` of every loop that nothing breaks: they get no ports, since nobody's machine can bear a broadcast storm. */
  readonly storms?: readonly string[]
  /** Where the replay differs on purpose is written here. */
  readonly deviations: string[]
}

/** All events, in order. */
export function stepsOf(journal: readonly BootEvent[], replaying: Replaying): readonly LabStep[] {
  const replaced = followAddresses(journal)
  const stp: Handling['stp'] = new Map()
  const bridging = replaying.stp === 'last' ? [] : bridgingNodes(journal)
  const steps = journal.flatMap((event, index) =>
    eventSteps(event, { index, bridging, replaying, stp, helping: replaced.get(index) ?? [] }),
  )
  const trees = [...stp.values()]
  if (trees.length > 0) {
    replaying.deviations.push(`STP of ${bridgesOf(trees)} is switched on last, when all ports forward already`)
  }
  // A port that does not forward yet when STP is switched on goes through listening and learning after all.
  const waiting = [...new Set([...bridging, ...trees.map(({ event }) => event.node)])]
  return joinSteps([...steps, ...settling(waiting), ...trees.flatMap(({ event, request }) => ipStep(event, request, []))])
}

/** `server:br0, br1; laptop:br0` */
function bridgesOf(trees: readonly Postponed[]): string {
  const nodes = [...new Set(trees.map(({ event }) => event.node))]
  const names = (node: string) => trees.filter(({ event }) => event.node === node).map(({ request }) => request.name)
  return nodes.map((node) => `${node}:${names(node).join(', ')}`).join('; ')
}

function bridgingNodes(journal: readonly BootEvent[]): readonly string[] {
  return [...new Set(journal.filter((event) => event.kind === 'request' && event.request.kind === 'bridge-set').map((event) => event.node))]
}

function eventSteps(event: BootEvent, handling: Handling): readonly LabStep[] {
  switch (event.kind) {
    case 'request':
      return requestSteps(event, handling)
    case 'server':
      return [serverStep(event, handling.index)]
    case 'listener':
      return []
    case 'dhcp':
      return [switchOn(event.node, event.interface), ...settling(handling.bridging), dhcpStep(event)]
    case 'resolver':
      return [{ kind: 'resolver', node: event.node, resolver: resolverFile(event.resolver), hosts: hostsFile(event.node, event.resolver) }]
  }
}

function settling(nodes: readonly string[]): readonly LabStep[] {
  return nodes.length === 0 ? [] : [{ kind: 'settle', nodes }]
}

type RequestEvent = Extract<BootEvent, { kind: 'request' }>
type Postponed = { readonly event: RequestEvent; readonly request: Extract<KernelRequest, { kind: 'bridge-set' }> }
type Handling = {
  readonly index: number
  /** Nodes whose bridges must be done with spanning tree before anything is asked of the network. */
  readonly bridging: readonly string[]
  readonly replaying: Replaying
  readonly stp: Map<string, Postponed>
  readonly helping: readonly (readonly string[])[]
}

function requestSteps(event: RequestEvent, handling: Handling): readonly LabStep[] {
  const { request } = event
  if (event.result.kind === 'unmodelled' || request.kind === 'unmodelled') {
    handling.replaying.deviations.push(`${event.node}: not modelled, so not replayed: ${requestText(request)}`)
    return []
  }
  if (isOvsRequest(request)) {
    handling.replaying.deviations.push(`${event.node}: the lab runs no Open vSwitch, so not replayed: ${requestText(request)}`)
    return []
  }
  if (isRefusedByTool(event.result)) return []
  switch (request.kind) {
    case 'rejected':
      return []
    case 'sysctl-set':
      return [{ kind: 'sysctl', node: event.node, settings: [{ key: request.key, value: request.value, of: replayed(event) }] }]
    case 'netfilter-restore':
      return [restoreStep(event, request)]
    case 'netfilter-rule':
    case 'netfilter-chain':
    case 'netfilter-policy':
      return [netfilterStep(event, request)]
    case 'nft':
      return [nftStep(event, request)]
    case 'bridge-set':
      return handling.replaying.stp === 'last' ? postpone(event, request, handling) : ipStep(event, request, [])
    case 'link-delete':
      handling.stp.delete(`${event.node} ${request.name}`)
      return ipStep(event, request, [])
    case 'link-add':
      return [...ipStep(event, withOwnMac(event.node, request), []), ...peerMac(event.node, request)]
    case 'link-set':
      return handling.replaying.storms?.includes(`${event.node}:${request.master}`) === true
        ? [{ kind: 'impossible', of: replayed(event), because: 'it would start a broadcast storm' }]
        : ipStep(event, request, [])
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
    case 'port-set':
    case 'fdb-add':
    case 'fdb-delete':
    case 'address-add':
    case 'address-delete':
    case 'address-flush':
    case 'route-add':
    case 'route-delete':
    case 'rule-add':
    case 'rule-delete':
    case 'neighbour-add':
      return ipStep(event, request, handling.helping)
  }
  return unreachable(request)
}

/** Kinds of device to which the kernel gives a MAC by chance; the model's is as good, and then the lab's is the same. */
const CHANCE: readonly string[] = ['veth', 'macvlan', 'macvtap', 'vxlan']

function withOwnMac(node: string, request: RequestOf<'link-add'>): RequestOf<'link-add'> {
  if (request.mac !== undefined || request.settings === undefined || !CHANCE.includes(request.link)) return request
  return { ...request, mac: derivedMac(`${node} ${request.name}`) }
}

function peerMac(node: string, { settings }: RequestOf<'link-add'>): readonly LabStep[] {
  if (settings?.kind !== 'veth' || settings.peer === undefined) return []
  const words = ['link', 'set', 'dev', settings.peer, 'address', derivedMac(`${node} ${settings.peer}`)]
  return [{ kind: 'ip', node, lines: [{ words }] }]
}

/** What ip(8) refuses without asking the kernel ends its whole batch (invarg() in iproute2/lib/utils.c). */
function isRefusedByTool(result: RequestResult): boolean {
  return result.kind === 'refused' && result.text.startsWith('Error: argument ')
}

/** Everything but STP itself is done at once. Ports that forward already go on forwarding when STP is switched on later. */
function postpone(event: RequestEvent, request: Extract<KernelRequest, { kind: 'bridge-set' }>, handling: Handling): readonly LabStep[] {
  const { stp, ...rest } = request
  const bridge = `${event.node} ${request.name}`
  if (stp === true && event.result.kind !== 'refused') {
    handling.stp.set(bridge, { event, request: { kind: 'bridge-set', name: request.name, stp } })
  }
  if (stp === false) handling.stp.delete(bridge)
  const kept = stp === true ? rest : request
  if (Object.keys(kept).every((key) => key === 'kind' || key === 'name' || key === 'origin')) return []
  if (handling.stp.has(bridge) && event.result.kind === 'refused') {
    handling.replaying.deviations.push(
      `${event.node}: not replayed, because only a bridge whose STP is on refuses it: ${requestText(request)}`,
    )
    return []
  }
  return ipStep(event, kept, [])
}

function ipStep(event: BootEvent, request: KernelRequest, helping: readonly (readonly string[])[]): readonly LabStep[] {
  const asked = toolWords(request)
  const of = replayed({ ...event, kind: 'request', request, result: event.kind === 'request' ? event.result : DONE })
  if (asked === undefined || !isPlain([...asked.words, ...helping.flat()]))
    return [{ kind: 'impossible', of, because: 'iproute2 has no words for it' }]
  const { tool, words } = asked
  const lines = [...helping.map((line) => ({ words: line })), { words, of }]
  return [{ kind: 'ip', node: event.node, lines, ...(tool.join(' ') === 'ip' ? {} : { tool }) }]
}

const DONE: RequestResult = { kind: 'done' }

function netfilterStep(event: RequestEvent, request: KernelRequest): LabStep {
  const line = netfilterLine(request)
  const of = replayed(event)
  if (line === undefined) return { kind: 'impossible', of, because: 'its text cannot be passed on to iptables' }
  return { kind: 'netfilter', node: event.node, family: line.family, lines: [{ table: line.table, words: line.words, of }] }
}

function restoreStep(event: RequestEvent, request: Extract<KernelRequest, { kind: 'netfilter-restore' }>): LabStep {
  const of = replayed(event)
  if (!isSafeDump(request.text)) return { kind: 'impossible', of, because: 'its text cannot be passed on to iptables-restore' }
  return { kind: 'netfilter-restore', node: event.node, family: request.chains[0]?.family ?? 'ip', text: request.text, of }
}

/** nft reads files that a script includes; only what the model has read is passed on. */
function nftStep(event: RequestEvent, request: Extract<KernelRequest, { kind: 'nft' }>): LabStep {
  const of = replayed(event)
  if (/\binclude\b\s*"/.test(request.text)) return { kind: 'impossible', of, because: 'its text cannot be passed on to nft' }
  return { kind: 'nft', node: event.node, scripts: [{ text: request.text, of }] }
}

function serverStep(event: Extract<BootEvent, { kind: 'server' }>, index: number): LabStep {
  const stem = `server-${index}`
  const of: Replayed = {
    node: event.node,
    phase: event.phase,
    what: `dnsmasq ${event.server.name}`,
    predicted: { kind: 'done' },
    matters: true,
  }
  return { kind: 'server', node: event.node, stem, config: dnsmasqConfig(event.server, `${LAB_DIRECTORY}/${stem}`), of }
}

/** As every DHCP client does first. */
function switchOn(node: string, device: string): LabStep {
  return { kind: 'ip', node, lines: [{ words: ['link', 'set', 'dev', device, 'up'] }] }
}

function dhcpStep(event: Extract<BootEvent, { kind: 'dhcp' }>): LabStep {
  const of: Replayed = {
    node: event.node,
    phase: event.phase,
    what: `DHCP on ${event.interface}`,
    predicted: { kind: 'done' },
    matters: true,
  }
  return { kind: 'dhcp', node: event.node, interface: event.interface, of, ...(event.lease === undefined ? {} : { lease: event.lease }) }
}

function replayed(event: RequestEvent): Replayed {
  const { request, result } = event
  const predicted = result.kind === 'unmodelled' ? ({ kind: 'done' } as const) : result
  const needs = moduleFor(request)
  const base = { node: event.node, phase: event.phase, what: requestText(request), predicted, matters: matters(request) }
  return { ...base, ...(needs === undefined ? {} : { needs }) }
}

/** Packets don't notice when a rule that only logs or counts is missing, or anything of IPv6: no question is about it yet. */
function matters(request: KernelRequest): boolean {
  if (/6-/.test(request.kind)) return false
  if (request.kind === 'netfilter-rule') return request.family === 'ip' && request.rule.target.kind !== 'continue'
  if (request.kind === 'netfilter-chain' || request.kind === 'netfilter-policy') return request.family === 'ip'
  return request.kind !== 'sysctl-set' || /^net\.(ipv4\.(ip_forward|conf\.|icmp_)|bridge\.)/.test(request.key)
}
