/** Kernel requests in the words of ip(8), one list of words per line of an `ip -batch`. */
import type { KernelRequest, PolicyRule, PolicyRule6, RequestOf } from '../model/index.js'
import { bondWords, hasLowerInFront, kindWords } from './kind-words.js'
import { options } from './options.js'

type Words = readonly string[]

/** A tool of iproute2 with the options that stand before everything else, and what it is asked. */
export type ToolWords = { readonly tool: Tool; readonly words: Words }
type Tool = readonly [program: string, ...options: string[]]

/** Undefined: not a request that iproute2 can make. */
export function toolWords(request: KernelRequest): ToolWords | undefined {
  if (request.kind === 'fdb-add' || request.kind === 'fdb-delete') return { tool: ['bridge'], words: fdbWords(request) }
  if (request.kind === 'vlan-add' || request.kind === 'vlan-delete') return { tool: ['bridge'], words: vlanWords(request) }
  const words = ipWords(request)
  const [first = '', ...rest] = words ?? []
  if (words === undefined) return undefined
  // A batch file has no place for the family.
  return first.startsWith('-') ? { tool: ['ip', first], words: rest } : { tool: ['ip'], words }
}

/** Undefined: not a request that ip(8) can make. */
export function ipWords(request: KernelRequest): Words | undefined {
  switch (request.kind) {
    case 'link-add':
      return linkAdd(request)
    case 'link-delete':
      return ['link', 'del', 'dev', request.name]
    case 'link-set':
      return linkSet(request)
    case 'bridge-set':
      return bridgeSet(request)
    case 'bond-set':
      return ['link', 'set', 'dev', request.name, 'type', 'bond', ...bondWords(request.settings)]
    case 'port-set':
      return portSet(request)
    case 'address-add':
      return addressAdd(request)
    case 'address-delete':
      return addressDelete(request)
    case 'address-flush':
      return ['-4', 'addr', 'flush', 'dev', request.interface]
    case 'route-add':
      return routeAdd(request)
    case 'route-delete':
      return routeDelete(request)
    case 'rule-add':
      return ['rule', 'add', ...preference(request.rule.preference), ...ruleWords(request.rule)]
    case 'rule-delete':
      return ['rule', 'del', ...preference(request.preference), ...ruleWords(request.rule)]
    case 'neighbour-add':
    case 'neighbour6-add':
      return neighbourAdd(request)
    case 'address6-add':
    case 'address6-delete':
    case 'address6-flush':
    case 'route6-add':
    case 'route6-delete':
    case 'rule6-add':
    case 'rule6-delete':
      return ['-6', ...inet6Words(request)]
    default:
      return undefined
  }
}

type Inet6Kind = Exclude<Extract<KernelRequest['kind'], `${string}6-${string}`>, 'neighbour6-add'>

function inet6Words(request: RequestOf<Inet6Kind>): Words {
  switch (request.kind) {
    case 'address6-add':
      return address6Add(request)
    case 'address6-delete':
      return addressDelete(request)
    case 'address6-flush':
      return ['addr', 'flush', 'dev', request.interface, ...options({ scope: request.scope })]
    case 'route6-add':
      return routeAdd(request)
    case 'route6-delete':
      return routeDelete(request)
    case 'rule6-add':
      return ['rule', 'add', ...preference(request.rule.preference), ...ruleWords(request.rule)]
    case 'rule6-delete':
      return ['rule', 'del', ...preference(request.preference), ...ruleWords(request.rule)]
  }
}

/** Whether every word can stand in a batch file: no space, quote, comment or backslash. */
export function isPlain(words: Words): boolean {
  return words.every((word) => /^[A-Za-z0-9_.:/@+%=~^,-]+$/.test(word))
}

function linkSet(request: RequestOf<'link-set'>): Words {
  const master = request.master === null ? ['nomaster'] : options({ master: request.master })
  const up = request.up === undefined ? [] : [request.up ? 'up' : 'down']
  return ['link', 'set', 'dev', request.name, ...options({ address: request.mac, mtu: request.mtu, arp: request.arp }), ...master, ...up]
}

function linkAdd({ name, link, settings, mac, mtu }: RequestOf<'link-add'>): Words | undefined {
  if (!/^[a-z0-9]+$/.test(link)) return undefined
  const kind = settings === undefined ? [link] : kindWords(settings)
  const lower = settings !== undefined && 'lower' in settings && hasLowerInFront(settings.kind) ? settings.lower : undefined
  return kind === undefined ? undefined : ['link', 'add', ...options({ link: lower, name, address: mac, mtu }), 'type', ...kind]
}

function bridgeSet(request: RequestOf<'bridge-set'>): Words {
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : Number(value))
  const own = options({
    ageing_time: request.ageing,
    priority: request.priority,
    hello_time: request.helloTime,
    max_age: request.maxAge,
    vlan_filtering: flag(request.vlanFiltering),
    vlan_default_pvid: request.vlanDefaultPvid,
    mcast_snooping: flag(request.multicastSnooping),
    stp_state: flag(request.stp),
    forward_delay: request.forwardDelay,
  })
  return ['link', 'set', 'dev', request.name, 'type', 'bridge', ...own]
}

