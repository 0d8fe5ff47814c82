/** Changes of a setting of the host that might make a flow work: sysctls, links, bridge ports, refusing routes. Guesses until tried. */
import { type Ipv4, parseIpv4 } from '../addresses/ipv4.js'
import { contains, formatPrefix } from '../addresses/prefix.js'
import type { Interface, KernelRequest, Network, Node } from '../model/index.js'
import { type Answer, isLocalAddress, type LostAt, type Step } from '../trace/index.js'
import type { Change } from './change.js'
import { isRouter } from './neighbours.js'

export function settingCandidates(network: Network, at: Node, answer: Answer): readonly Change[] {
  const { lost } = answer
  if (lost === undefined) return []
  return [
    ...sysctlCandidates(network, at, { answer, lost }),
    ...arpCandidates(network, at, lost),
    ...linkCandidates(network, answer),
    ...portCandidates(network, lost),
    ...refusingCandidates(at, lost),
  ]
}

export function stepsAt(answer: Answer, node: string): readonly Step[] {
  return answer.probes[0]?.hops.filter((hop) => hop.node === node).flatMap((hop) => hop.steps) ?? []
}

export function sysctl(node: string, ...settings: readonly (readonly [string, string])[]): Change {
  return {
    node,
    command: `sysctl -w ${settings.map(([key, value]) => `${key}=${value}`).join(' ')}`,
    requests: settings.map(([key, value]) => ({ kind: 'sysctl-set', key, value })),
  }
}

type Ended = { readonly answer: Answer; readonly lost: LostAt }

function sysctlCandidates(network: Network, at: Node, { answer, lost }: Ended): readonly Change[] {
  switch (lost.reason) {
    case 'forward/disabled':
      return [sysctl(at.name, ['net.ipv4.ip_forward', '1'])]
    case 'deliver/echo-ignored':
      return [sysctl(at.name, ['net.ipv4.icmp_echo_ignore_all', '0'])]
    case 'deliver/broadcast-ignored':
      return [sysctl(at.name, ['net.ipv4.icmp_echo_ignore_broadcasts', '0'])]
    case 'rp-filter/strict':
      return reversePathCandidates(network, answer)
    case 'ingress/martian':
      return devicesOf(at).flatMap(({ name }) => [
        sysctl(at.name, [`net.ipv4.conf.${name}.accept_local`, '1']),
        sysctl(at.name, [`net.ipv4.conf.${name}.route_localnet`, '1']),
      ])
    default:
      return []
  }
}

/** Whoever is strict may be the host that the packet reaches, or one that does not answer its ARP request. */
function reversePathCandidates(network: Network, answer: Answer): readonly Change[] {
  const strict = Object.values(network.nodes).flatMap((node) => {
    const dropped = stepsAt(answer, node.name).find((step) => step.kind === 'rp-filter' && step.did === 'dropped')
    if (dropped?.kind === 'rp-filter') return [{ node: node.name, device: dropped.interface }]
    const owns = isLocalAddress(node, (answer.address ?? answer.question.to) as Ipv4)
    return owns ? devicesOf(node).map(({ name }) => ({ node: node.name, device: name as string })) : []
  })
  return strict.flatMap(({ node, device }) => {
    const key = `net.ipv4.conf.${device}.rp_filter`
    return [sysctl(node, [key, '2']), sysctl(node, ['net.ipv4.conf.all.rp_filter', '0'], [key, '0'])]
  })
}

function devicesOf(node: Node): readonly Interface[] {
  return node.interfaces.filter((device) => device.name !== 'lo' && device.master === undefined)
}

/** ARP is what fails: the owner may be told to answer, or a router in between to answer in its place. */
function arpCandidates(network: Network, at: Node, lost: LostAt): readonly Change[] {
  const target = parseIpv4(lost.destination)
  if (target === undefined || (lost.reason !== 'neighbour/no-answer' && lost.reason !== 'return/wrong-way')) return []
  return Object.values(network.nodes).flatMap((node) => {
    if (node.name === at.name || node.kind === 'outside') return []
    if (isLocalAddress(node, target)) return quietArp(node)
    const routesThere = node.addresses.some((entry) => entry.interface !== 'lo' && contains(entry, target))
    if (!routesThere || !isRouter(node)) return []
    return devicesOf(node).map(({ name }) => sysctl(node.name, [`net.ipv4.conf.${name}.proxy_arp`, '1']))
  })
}

