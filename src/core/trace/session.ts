/** Questions asked one after the other: what the hosts learnt from one is known to the next, as with real pings. */
import type { Ipv4 } from '../addresses/ipv4.js'
import { why } from '../diagnostics/why.js'
import { type Network, type Node, nodeNamed } from '../model/index.js'
import type { Answer, ProbeTrace, Question } from './answer.js'
import type { Choices } from './context.js'
import { coldMemory, copyMemory, type Memory } from './memory.js'
import { type Resolved, resolveName } from './names.js'
import type { Outcome } from './outcome.js'
import { runProbe } from './probe.js'

/** Milliseconds that connect() and recv() wait from their beginning, and that the kernel tries ARP. */
const CONNECT_PATIENCE = 3500
const ARP_FAILURE = 3060

/** Asks in order, beginning with cold caches. */
export function askInOrder(network: Network, questions: readonly Question[]): readonly Answer[] {
  const memory = coldMemory()
  return questions.map((question) => askWith(network, memory, question))
}

/** Asks once with cold caches. */
export function askOnce(network: Network, question: Question): Answer {
  return askWith(network, coldMemory(), question)
}

function askWith(network: Network, memory: Memory, question: Question): Answer {
  const before = copyMemory(memory)
  const offered: { count: number; what: string }[] = []
  const answer = runQuestion({ network, memory, choices: { script: [], offered } }, question)
  return weigh(network, before, { question, answer, offered })
}

type Running = { readonly network: Network; readonly memory: Memory; readonly choices: Choices }

function runQuestion(running: Running, question: Question): Answer {
  const from = nodeNamed(running.network, question.from)
  if (from === undefined) return unknownSender(question)
  const name = resolveName({ ...running, node: from }, question.to)
  if (!name.ok) return unresolved(question, name)
  running.memory.flows += 1
  // As the kernel chooses ports of its own: net.ipv4.ip_local_port_range.
  const flow = 33000 + running.memory.flows
  const start = running.memory.now
  const probes: ProbeTrace[] = []
  for (const [index, at] of timesOf(question).entries()) {
    running.memory.now = start + at
    const trace = probe(running, { question, from, flow, address: name.address, sequence: index + 1 })
    probes.push(trace)
    if (question.protocol.kind === 'tcp' && trace.outcome !== 'silence') break
  }
  const rest = restAfter(probes)
  running.memory.now = endOf(question, probes, { start, last: running.memory.now }) + rest
  return { ...summarise(question, name, probes), ...(rest === 0 ? {} : { rest }) }
}

/** When the packets of a question are sent, in milliseconds: a ping's echo requests, a connect()'s SYN and its retransmissions (tcp_syn_linear_timeouts, Linux 6.5). */
function timesOf(question: Question): readonly number[] {
  switch (question.protocol.kind) {
    case 'icmp':
      return Array.from({ length: question.count }, (_, index) => index * question.interval)
    case 'tcp':
      return [0, 1000, 2000, 3000]
    case 'udp':
      return [0]
  }
}

type One = { readonly question: Question; readonly from: Node; readonly flow: number; readonly address: Ipv4; readonly sequence: number }

function probe(running: Running, one: One): ProbeTrace {
  const { question, from, flow, address, sequence } = one
  const asked = {
    from,
    destination: address,
    protocol: question.protocol,
    sequence,
    flow,
    ...(question.source === undefined ? {} : { source: question.source }),
  }
  return runProbe(running.network, running.memory, asked, running.choices).trace
}

/** Long enough after the last probe to hear of an ARP failure about the first. */
function pingPatience({ count, interval }: Question): number {
  return (count - 1) * interval < 1000 ? 4000 : 3000
}

/** When the prober is done: at once after the last answer, with what ARP's failure brings, or when its patience ends. */
function endOf(question: Question, probes: readonly ProbeTrace[], times: { readonly start: number; readonly last: number }): number {
  const { start, last } = times
  if (probes.some((one) => one.outcome === 'silence'))
    return question.protocol.kind === 'icmp' ? last + pingPatience(question) : start + CONNECT_PATIENCE
  return probes.some((one) => one.reason.startsWith('neighbour/')) ? Math.max(last, start + ARP_FAILURE) : last
}

/** Longer than any back-off of redirects but the last two (20 ms << 7), and than one token of the errors' bucket. */
const REST = 3000

