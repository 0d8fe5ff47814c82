/** The options of match modules, iptables-extensions(8). A module that is not here is kept as unrecognised. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseMac } from '../../addresses/mac.js'
import type { AddressType, ConntrackState } from '../../model/netfilter.js'
import { parseIcmpType } from './icmp.js'
import { parseMasked, parseWhole } from './numbers.js'
import type { Condition, Modules, Option } from './option.js'
import { MULTIPORT_OPTIONS, PORT_OPTIONS, TCP_OPTIONS } from './port-options.js'

const STATES: readonly ConntrackState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT']

const ADDRESS_TYPES: readonly AddressType[] = [
  'LOCAL',
  'UNICAST',
  'BROADCAST',
  'MULTICAST',
  'ANYCAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
  'UNSPEC',
]

const PACKET_TYPES: Readonly<Record<string, 'unicast' | 'broadcast' | 'multicast'>> = {
  unicast: 'unicast',
  host: 'unicast',
  broadcast: 'broadcast',
  bcast: 'broadcast',
  multicast: 'multicast',
  mcast: 'multicast',
}

export const MATCH_MODULES: Modules = {
  tcp: TCP_OPTIONS,
  udp: PORT_OPTIONS,
  udplite: PORT_OPTIONS,
  sctp: PORT_OPTIONS,
  dccp: PORT_OPTIONS,
  multiport: MULTIPORT_OPTIONS,
  icmp: [
    {
      names: ['--icmp-type'],
      takes: 1,
      read([text]) {
        const type = parseIcmpType(text)
        return type === undefined ? undefined : [{ kind: 'icmp-type', ...type }]
      },
    },
  ],
  conntrack: [{ names: ['--ctstate'], takes: 1, read: ([text]) => states(text) }],
  state: [{ names: ['--state'], takes: 1, read: ([text]) => states(text) }],
  mark: [{ names: ['--mark'], takes: 1, read: ([text]) => marked('mark', text) }],
  connmark: [{ names: ['--mark'], takes: 1, read: ([text]) => marked('connmark', text) }],
  addrtype: [
    { names: ['--src-type'], takes: 1, read: ([text]) => addressType('source', text) },
    { names: ['--dst-type'], takes: 1, read: ([text]) => addressType('destination', text) },
  ],
  physdev: [
    { names: ['--physdev-in'], takes: 1, read: ([name]) => [{ kind: 'physdev-in', name }] },
    { names: ['--physdev-out'], takes: 1, read: ([name]) => [{ kind: 'physdev-out', name }] },
    { names: ['--physdev-is-in'], takes: 0, read: () => [{ kind: 'physdev-is-in' }] },
    { names: ['--physdev-is-out'], takes: 0, read: () => [{ kind: 'physdev-is-out' }] },
    { names: ['--physdev-is-bridged'], takes: 0, read: () => [{ kind: 'physdev-is-bridged' }] },
  ],
  mac: [
    {
      names: ['--mac-source'],
      takes: 1,
      read([text]) {
        const mac = parseMac(text)
        return mac === undefined ? undefined : [{ kind: 'mac-source', mac }]
      },
    },
  ],
  pkttype: [
    {
      names: ['--pkt-type'],
      takes: 1,
      read([text]) {
        const type = PACKET_TYPES[text.toLowerCase()]
        return type === undefined ? undefined : [{ kind: 'packet-type', type }]
      },
    },
  ],
  iprange: [
    { names: ['--src-range'], takes: 1, read: ([text]) => addressRange('source-range', text) },
    { names: ['--dst-range'], takes: 1, read: ([text]) => addressRange('destination-range', text) },
  ],
  ttl: [ttlOption(['--ttl-eq', '--ttl'], 'eq'), ttlOption(['--ttl-lt'], 'lt'), ttlOption(['--ttl-gt'], 'gt')],
  comment: [{ names: ['--comment'], takes: 1, read: ([text]) => [{ kind: 'comment', text }] }],
  // These two are one match with several options; rule.ts puts them together.
  limit: [
    { names: ['--limit'], takes: 1, read: () => [] },
    { names: ['--limit-burst'], takes: 1, read: ([text]) => (parseWhole(text) === undefined ? undefined : []) },
  ],
  rpfilter: [
    { names: ['--loose'], takes: 0, read: () => [] },
    { names: ['--invert'], takes: 0, read: () => [] },
  ],
}

/** Each of a list by its name; case does not matter and a beginning is enough, as parse_state in libxt_conntrack.c has it. */
function namesOf<Name extends string>(text: string, known: readonly Name[]): readonly Name[] | undefined {
  const found = text.split(',').map((word) => known.find((name) => word !== '' && name.startsWith(word.toUpperCase())))
  const all = found.filter((name) => name !== undefined)
  return all.length === found.length ? all : undefined
}

function states(text: string): readonly Condition[] | undefined {
  const found = namesOf(text, STATES)
  return found === undefined ? undefined : [{ kind: 'conntrack-state', states: found }]
}

function addressType(side: 'source' | 'destination', text: string): readonly Condition[] | undefined {
  const types = namesOf(text, ADDRESS_TYPES)
  return types === undefined ? undefined : [{ kind: 'address-type', side, types }]
}

function marked(kind: 'mark' | 'connmark', text: string): readonly Condition[] | undefined {
  const found = parseMasked(text)
  return found === undefined ? undefined : [{ kind, ...found }]
}

function addressRange(kind: 'source-range' | 'destination-range', text: string): readonly Condition[] | undefined {
  const [low = '', high = low, ...more] = text.split('-')
  const from = parseIpv4(low)
  const to = parseIpv4(high)
  return from === undefined || to === undefined || more.length > 0 ? undefined : [{ kind, from, to }]
}

function ttlOption(names: readonly string[], comparison: 'eq' | 'lt' | 'gt'): Option {
  return {
    names,
    takes: 1,
    read([text]) {
      const value = parseWhole(text)
      return value === undefined || value > 255 ? undefined : [{ kind: 'ttl', comparison, value }]
    },
  }
}
