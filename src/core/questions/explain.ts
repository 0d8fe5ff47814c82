/** Says why an answer comes back, where that surprises: weak host model, an on-link route, a way back that differs from the way there. */
import { type Why, why } from '../diagnostics/why.js'
import type { Network } from '../model/index.js'
import type { Answer, Hop, ProbeTrace } from '../trace/index.js'

export function explain(network: Network, answer: Answer): Answer {
  if (answer.reason === 'neighbour/no-answer') return explainAbsence(network, answer)
  if (answer.reason === 'route/none' || answer.reason === 'address/none') return explainBoot(network, answer)
  if (answer.reason !== 'reachable') return answer
  const probe = answer.probes.find((one) => one.outcome === 'reply')
  if (probe === undefined) return answer
  const parts = [...weakHost(network, answer, probe), ...wayBack(probe)]
  if (parts.length === 0) return answer
  const text = parts.map((part) => part.text).join('; ')
  return { ...answer, why: { text, because: parts.flatMap((part) => part.because) } }
}

/** What went wrong while the node came up: a route that was refused, a lease that never came. */
function explainBoot(network: Network, answer: Answer): Answer {
  const node = answer.lost?.node
  const trouble = network.diagnostics.filter(({ code, at }) => code.startsWith('boot/') && at?.capture.startsWith(`${node}:`) === true)
  if (trouble.length === 0) return answer
  const text = [
    answer.why.text,
    ...trouble.map((one) => (one.because === undefined || one.code !== 'boot/no-lease' ? one.message : `${one.message} (${one.because})`)),
  ].join('; ')
  return { ...answer, why: { text, because: [...answer.why.because, ...trouble.flatMap((one) => one.at ?? [])] } }
}

/** Nobody on the segment has the address: says which route looks there, and where the address really is. */
function explainAbsence(network: Network, answer: Answer): Answer {
  const probe = answer.probes[0]
  if (probe === undefined || answer.lost?.node !== answer.question.from) return answer
  const looking = onLink(answer, probe)
  const owner = Object.values(network.nodes).find((node) => node.addresses.some((entry) => entry.address === answer.address))
  const elsewhere =
    owner === undefined || owner.name === answer.question.from
      ? []
      : [why(`${answer.address} is ${owner.name}'s${owner.of === undefined ? '' : `, a guest of ${owner.of}`}, and not on that segment`)]
  if (looking.length === 0) return answer
  const parts = [...looking, answer.why, ...elsewhere]
  return { ...answer, why: { text: parts.map((part) => part.text).join('; '), because: parts.flatMap((part) => part.because) } }
}

/** The hops of the thing asked, up to the host that answers it. */
function requestHops(probe: ProbeTrace): readonly Hop[] {
  const end = probe.hops.findIndex((hop) => hop.steps.some((step) => step.kind === 'deliver' && step.did === 'answered'))
  return end < 0 ? probe.hops : probe.hops.slice(0, end + 1)
}

/** The address that answers sits on another interface than the one the packet comes in by. */
function weakHost(network: Network, answer: Answer, probe: ProbeTrace): readonly Why[] {
  const last = requestHops(probe).at(-1)
  const node = last === undefined ? undefined : network.nodes[last.node]
  const entered = last?.steps.find((step) => step.kind === 'rp-filter')
  const owner = node?.addresses.find((entry) => entry.address === answer.address)
  if (node === undefined || owner === undefined || entered?.kind !== 'rp-filter' || owner.interface === entered.interface) return []
  const text =
    `${node.name} takes it in on ${entered.interface} and answers, although ${owner.interface} has ${owner.address}: ` +
    'an IPv4 address belongs to the host, not to an interface (weak host model)'
  return [...onLink(answer, probe), why(text, owner.origin)]
}

/** The asker looks for the address on its own segment. */
function onLink(answer: Answer, probe: ProbeTrace): readonly Why[] {
  const route = requestHops(probe)
    .filter((hop) => hop.node === answer.question.from)
    .flatMap((hop) => hop.steps)
    .find((step) => step.kind === 'route' && step.did === 'matched')
  if (route?.kind !== 'route' || route.via !== undefined) return []
  return [
    why(
      `${answer.question.from} has an on-link route to ${answer.address} (dev ${route.out}) and asks for it there by ARP`,
      ...route.why.because,
    ),
  ]
}

/** Routers that the request passes and the answer does not, or the other way round. */
function wayBack(probe: ProbeTrace): readonly Why[] {
  const there = requestHops(probe)
  const [out, back] = [there, probe.hops.slice(there.length)].map(routersOf) as [readonly string[], readonly string[]]
  const skipped = out.filter((name) => !back.includes(name))
  const added = back.filter((name) => !out.includes(name))
  return [
    ...(skipped.length === 0
      ? []
      : [why(`the request is routed by ${skipped.join(', ')}, the answer comes back without ${skipped.length === 1 ? 'it' : 'them'}`)]),
    ...(added.length === 0 ? [] : [why(`the answer is routed by ${added.join(', ')}, which the request did not pass`)]),
  ]
}

function routersOf(hops: readonly Hop[]): readonly string[] {
  return hops.filter((hop) => hop.steps.some((step) => step.kind === 'forward' && step.did === 'forwarded')).map((hop) => hop.node)
}