function portSet({ name, flags }: RequestOf<'port-set'>): Words {
  const { isolated, hairpin, learning, flood, broadcastFlood, multicastFlood, neighbourSuppress, guard, cost, priority: order } = flags
  const own = options({
    ...{ isolated, hairpin, learning, flood, bcast_flood: broadcastFlood },
    ...{ mcast_flood: multicastFlood, neigh_suppress: neighbourSuppress, cost, priority: order },
    ...{ guard, root_block: flags.rootBlock },
  })
  return ['link', 'set', 'dev', name, 'type', 'bridge_slave', ...own]
}

function vlanWords({ kind, name, vlan, of }: RequestOf<'vlan-add' | 'vlan-delete'>): Words {
  const flags = [...(vlan.pvid ? ['pvid'] : []), ...(vlan.untagged ? ['untagged'] : [])]
  return ['vlan', kind === 'vlan-add' ? 'add' : 'del', 'dev', name, 'vid', String(vlan.id), ...flags, ...(of === 'bridge' ? ['self'] : [])]
}

function fdbWords(request: RequestOf<'fdb-add' | 'fdb-delete'>): Words {
  const { interface: dev, mac, of, vlan, remote } = request.entry
  const verb = request.kind === 'fdb-add' ? request.mode : 'del'
  const state = request.kind === 'fdb-add' ? [request.entry.state, ...(request.entry.sticky === true ? ['sticky'] : [])] : []
  return ['fdb', verb, mac, 'dev', dev, of, ...state, ...options({ vlan, dst: remote })]
}

function addressAdd(request: RequestOf<'address-add'>): Words {
  const { address, length, peer, broadcast, scope, label, metric } = request
  const verb = request.mayExist === true ? 'replace' : 'add'
  const own = peer === undefined ? [`${address}/${length}`] : [address, 'peer', `${peer}/${length}`]
  const flags = request.noPrefixRoute === true ? ['noprefixroute'] : []
  return ['addr', verb, ...own, ...options({ broadcast, scope, label, metric }), 'dev', request.interface, ...flags]
}

function address6Add(request: RequestOf<'address6-add'>): Words {
  const verb = request.mayExist === true ? 'replace' : 'add'
  return ['addr', verb, `${request.address}/${request.length}`, 'dev', request.interface, ...(request.noDad === true ? ['nodad'] : [])]
}

function addressDelete(request: RequestOf<'address-delete' | 'address6-delete'>): Words {
  const text = request.length === undefined ? request.address : `${request.address}/${request.length}`
  return ['addr', 'del', text, 'dev', request.interface]
}

type Hop = { readonly interface?: string; readonly gateway?: string; readonly onlink?: boolean; readonly weight?: number }

function hopWords(hop: Hop): Words {
  return [...options({ via: hop.gateway, dev: hop.interface }), ...(hop.onlink === true ? ['onlink'] : [])]
}

function routeAdd(request: RequestOf<'route-add' | 'route6-add'>): Words {
  const { type, to, table, metric, source, protocol, mtu } = request
  const hops: readonly Hop[] = request.hops
  const scope = request.kind === 'route-add' ? request.scope : undefined
  const legs =
    hops.length < 2
      ? hops.flatMap(hopWords)
      : hops.flatMap((hop) => [
          'nexthop',
          ...options({ via: hop.gateway, dev: hop.interface, weight: hop.weight }),
          ...(hop.onlink === true ? ['onlink'] : []),
        ])
  const kind = type === 'unicast' ? [] : [type]
  const own = options({ table, metric, src: source, scope, proto: protocol, mtu })
  return ['route', request.mode, ...kind, prefixText(to), ...own, ...legs]
}

function prefixText({ address, length }: { readonly address: string; readonly length: number }): string {
  return `${address}/${length}`
}

function routeDelete(request: RequestOf<'route-delete' | 'route6-delete'>): Words {
  const { to, table, metric, gateway } = request
  return ['route', 'del', prefixText(to), ...options({ table, metric, via: gateway, dev: request.interface })]
}

function preference(value: number | undefined): Words {
  return options({ pref: value })
}

function ruleWords(rule: Partial<Omit<PolicyRule | PolicyRule6, 'preference'>>): Words {
  const { from, to, inInterface, outInterface, mark, action } = rule
  const fwmark = mark === undefined ? undefined : `${mark.value}/${mark.mask}`
  const selector = options({
    from: from === undefined ? 'all' : prefixText(from),
    to: to === undefined ? undefined : prefixText(to),
    iif: inInterface,
    oif: outInterface,
    fwmark,
  })
  if (action === undefined) return selector
  if (action.kind !== 'lookup') return [...selector, action.kind]
  return [...selector, ...options({ lookup: action.table, suppress_prefixlength: action.suppressPrefixLength })]
}

function neighbourAdd(request: RequestOf<'neighbour-add' | 'neighbour6-add'>): Words {
  const { address, mac, state } = request
  const verb = request.exclusive === true ? 'add' : 'replace'
  if (state === 'proxy') return ['neigh', 'add', 'proxy', address, 'dev', request.interface]
  return ['neigh', verb, address, ...options({ lladdr: mac, nud: state }), 'dev', request.interface]
}