/** A router that was about to redirect or to complain counts milliseconds: a rest makes what it does next certain. */
function restAfter(probes: readonly ProbeTrace[]): number {
  const restless = probes.some((one) => one.hops.some((hop) => hop.steps.some((step) => step.kind === 'redirect' || step.kind === 'error')))
  return restless ? REST : 0
}

function summarise(question: Question, name: Resolved & { ok: true }, probes: readonly ProbeTrace[]): Answer {
  const telling = probes.find((one) => one.outcome === 'reply') ?? probes.find((one) => one.outcome !== 'silence') ?? probes[0]
  if (telling === undefined) return unknownSender(question)
  const missing = [...new Set([...name.missing, ...probes.flatMap((one) => one.missing)])]
  const redirects = probes
    .flatMap((one) => one.redirects)
    .filter((one, index, all) => all.findIndex((other) => other.from === one.from && other.gateway === one.gateway) === index)
  return {
    question,
    address: name.address,
    outcome: telling.outcome,
    reason: telling.reason,
    why: telling.why,
    redirects,
    missing,
    verdict: missing.length > 0 ? 'undetermined' : telling.outcome === 'reply' ? 'reachable' : 'unreachable',
    replies: probes.filter((one) => one.outcome === 'reply').length,
    probes:
      name.hops.length === 0 ? probes : probes.map((one, index) => (index === 0 ? { ...one, hops: [...name.hops, ...one.hops] } : one)),
    ...(telling.saidBy === undefined ? {} : { saidBy: telling.saidBy }),
    ...(telling.ttl === undefined ? {} : { ttl: telling.ttl }),
    ...(telling.lost === undefined ? {} : { lost: telling.lost }),
  }
}

function unresolved(question: Question, name: Resolved & { ok: false }): Answer {
  const trace: ProbeTrace = {
    sequence: 0,
    outcome: 'unknown-host',
    reason: name.reason,
    why: name.why,
    redirects: [],
    hops: name.hops,
    missing: name.missing,
  }
  return {
    question,
    outcome: 'unknown-host',
    reason: name.reason,
    why: name.why,
    redirects: [],
    replies: 0,
    missing: name.missing,
    probes: [trace],
    verdict: name.missing.length > 0 ? 'undetermined' : 'unreachable',
    saidBy: 'local',
  }
}

function unknownSender(question: Question): Answer {
  const text = `there is no node ${question.from}`
  return {
    question,
    verdict: 'undetermined',
    outcome: 'silence',
    reason: 'unknown/not-modelled',
    why: why(text),
    redirects: [],
    replies: 0,
    missing: [text],
    probes: [],
  }
}

/** What ping prints besides the outcome. */
function looksTheSame(a: Answer, b: Answer): boolean {
  return a.ttl === b.ttl && a.saidBy === b.saidBy && JSON.stringify(a.redirects) === JSON.stringify(b.redirects)
}

type Weighed = {
  readonly question: Question
  readonly answer: Answer
  readonly offered: readonly { readonly count: number; readonly what: string }[]
}

/** Where the kernel could do one thing or another, the other things are tried too: different outcomes make the answer ambiguous. */
function weigh(network: Network, before: Memory, weighed: Weighed): Answer {
  const { question, answer, offered } = weighed
  const outcomes = new Map<Outcome, string>()
  const otherwise: Answer[] = []
  for (const [index, choice] of offered.slice(0, 12).entries()) {
    for (let pick = 1; pick < choice.count; pick += 1) {
      const script = [...Array<number>(index).fill(0), pick]
      const other = runQuestion({ network, memory: copyMemory(before), choices: { script, offered: [] } }, question)
      if (other.outcome !== answer.outcome) outcomes.set(other.outcome, choice.what)
      else if (!looksTheSame(other, answer)) otherwise.push(other)
    }
  }
  const first = [...outcomes.values()][0]
  if (first === undefined) return otherwise.length === 0 ? answer : { ...answer, otherwise }
  const unknown = [...outcomes.values()].filter((what) => what.startsWith('unknown: ')).map((what) => what.slice('unknown: '.length))
  if (unknown.length > 0) return { ...answer, verdict: 'undetermined', missing: [...answer.missing, ...unknown] }
  const text = `it depends on ${first}: ${[answer.outcome, ...outcomes.keys()].join(' or ')}`
  return {
    ...answer,
    verdict: answer.verdict === 'undetermined' ? 'undetermined' : 'ambiguous',
    why: { text, because: answer.why.because },
  }
}
