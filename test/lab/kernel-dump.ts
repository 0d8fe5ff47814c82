/** What `ip -json` says of a kernel, in the lines of test/kernel-state.ts. */
import { parseIpv6 } from '../../src/core/addresses/ipv6.js'

/** Prints each dump after a line with its name. */
export const DUMP_SCRIPT = [
  ['link', 'ip -j -d link'],
  ['address', 'ip -j addr'],
  ['route', 'ip -j -d -4 route show table all'],
  ['route6', 'ip -j -d -6 route show table all'],
  ['rule', 'ip -j -4 rule'],
  ['rule6', 'ip -j -6 rule'],
]
  .map(([name, command]) => `echo; echo "@@ ${name}"; ${command}`)
  .join('\n')

type Link = {
  readonly ifname: string
  readonly flags: readonly string[]
  readonly mtu: number
  readonly address?: string
  readonly master?: string
}
type Held = {
  readonly ifname: string
  readonly addr_info: readonly { readonly family: string; readonly local: string; readonly prefixlen: number }[]
}
type Hop = { readonly dev: string; readonly gateway?: string }
type Route = Partial<Hop> & {
  readonly dst: string
  readonly type: string
  readonly table?: string
  readonly metric?: number
  readonly prefsrc?: string
  readonly nexthops?: readonly Hop[]
}
type Rule = {
  readonly priority: number
  readonly src?: string
  readonly srclen?: number
  readonly dst?: string
  readonly dstlen?: number
  readonly iif?: string
  readonly action?: string
  readonly table?: string
}

/** Of the interfaces named; the others are the kernel's own. */
export function dumpLines(output: string): readonly string[] {
  const part = (name: string): unknown => {
    const text = output.split(`@@ ${name}\n`)[1]?.split('\n@@ ')[0]?.trim() ?? ''
    return text === '' ? [] : JSON.parse(text)
  }
  return [
    ...(part('link') as readonly Link[]).map(linkLine),
    ...(part('address') as readonly Held[]).flatMap(addressLines),
    ...(part('route') as readonly Route[]).map((route) => routeLine('route', route)),
    ...(part('route6') as readonly Route[]).map((route) => routeLine('route6', route)),
    ...(part('rule') as readonly Rule[]).map((rule) => ruleLine('rule', rule)),
    ...(part('rule6') as readonly Rule[]).map((rule) => ruleLine('rule6', rule)),
  ].sort()
}

function linkLine({ ifname, flags, mtu, address = '', master }: Link): string {
  const up = flags.includes('UP') ? 'up' : 'down'
  return `link ${ifname} ${up} mtu ${mtu} mac ${address}${master === undefined ? '' : ` in ${master}`}`
}

function addressLines({ ifname, addr_info: held }: Held): readonly string[] {
  return held.map(({ local, prefixlen }) => `address ${ifname} ${local}/${prefixlen}`)
}

function routeLine(kind: 'route' | 'route6', route: Route): string {
  const hops = (route.nexthops ?? (route.dev === undefined ? [] : [{ dev: route.dev, ...route }])).map((hop) =>
    hop.gateway === undefined ? hop.dev : `via ${hop.gateway} ${hop.dev}`,
  )
  const none = ['blackhole', 'unreachable', 'prohibit', 'throw'].includes(route.type)
  const metric = route.metric === undefined || route.metric === 0 ? '' : ` metric ${route.metric}`
  const source = kind === 'route' && route.prefsrc !== undefined ? ` src ${route.prefsrc}` : ''
  const way = none || hops.length === 0 ? '' : ` ${hops.join(', ')}`
  return `${kind} ${route.table ?? 'main'} ${route.type} ${prefixOf(kind, route.dst)}${way}${metric}${source}`
}

function prefixOf(kind: 'route' | 'route6', text: string): string {
  if (text === 'default') return kind === 'route' ? '0.0.0.0/0' : '::/0'
  if (text.includes('/')) return text
  return parseIpv6(text) === undefined ? `${text}/32` : `${text}/128`
}

function ruleLine(kind: 'rule' | 'rule6', rule: Rule): string {
  const bits = kind === 'rule' ? 32 : 128
  const end = (address: string | undefined, length = bits) =>
    address === undefined || address === 'all' ? undefined : `${address}/${length}`
  const [from, to] = [end(rule.src, rule.srclen), end(rule.dst, rule.dstlen)]
  return [
    `${kind} ${rule.priority}`,
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(rule.iif === undefined ? [] : [`iif ${rule.iif}`]),
    rule.action ?? `lookup ${rule.table}`,
  ].join(' ')
}
