/** The options of match modules, iptables-extensions(8). A module that is not here is kept as unrecognised. */
import { parseIpv4 } from '../../addresses/ipv4.js'
import { parseIpv6 } from '../../addresses/ipv6.js'
import { parseMac } from '../../addresses/mac.js'
import type { AddressType, ConntrackState, Family } from '../../model/netfilter.js'
import { CONNTRACK_OPTIONS } from './conntrack-options.js'
import { parseIcmpType } from './icmp.js'
import { parseIcmp6Type } from './icmp6.js'
import { KEPT_MODULES } from './kept-modules.js'
import { formatRate } from './limit-rate.js'
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
  icmp6: [
    {
      names: ['--icmpv6-type'],
      takes: 1,
      read([text]) {
        const type = parseIcmp6Type(text)
        return type === undefined ? undefined : [{ kind: 'icmp6-type', ...type }]
      },
    },
  ],
  conntrack: [{ names: ['--ctstate'], takes: 1, read: ([text]) => states(text) }, ...CONNTRACK_OPTIONS],
  state: [{ names: ['--state'], takes: 1, read: ([text]) => states(text) }],
  ...KEPT_MODULES,
  mark: [{ names: ['--mark'], takes: 1, read: ([text]) => marked('mark', text) }],
  connmark: [{ names: ['--mark'], takes: 1, read: ([text]) => marked('connmark', text) }],
  addrtype: [
    { names: ['--src-type'], takes: 1, read: ([text]) => addressType('source', text) },
    { names: ['--dst-type'], takes: 1, read: ([text]) => addressType('destination', text) },
    // They belong to the types before or behind them; rule.ts puts them together.
    { names: ['--limit-iface-in'], takes: 0, read: () => [] },
    { names: ['--limit-iface-out'], takes: 0, read: () => [] },
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
    { names: ['--src-range'], takes: 1, read: ([text], family) => addressRange('source-range', text, family) },
    { names: ['--dst-range'], takes: 1, read: ([text], family) => addressRange('destination-range', text, family) },
  ],
  ttl: [ttlOption(['--ttl-eq', '--ttl'], 'eq'), ttlOption(['--ttl-lt'], 'lt'), ttlOption(['--ttl-gt'], 'gt')],
  hl: [ttlOption(['--hl-eq'], 'eq'), ttlOption(['--hl-lt'], 'lt'), ttlOption(['--hl-gt'], 'gt')],
  comment: [{ names: ['--comment'], takes: 1, read: ([text]) => [{ kind: 'comment', text }] }],
  // These two are one match with several options; rule.ts puts them together.
  limit: [
    { names: ['--limit'], takes: 1, read: () => [], write: (values) => values.map(formatRate) },
    { names: ['--limit-burst'], takes: 1, read: ([text]) => (parseWhole(text) === undefined ? undefined : []) },
  ],
  rpfilter: [
    { names: ['--loose'], takes: 0, read: () => [] },
    { names: ['--invert'], takes: 0, read: () => [] },
    { names: ['--accept-local'], takes: 0, read: () => undefined },
    { names: ['--validmark'], takes: 0, read: () => undefined },
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

function addressRange(kind: 'source-range' | 'destination-range', text: string, family: Family): readonly Condition[] | undefined {
  const [low = '', high = low, ...more] = text.split('-')
  if (more.length > 0) return undefined
  if (family === 'ip6') {
    const [from, to] = [parseIpv6(low), parseIpv6(high)]
    return from === undefined || to === undefined ? undefined : [{ kind: `${kind}6`, from, to }]
  }
  const [from, to] = [parseIpv4(low), parseIpv4(high)]
  return from === undefined || to === undefined ? undefined : [{ kind, from, to }]
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
