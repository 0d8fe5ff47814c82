/** Rules that might let a flow through the firewall that stops it, no wider than the flow. Guesses until tried. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import type { KernelRequest, Match, Network, Node } from '../model/index.js'
import type { Answer, LostAt, Step } from '../trace/index.js'
import type { Change } from './change.js'
import { stepsAt, sysctl } from './setting-candidates.js'

type Filter = Step & { readonly kind: 'filter' }

/** Where the request passes and its answer does not, one rule is not enough: both ways at once come last. */
export function firewallCandidates(network: Network, answer: Answer, at: Node): readonly Change[] {
  const { lost } = answer
  if (lost === undefined || !(lost.reason.startsWith('netfilter/') || lost.reason === 'conntrack/invalid')) return []
  const stop = stepsAt(answer, at.name).find((step): step is Filter => step.kind === 'filter' && step.did !== 'accepted')
  const ends = endsOf(lost)
  if (stop === undefined || stop.table !== 'filter' || ends === undefined) return []
  return [at, ...bridgingHosts(network, at)].flatMap((node) =>
    portsOf(network, answer, lost).flatMap((port) => accepting(node, stop, { ...ends, protocol: answer.question.protocol, port })),
  )
}

function accepting(node: Node, stop: Filter, flow: Flow): readonly Change[] {
  const isForward = stop.hook === 'forward'
  const chain = isForward && hasUserChain(node) ? 'DOCKER-USER' : stop.hook.toUpperCase()
  const there = accept(chain, flow)
  const back = accept(chain, { ...flow, source: flow.destination, destination: flow.source, port: undefined })
  return [
    change(node, [there]),
    ...(isBridging(node) ? [sysctl(node.name, ['net.bridge.bridge-nf-call-iptables', '0'])] : []),
    ...(isForward ? [change(node, [there, back])] : []),
  ]
}

/** Docker leaves this chain to the user, and judges it first. */
function hasUserChain(node: Node): boolean {
  return node.chains.some(({ table, name }) => table === 'filter' && name === 'DOCKER-USER')
}

/** What a bridge only passes on is judged by its host (br_netfilter) while the packet is still its sender's. */
function bridgingHosts(network: Network, at: Node): readonly Node[] {
  return Object.values(network.nodes).filter((node) => node !== at && node.kind !== 'outside' && isBridging(node))
}

function isBridging(node: Node): boolean {
  const setting = node.sysctls['net.bridge.bridge-nf-call-iptables']?.value
  return setting !== undefined && setting !== '0' && node.interfaces.some((device) => device.kind === 'bridge')
}

/** The port that the request is for where it is stopped: after DNAT one on which its new destination listens. An answer's is of no use. */
function portsOf(network: Network, { question, probes }: Answer, lost: LostAt): readonly (number | undefined)[] {
  const { protocol } = question
  if (protocol.kind === 'icmp' || lost.role !== 'request') return [undefined]
  const steps = probes[0]?.hops.flatMap((hop) => hop.steps) ?? []
  const isTranslated = steps.some((step) => step.kind === 'nat' && step.what === 'destination' && step.did === 'translated')
  if (!isTranslated) return [protocol.port]
  const owner = Object.values(network.nodes).find((node) => node.addresses.some((entry) => entry.address === lost.destination))
  return owner?.listeners.filter((one) => one.protocol === protocol.kind).map((one) => one.port) ?? []
}

function endsOf(lost: LostAt): { readonly source: Ipv4; readonly destination: Ipv4 } | undefined {
  const [source, destination] = [parseIpv4(lost.source), parseIpv4(lost.destination)]
  return source === undefined || destination === undefined ? undefined : { source, destination }
}

type Flow = {
  readonly source: Ipv4
  readonly destination: Ipv4
  readonly protocol: Answer['question']['protocol']
  /** Absent: the rule is not limited to one. */
  readonly port: number | undefined
}

type Accept = { readonly words: string; readonly request: KernelRequest & { kind: 'netfilter-rule' } }

function accept(chain: string, { source, destination, protocol, port }: Flow): Accept {
  const portText = port === undefined ? '' : ` -m ${protocol.kind} --dport ${port}`
  const words = `${chain} -s ${source}/32 -d ${destination}/32 -p ${protocol.kind}${portText} -j ACCEPT`
  const matches: readonly Match[] = [
    { kind: 'source', negate: false, prefix: { address: source, length: 32 } },
    { kind: 'destination', negate: false, prefix: { address: destination, length: 32 } },
    { kind: 'protocol', negate: false, protocol: protocol.kind },
    ...(port === undefined ? [] : [{ kind: 'destination-port', negate: false, ports: [{ from: port, to: port }] } as const]),
  ]
  const rule = { matches, target: { kind: 'accept' }, text: `-A ${words}` } as const
  return { words, request: { kind: 'netfilter-rule', operation: 'insert', family: 'ip', table: 'filter', chain, rule } }
}

function change(at: Node, rules: readonly Accept[]): Change {
  return {
    node: at.name,
    command: rules.map(({ words }) => `iptables -I ${words}`).join(' && '),
    requests: rules.map(({ request }) => request),
  }
}