/** What was set against ARP flux, set back. */
function quietArp(node: Node): readonly Change[] {
  const set = Object.entries(node.sysctls).filter(([key, { value }]) => /\.(arp_ignore|arp_filter)$/.test(key) && value !== '0')
  return set.length === 0 ? [] : [sysctl(node.name, ...set.map(([key]) => [key, '0'] as const))]
}

const DEAD_LINKS: readonly LostAt['reason'][] = ['link/down', 'link/no-carrier', 'route/none', 'return/no-route', 'bridge/no-port']

/** What is set down on a host or guest, or where the packet could have come. */
function linkCandidates(network: Network, { lost, question }: Answer): readonly Change[] {
  if (lost === undefined || !DEAD_LINKS.includes(lost.reason)) return []
  return Object.values(network.nodes)
    .filter((node) => node.kind !== 'outside' || node.name === question.from || node.name === lost.node)
    .flatMap((node) =>
      node.interfaces
        .filter((device) => !device.up)
        .map(({ name }) => ({
          node: node.name,
          command: `ip link set ${name} up`,
          requests: [{ kind: 'link-set', name, up: true }],
        })),
    )
}

/** Ports that are kept apart, and NICs that belong to no bridge yet. */
function portCandidates(network: Network, lost: LostAt): readonly Change[] {
  return Object.values(network.nodes).flatMap((node) => {
    if (node.kind === 'outside') return []
    const ports = node.interfaces.filter((device) => device.master !== undefined)
    switch (lost.reason) {
      case 'bridge/isolated':
        return ports
          .filter((device) => device.port?.isolated === true)
          .map((device) => port(node, device, 'isolated off', { isolated: false }))
      case 'bridge/no-flood':
        return [
          ...ports.filter((device) => device.port?.flood === false).map((device) => port(node, device, 'flood on', { flood: true })),
          ...ports
            .filter((device) => device.port?.broadcastFlood === false)
            .map((device) => port(node, device, 'bcast_flood on', { broadcastFlood: true })),
        ]
      case 'bridge/no-port':
      case 'link/no-carrier':
      case 'link/down':
      case 'neighbour/no-answer':
        return enslaving(node)
      default:
        return []
    }
  })
}

function port(node: Node, { name }: Interface, words: string, flags: (KernelRequest & { kind: 'port-set' })['flags']): Change {
  return { node: node.name, command: `bridge link set dev ${name} ${words}`, requests: [{ kind: 'port-set', name, flags }] }
}

function enslaving(node: Node): readonly Change[] {
  const bridges = node.interfaces.filter((device) => device.kind === 'bridge')
  const free = node.interfaces.filter(
    (device) =>
      device.kind === 'ethernet' && device.master === undefined && !node.addresses.some((entry) => entry.interface === device.name),
  )
  return bridges.flatMap(({ name: master }) =>
    free.map(({ name }) => ({
      node: node.name,
      command: `ip link set ${name} up master ${master}`,
      requests: [{ kind: 'link-set', name, up: true, master }] as const,
    })),
  )
}

const REFUSING: readonly LostAt['reason'][] = ['route/unreachable', 'route/prohibit', 'route/blackhole']

/** A route or rule that refuses is taken away. */
function refusingCandidates(at: Node, lost: LostAt): readonly Change[] {
  const target = parseIpv4(lost.destination)
  if (target === undefined || !REFUSING.includes(lost.reason)) return []
  const type = lost.reason.slice('route/'.length)
  const routes = at.routes
    .filter((route) => route.type === type && covers(route.to, target))
    .map(({ to, table }) => ({
      node: at.name,
      command: `ip route del ${type} ${formatPrefix(to)}${table === 'main' ? '' : ` table ${table}`}`,
      requests: [{ kind: 'route-delete', to, table }] as const,
    }))
  const rules = at.rules
    .filter((rule) => rule.action.kind === type)
    .map(({ preference }) => ({
      node: at.name,
      command: `ip rule del pref ${preference}`,
      requests: [{ kind: 'rule-delete', preference, rule: {} }] as const,
    }))
  return [...routes, ...rules]
}

function covers(to: { readonly address: Ipv4; readonly length: number }, target: Ipv4): boolean {
  return to.length === 0 || contains(to, target)
}
