import { expect, test } from 'vitest'
import { why } from '../diagnostics/why.js'
import type { Answer, Protocol, Redirect } from '../trace/answer.js'
import type { Outcome, Verdict } from '../trace/outcome.js'
import type { Measured } from './measured.js'
import { judge } from './verdict.js'

/** protocol | predicted | measured | verdict. Words: outcome, by=, ttl=, replies=, redirects=FROM>TO,…; `own` is 10.0.0.9. */
const TABLE = `
icmp   | reply by=10.0.0.1 ttl=63 replies=3      | reply by=10.0.0.1 ttl=63 replies=3               | agrees
icmp   | reply by=10.0.0.1 ttl=63 replies=3      | reply by=10.0.0.1 ttl=64 replies=3               | disagrees: ttl 64, predicted 63
icmp   | reply replies=3                         | reply by=10.0.0.1 ttl=64 replies=2               | disagrees: 2 replies, predicted 3
icmp   | reply by=10.0.0.1 replies=3             | reply by=10.0.0.2 ttl=64 replies=3               | disagrees: said by 10.0.0.2, predicted 10.0.0.1
icmp   | silence                                 | reply by=10.0.0.1 ttl=64 replies=3               | disagrees: outcome reply, predicted silence
icmp   | silence                                 | silence                                          | agrees
icmp   | silence redirects=10.0.0.1>10.0.0.2     | silence redirects=10.0.0.1>10.0.0.2              | agrees
icmp   | silence                                 | silence redirects=10.0.0.1>10.0.0.2              | disagrees: redirects 10.0.0.1 to 10.0.0.2, predicted none
icmp   | reply replies=1 redirects=a>b,c>d       | reply ttl=64 replies=1 redirects=c>d,a>b         | agrees
icmp   | host-unreachable by=local               | host-unreachable by=10.0.0.9                     | agrees
icmp   | host-unreachable by=10.0.0.9            | host-unreachable by=local                        | agrees
icmp   | host-unreachable by=10.0.0.9            | host-unreachable by=10.0.0.1                     | disagrees: said by 10.0.0.1, predicted 10.0.0.9
icmp   | no-address by=local                     | no-route by=local                                | agrees
icmp   | no-route by=local                       | net-unreachable by=10.0.0.1                      | disagrees: outcome net-unreachable, predicted no-route
icmp   | prohibited by=10.0.0.1                  | host-unreachable by=10.0.0.1                     | disagrees: outcome host-unreachable, predicted prohibited
tcp/22 | refused by=10.0.0.1                     | refused                                          | agrees
tcp/22 | port-unreachable by=10.0.0.1            | refused                                          | agrees
tcp/22 | no-route by=local                       | net-unreachable                                  | agrees
tcp/22 | prohibited by=10.0.0.1                  | host-unreachable                                 | agrees
tcp/22 | refused                                 | silence                                          | disagrees: outcome silence, predicted refused
udp/53 | reply replies=1                         | reply replies=1                                  | agrees
icmp   | undetermined: reply                     | reply replies=3                                  | proves-nothing: nothing was predicted: the file is missing
icmp   | ambiguous: reply                        | silence                                          | proves-nothing: more than one outcome was predicted: because
icmp   | silence                                 | unusable: silence                                | proves-nothing: ENOBUFS
`

for (const line of TABLE.trim().split('\n')) {
  const [protocol = '', predicted = '', measured = '', verdict = ''] = line.split('|').map((cell) => cell.trim())
  test(`${protocol}: ${predicted} / ${measured}`, () => {
    const found = judge(answerOf(protocol, predicted), measuredOf(measured), { own: ['10.0.0.9'], unfaithful: new Map() })
    expect(found.kind === 'agrees' ? 'agrees' : `${found.kind}: ${found.why}`).toBe(verdict)
  })
}

test('a node that could not be rebuilt proves nothing, if the probe passes it', () => {
  const answer: Answer = { ...answerOf('icmp', 'silence'), probes: [probeThrough('a', 'router')] }
  const judged = (node: string) => judge(answer, measuredOf('silence'), { own: [], unfaithful: new Map([[node, 'no dummy']]) })
  expect(judged('router')).toEqual({ kind: 'proves-nothing', why: 'router could not be rebuilt: no dummy' })
  expect(judged('elsewhere')).toEqual({ kind: 'agrees' })
})

function probeThrough(...nodes: readonly string[]): Answer['probes'][number] {
  const hops = nodes.map((node) => ({ node, role: 'request', packet: '', steps: [] }) as const)
  return { sequence: 1, outcome: 'silence', reason: 'netfilter/drop', why: why(''), redirects: [], hops, missing: [] }
}

type Read = {
  readonly outcome: Outcome
  readonly prefix?: string
  readonly saidBy?: string
  readonly ttl?: number
  readonly replies: number
  readonly redirects: readonly Redirect[]
}

function read(text: string): Read {
  const [, prefix, rest = ''] = /^(?:(undetermined|ambiguous|unusable): )?(.*)$/.exec(text) ?? []
  const [outcome = '', ...words] = rest.split(' ')
  const value = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
  const [saidBy, ttl] = [value('by'), value('ttl')]
  const redirects = (value('redirects') ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => ({ from: pair.split('>')[0] ?? '', gateway: pair.split('>')[1] ?? '' }))
  return {
    outcome: outcome as Outcome,
    replies: Number(value('replies') ?? 0),
    redirects,
    ...(prefix === undefined ? {} : { prefix }),
    ...(saidBy === undefined ? {} : { saidBy }),
    ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
  }
}

function answerOf(protocol: string, text: string): Answer {
  const { prefix, ...rest } = read(text)
  const [kind = '', port = '0'] = protocol.split('/')
  const asked = (kind === 'icmp' ? { kind } : { kind, port: Number(port) }) as Protocol
  const verdict: Verdict = prefix === undefined ? 'unreachable' : (prefix as Verdict)
  return {
    question: { from: 'a', to: '10.0.0.1', protocol: asked, count: 3, interval: 500 },
    verdict,
    reason: 'reachable',
    why: why('because'),
    missing: prefix === 'undetermined' ? ['the file is missing'] : [],
    probes: [],
    ...rest,
  }
}

function measuredOf(text: string): Measured {
  const { prefix, ...rest } = read(text)
  return { text: '', ...rest, ...(prefix === undefined ? {} : { unusable: 'ENOBUFS' }) }
}
