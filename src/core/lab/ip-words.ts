/** Kernel requests in the words of ip(8), one list of words per line of an `ip -batch`. */
import { formatPrefix } from '../addresses/prefix.js'
import type { KernelRequest, NextHop, PolicyRule, RequestOf } from '../model/index.js'

type Words = readonly string[]
type Option = string | number | boolean | undefined | null

/** Undefined: not a request that ip(8) can make. */
export function ipWords(request: KernelRequest): Words | undefined {
  switch (request.kind) {
    case 'link-add':
      return /^[a-z0-9]+$/.test(request.link) ? ['link', 'add', 'name', request.name, 'type', request.link] : undefined
    case 'link-delete':
      return ['link', 'del', 'dev', request.name]
    case 'link-set':
      return linkSet(request)
    case 'bridge-set':
      return bridgeSet(request)
    case 'port-set':
      return portSet(request)
    case 'address-add':
      return addressAdd(request)
    case 'address-delete':
      return [
        'addr',
        'del',
        request.length === undefined ? request.address : `${request.address}/${request.length}`,
        'dev',
        request.interface,
      ]
    case 'address-flush':
      return ['addr', 'flush', 'dev', request.interface]
    case 'route-add':
      return routeAdd(request)
    case 'route-delete':
      return routeDelete(request)
    case 'rule-add':
      return ['rule', 'add', ...preference(request.rule.preference), ...ruleWords(request.rule)]
    case 'rule-delete':
      return ['rule', 'del', ...preference(request.preference), ...ruleWords(request.rule)]
    case 'neighbour-add':
      return neighbourAdd(request)
    case 'sysctl-set':
    case 'netfilter-rule':
    case 'netfilter-chain':
    case 'netfilter-policy':
    case 'netfilter-restore':
    case 'rejected':
    case 'unmodelled':
      return undefined
  }
}

/** Whether every word can stand in a batch file: no space, quote, comment or backslash. */
export function isPlain(words: Words): boolean {
  return words.every((word) => /^[A-Za-z0-9_.:/@+%=~^,-]+$/.test(word))
}

/** `name value` for each option that has a value; true and false become `on` and `off`. */
function options(given: Readonly<Record<string, Option>>): Words {
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    return [name, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)]
  })
}

function linkSet(request: RequestOf<'link-set'>): Words {
  const master = request.master === null ? ['nomaster'] : options({ master: request.master })
  const up = request.up === undefined ? [] : [request.up ? 'up' : 'down']
  return ['link', 'set', 'dev', request.name, ...options({ address: request.mac, mtu: request.mtu, arp: request.arp }), ...master, ...up]
}

function bridgeSet(request: RequestOf<'bridge-set'>): Words {
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : Number(value))
  return [
    'link',
    'set',
    'dev',
    request.name,
    'type',
    'bridge',
    ...options({
      ageing_time: request.ageing,
      priority: request.priority,
      hello_time: request.helloTime,
      max_age: request.maxAge,
      vlan_filtering: flag(request.vlanFiltering),
      stp_state: flag(request.stp),
      forward_delay: request.forwardDelay,
    }),
  ]
}

function portSet(request: RequestOf<'port-set'>): Words {
  const { isolated, hairpin, learning, flood, broadcastFlood } = request.flags
  return [
    'link',
    'set',
    'dev',
    request.name,
    'type',
    'bridge_slave',
    ...options({ isolated, hairpin, learning, flood, bcast_flood: broadcastFlood }),
  ]
}

function addressAdd(request: RequestOf<'address-add'>): Words {
  const { address, length, broadcast, scope, label } = request
  return ['addr', 'add', `${address}/${length}`, ...options({ broadcast, scope, label }), 'dev', request.interface]
}

function hopWords(hop: Omit<NextHop, 'interface'> & { readonly interface?: string }): Words {
  return [...options({ via: hop.gateway, dev: hop.interface }), ...(hop.onlink === true ? ['onlink'] : [])]
}

function routeAdd(request: RequestOf<'route-add'>): Words {
  const { type, to, table, metric, source, scope, protocol, hops } = request
  const legs =
    hops.length < 2
      ? hops.flatMap(hopWords)
      : hops.flatMap((hop) => [
          'nexthop',
          ...options({ via: hop.gateway, dev: hop.interface, weight: hop.weight }),
          ...(hop.onlink === true ? ['onlink'] : []),
        ])
  const kind = type === 'unicast' ? [] : [type]
  return ['route', request.mode, ...kind, formatPrefix(to), ...options({ table, metric, src: source, scope, proto: protocol }), ...legs]
}

function routeDelete(request: RequestOf<'route-delete'>): Words {
  const { to, table, metric, gateway } = request
  return ['route', 'del', formatPrefix(to), ...options({ table, metric, via: gateway, dev: request.interface })]
}

function preference(value: number | undefined): Words {
  return options({ pref: value })
}

function ruleWords(rule: Partial<Omit<PolicyRule, 'preference'>>): Words {
  const { from, to, inInterface, outInterface, mark, action } = rule
  const fwmark = mark === undefined ? undefined : `${mark.value}/${mark.mask}`
  const selector = options({
    from: from === undefined ? 'all' : formatPrefix(from),
    to: to === undefined ? undefined : formatPrefix(to),
    iif: inInterface,
    oif: outInterface,
    fwmark,
  })
  if (action === undefined) return selector
  if (action.kind !== 'lookup') return [...selector, action.kind]
  return [...selector, ...options({ lookup: action.table, suppress_prefixlength: action.suppressPrefixLength })]
}

function neighbourAdd(request: RequestOf<'neighbour-add'>): Words {
  if (request.state === 'proxy') return ['neigh', 'add', 'proxy', request.address, 'dev', request.interface]
  return ['neigh', 'add', request.address, ...options({ lladdr: request.mac, nud: request.state }), 'dev', request.interface]
}
