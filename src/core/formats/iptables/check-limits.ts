/** What must stand together in a rule, and what must not. */
import type { Family, Hook, TableName } from '../../model/netfilter.js'
import type { Grammar } from './grammar.js'

export type Found = { readonly negate: boolean; readonly values: readonly string[] }

export type Loaded = { readonly name: string; readonly grammar: Grammar; readonly found: ReadonlyMap<string, Found> }

export type Around = {
  readonly family: Family
  readonly table: TableName
  readonly chain: string
  /** Of a built-in chain. */
  readonly hook?: Hook
  /** That the rule is about, without `!`. */
  readonly protocol?: string
}

export function limitProblem(loaded: Loaded, around: Around): string | undefined {
  return missing(loaded) ?? apart(loaded) ?? needs(loaded) ?? protocols(loaded, around) ?? places(loaded, around) ?? special(loaded, around)
}

function missing({ name, grammar, found }: Loaded): string | undefined {
  const absent = grammar.options.find((option) => option.mandatory && !found.has(option.names[0] ?? ''))
  if (absent !== undefined) return `${name} needs ${absent.names[0] ?? ''}`
  const { some } = grammar
  if (some === undefined || (some === 'any' ? found.size > 0 : some.some((option) => found.has(option)))) return undefined
  const wanted = some === 'any' ? grammar.options.map((option) => option.names[0] ?? '') : some
  return `${name} needs one of ${wanted.join(', ')}`
}

function apart({ name, grammar, found }: Loaded): string | undefined {
  const both = (grammar.apart ?? []).map((group) => group.filter((option) => found.has(option))).find((group) => group.length > 1)
  return both === undefined ? undefined : `${name} takes only one of ${both.join(' and ')}`
}

function needs({ name, grammar, found }: Loaded): string | undefined {
  for (const [option, others] of Object.entries(grammar.needs ?? {})) {
    const absent = found.has(option) ? others.find((other) => !found.has(other)) : undefined
    if (absent !== undefined) return `${name}: ${option} needs ${absent}`
  }
  return undefined
}

function protocols({ name, grammar, found }: Loaded, { protocol }: Around): string | undefined {
  const needed = [
    ...(grammar.protocols === undefined ? [] : [grammar.protocols]),
    ...Object.entries(grammar.needsProtocol ?? {}).flatMap(([option, list]) => (found.has(option) ? [list] : [])),
  ].find((list) => protocol === undefined || !list.includes(protocol))
  return needed === undefined ? undefined : `${name} needs -p ${needed.join(' or -p ')}`
}

function places({ name, grammar }: Loaded, { table, chain, hook }: Around): string | undefined {
  if (grammar.tables !== undefined && !grammar.tables.includes(table)) return `${name} is only for table ${grammar.tables.join(' or ')}`
  return grammar.hooks !== undefined && hook !== undefined && !grammar.hooks.includes(hook) ? `${name} is not for ${chain}` : undefined
}

const NAT_PROTOCOLS = ['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'icmp', 'ipv6-icmp']
/** syslog(3); `error` and `panic` are old names (xt_SYSLOG in libxtables). */
const LEVELS = ['alert', 'crit', 'debug', 'emerg', 'error', 'info', 'notice', 'panic', 'warning']

const REJECTS: Readonly<Record<Family, RegExp>> = {
  ip: /^(icmp-)?(net|host|port|proto)-unreach(able)?$|^(icmp-)?(net|host|admin)-prohib(ited)?$|^tcp-re?set?$|^tcp-rst$/i,
  ip6: /^(icmp6-)?(no-route|adm-prohibited|addr-unreach(able)?|port-unreach(able)?|policy-fail|reject-route)$|^tcp-reset$/i,
}

/** What only one of them wants. */
function special({ name, found }: Loaded, around: Around): string | undefined {
  const value = (option: string): string | undefined => found.get(option)?.values[0]
  switch (name) {
    case 'SNAT':
    case 'DNAT': {
      const to = value(name === 'SNAT' ? '--to-source' : '--to-destination') ?? ''
      const hasPorts = around.family === 'ip' ? to.includes(':') : /\]:|^:[^:]/.test(to)
      return hasPorts && !NAT_PROTOCOLS.includes(around.protocol ?? '') ? `${name} with ports needs -p tcp, udp, …` : undefined
    }
    case 'REJECT': {
      const reject = value('--reject-with')
      if (reject === undefined) return undefined
      if (!isRejection(reject, around.family)) return `REJECT knows no ${reject}`
      return reject.toLowerCase().startsWith('tcp-') && around.protocol !== 'tcp' ? 'REJECT with tcp-reset needs -p tcp' : undefined
    }
    case 'LOG': {
      const level = value('--log-level')?.toLowerCase()
      const isLevel = level === undefined || /^[0-7]$/.test(level) || LEVELS.includes(level)
      return isLevel ? undefined : `LOG knows no level ${level}`
    }
    case 'CT':
      return ['--zone', '--zone-orig', '--zone-reply'].map(value).every(isZone) ? undefined : 'a zone is a number up to 65535, or mark'
    case 'conntrack':
      return /^(0+|all)$/i.test(value('--ctproto') ?? '') ? 'conntrack needs a protocol in --ctproto' : undefined
    case 'connlabel':
      return /^\d+$/.test(value('--label') ?? '0') && Number(value('--label') ?? 0) > 127
        ? 'a label is a number up to 127, or a name'
        : undefined
    case 'owner': {
      const order = [...found.keys()]
      return order.indexOf('--suppl-groups') < order.indexOf('--gid-owner') && found.has('--suppl-groups')
        ? '--suppl-groups stands behind --gid-owner'
        : undefined
    }
    case 'physdev': {
      const isLeaving = found.has('--physdev-out') || found.has('--physdev-is-out')
      return around.hook === 'output' && isLeaving && !found.has('--physdev-is-bridged')
        ? '--physdev-out is only for bridged packets'
        : undefined
    }
    case 'limit': {
      const [, count = '1', unit = 's'] = /^(\d+)(?:\/(.))?/.exec(value('--limit') ?? '') ?? []
      const most = { s: 10_000, m: 600_000, h: 36_000_000, d: 864_000_000 }[unit.toLowerCase()] ?? 0
      return Number(count) > most || Number(count) === 0 ? 'the rate is not between 1 a day and 10000 a second' : undefined
    }
    case 'statistic':
      return Number(value('--packet') ?? 0) < Number(value('--every') ?? Number.POSITIVE_INFINITY)
        ? undefined
        : '--packet must be below --every'
    case 'policy':
      return found.has('--strict') &&
        !['--reqid', '--spi', '--proto', '--mode', '--tunnel-src', '--tunnel-dst'].some((one) => found.has(one))
        ? 'policy --strict needs an element'
        : undefined
    default:
      return undefined
  }
}

function isRejection(text: string, family: Family): boolean {
  if (REJECTS[family].test(text)) return true
  const known =
    family === 'ip'
      ? ['icmp-net-unreachable', 'icmp-host-unreachable', 'icmp-proto-unreachable', 'icmp-port-unreachable', 'icmp-net-prohibited']
      : ['icmp6-no-route', 'icmp6-adm-prohibited', 'icmp6-addr-unreachable', 'icmp6-port-unreachable', 'icmp6-policy-fail']
  return [...known, 'icmp-host-prohibited', 'icmp-admin-prohibited', 'tcp-reset'].some(
    (one) => text !== '' && one.startsWith(text.toLowerCase()),
  )
}

function isZone(text: string | undefined): boolean {
  return text === undefined || text === 'mark' || (/^\d+$/.test(text) && Number(text) <= 65_535)
}
