/** A small made-up host and answers about it, for the tests of views and texts. */
import type { Origin } from '../../diagnostics/origin.js'
import { why } from '../../diagnostics/why.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import type { Answer, ProbeTrace } from '../../trace/answer.js'

const INTERFACES = 'auto eth0\niface eth0 inet static\n\taddress 192.168.80.2/24\n\tgateway 192.168.80.1\n'
const RULES = '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -s 10.0.0.0/8 -j ACCEPT\nCOMMIT\n'

export const SNAPSHOT: Snapshot = {
  captures: {
    'guest:/etc/network/interfaces': {
      id: 'guest:/etc/network/interfaces',
      node: 'guest',
      path: '/etc/network/interfaces',
      shown: 'guest/etc/network/interfaces',
      text: INTERFACES,
    },
    'router:/etc/iptables/rules.v4': {
      id: 'router:/etc/iptables/rules.v4',
      node: 'router',
      path: '/etc/iptables/rules.v4',
      shown: 'router/etc/iptables/rules.v4',
      text: RULES,
    },
  },
}

export const GATEWAY = originOf('guest:/etc/network/interfaces', 'gateway 192.168.80.1')
export const POLICY = originOf('router:/etc/iptables/rules.v4', ':FORWARD DROP')

function originOf(capture: string, text: string): Origin {
  const start = SNAPSHOT.captures[capture]?.text.indexOf(text) ?? 0
  return { capture, start, end: start + text.length }
}

const DROPPED: ProbeTrace = {
  sequence: 1,
  outcome: 'silence',
  reason: 'netfilter/policy',
  why: why('the policy of FORWARD on router drops it', POLICY),
  redirects: [],
  missing: [],
  hops: [
    {
      node: 'guest',
      role: 'request',
      packet: 'echo request 192.168.80.2 > 4.2.2.2 ttl 64',
      steps: [
        {
          kind: 'route',
          did: 'matched',
          table: 'main',
          via: '192.168.80.1',
          out: 'eth0',
          why: why('default via 192.168.80.1 dev eth0', GATEWAY),
        },
        {
          kind: 'neighbour',
          did: 'resolved',
          address: '192.168.80.1',
          mac: '52:54:00:00:00:01',
          why: why('eth0 of router has 192.168.80.1 and answers'),
        },
      ],
    },
    {
      node: 'router',
      role: 'request',
      packet: 'echo request 192.168.80.2 > 4.2.2.2 ttl 64',
      steps: [
        { kind: 'rp-filter', did: 'passed', interface: 'eth0', why: why('rp_filter is 0 on eth0 of router') },
        {
          kind: 'filter',
          did: 'dropped',
          hook: 'forward',
          table: 'filter',
          chain: 'FORWARD',
          why: why('filter FORWARD: no rule matches, policy DROP', POLICY),
        },
      ],
    },
  ],
}

const QUESTION = { from: 'guest', to: '4.2.2.2', protocol: { kind: 'icmp' }, count: 2, interval: 500 } as const

/** Dropped at a router. */
export const LOST: Answer = {
  question: QUESTION,
  address: '4.2.2.2',
  verdict: 'unreachable',
  outcome: 'silence',
  reason: 'netfilter/policy',
  why: DROPPED.why,
  redirects: [],
  replies: 0,
  missing: [],
  lost: { node: 'router', role: 'request', source: '192.168.80.2', destination: '4.2.2.2', reason: 'netfilter/policy' },
  probes: [DROPPED, { ...DROPPED, sequence: 2 }],
}

const REPLIED: ProbeTrace = {
  ...DROPPED,
  outcome: 'reply',
  reason: 'reachable',
  why: why('the probe arrives and the answer comes back'),
  ttl: 63,
  redirects: [{ from: '192.168.80.1', gateway: '192.168.80.9' }],
}

/** The first probe is lost, the second answered and redirected. */
export const LATE: Answer = {
  ...LOST,
  verdict: 'reachable',
  outcome: 'reply',
  reason: 'reachable',
  why: REPLIED.why,
  ttl: 63,
  replies: 1,
  redirects: REPLIED.redirects,
  probes: [DROPPED, { ...REPLIED, sequence: 2 }],
}

/** A file that holds terminal escapes. */
export const EVIL: Answer = { ...LOST, why: why('said by \u001b[31mred\u202e text'), probes: [] }

/** Nothing can be said. */
export const UNKNOWN: Answer = {
  ...LOST,
  verdict: 'undetermined',
  reason: 'unknown/not-modelled',
  why: why('bond0 is of kind bond, which is not modelled'),
  missing: ['bond0 is of kind bond, which is not modelled'],
  probes: [],
}
