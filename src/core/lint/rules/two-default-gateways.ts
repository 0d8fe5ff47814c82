/** A second default gateway on another interface, whether both are written down or one comes by DHCP. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Origin } from '../../diagnostics/origin.js'
import { refusalOf } from '../refusal.js'
import type { LintContext, NodeInterfaces, Rule } from '../rule.js'
import { type Ipv4Stanza, ipv4Stanzas, optionOf } from '../static-stanza.js'

export const twoDefaultGateways: Rule = {
  code: 'lint/two-default-gateways',
  summary: 'two interfaces each bring a default gateway',
  check: (context) => context.interfaces.flatMap((node) => checkNode(context, node)),
}

type Source = {
  readonly device: string
  readonly gateway: string
  readonly by: 'text' | 'dhcp'
  readonly metric: string
  readonly origin: Origin
}

function checkNode(context: LintContext, node: NodeInterfaces): readonly Diagnostic[] {
  const sources = ipv4Stanzas(node)
    .filter((one) => one.automatic)
    .flatMap((one) => sourcesOf(context, node, one))
  return sources.flatMap((source, index) => {
    const earlier = sources.slice(0, index).find((other) => other.device !== source.device && other.metric === source.metric)
    return earlier === undefined ? [] : [complain(context, node, earlier, source)]
  })
}

function sourcesOf({ journal }: LintContext, { node }: NodeInterfaces, one: Ipv4Stanza): readonly Source[] {
  const { stanza, device, method } = one
  const metric = optionOf(stanza, 'metric')?.value.text ?? '0'
  const gateway = optionOf(stanza, 'gateway')
  if (method === 'static')
    return gateway === undefined ? [] : [{ device, gateway: gateway.value.text, by: 'text', metric, origin: gateway.origin }]
  const leased = journal.flatMap((event) =>
    event.kind === 'dhcp' && event.node === node && event.interface === device ? (event.lease?.routers.slice(0, 1) ?? []) : [],
  )
  return leased.slice(0, 1).map((router) => ({ device, gateway: router, by: 'dhcp', metric, origin: stanza.origin }))
}

/** The complaint stands at a line that a person wrote: a gateway's, rather than the stanza of a DHCP client. */
function complain({ journal }: LintContext, { node }: NodeInterfaces, earlier: Source, later: Source): Diagnostic {
  const [at, other] = later.by === 'dhcp' && earlier.by === 'text' ? [earlier, later] : [later, earlier]
  const refusal = refusalOf(journal, node, at.origin) ?? refusalOf(journal, node, other.origin)
  return {
    code: twoDefaultGateways.code,
    severity: 'warning',
    message: `${at.device}: gateway ${at.gateway} is a second default gateway beside ${describe(other)}`,
    at: at.origin,
    because:
      refusal === undefined
        ? 'only one of two default routes is used, and which one depends on the order in which the interfaces come up'
        : `the kernel has one default route of a metric: the second is refused ("${refusal}"), and ifup reports ${later.device} as failed`,
    help: `remove \`gateway ${at.gateway}\` from ${at.device}, or give it a \`metric\` if it is meant as a spare`,
    related: [{ message: `${describe(other)}`, at: other.origin }],
  }
}

function describe({ device, gateway, by }: Source): string {
  return `${gateway} on ${device}${by === 'dhcp' ? ' (by DHCP)' : ''}`
}
