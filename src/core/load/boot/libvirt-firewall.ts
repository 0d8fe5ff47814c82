/** The iptables rules that libvirt writes for a network (src/network/bridge_driver_linux.c), old and new. */

import { formatPrefix, type Prefix } from '../../addresses/prefix.js'
import type { Origin } from '../../diagnostics/origin.js'
import type { TableName } from '../../model/index.js'
import type { Profile } from './profile.js'

/** One iptables call behind `iptables -t TABLE`, as words. */
export type FirewallCall = { readonly table: TableName; readonly words: string; readonly origin: Origin | undefined }

export type FirewalledNetwork = {
  readonly mode: 'nat' | 'route' | 'open' | 'isolated'
  readonly bridge: string
  readonly subnets: readonly Prefix[]
  /** The interface that `forward dev=` limits it to. */
  readonly device?: string
  readonly origin?: Origin
}

export function firewallCalls(network: FirewalledNetwork, profile: Profile): readonly FirewallCall[] {
  const rules = profile.libvirtChains === 'own-chains' ? newRules(network) : oldRules(network)
  // Every rule is inserted at the head, so the last of the wanted order goes first.
  return [...rules].reverse().map(({ table, chain, rule }) => ({ table, words: `-I ${chain} ${rule}`, origin: network.origin }))
}

/** The chains of its own that a libvirt since 5.1 makes once, and the jumps to them. */
export function chainCalls(): readonly FirewallCall[] {
  const filter = [
    ['INPUT', 'LIBVIRT_INP'],
    ['OUTPUT', 'LIBVIRT_OUT'],
    ['FORWARD', 'LIBVIRT_FWO'],
    ['FORWARD', 'LIBVIRT_FWI'],
    ['FORWARD', 'LIBVIRT_FWX'],
  ]
  const calls = (table: TableName, [from, to]: readonly string[]) => [
    { table, words: `-N ${to}`, origin: undefined },
    { table, words: `-I ${from} -j ${to}`, origin: undefined },
  ]
  return [
    ...filter.flatMap((pair) => calls('filter', pair)),
    ...calls('nat', ['POSTROUTING', 'LIBVIRT_PRT']),
    ...calls('mangle', ['POSTROUTING', 'LIBVIRT_PRT']),
  ]
}

type Wanted = { readonly table: TableName; readonly chain: string; readonly rule: string }

const REJECT = '-j REJECT --reject-with icmp-port-unreachable'

function servicePorts(chain: string, direction: string, ports: readonly string[]): readonly Wanted[] {
  return ports.map((port) => {
    const [protocol, number] = port.split('/')
    return { table: 'filter', chain, rule: `${direction} -p ${protocol} -m ${protocol} --dport ${number} -j ACCEPT` }
  })
}

function newRules(network: FirewalledNetwork): readonly Wanted[] {
  const { bridge } = network
  const filter = (chain: string, rule: string): Wanted => ({ table: 'filter', chain, rule })
  const services = [
    ...servicePorts('LIBVIRT_INP', `-i ${bridge}`, ['udp/53', 'tcp/53', 'udp/67', 'tcp/67']),
    ...servicePorts('LIBVIRT_OUT', `-o ${bridge}`, ['udp/53', 'tcp/53', 'udp/68', 'tcp/68']),
  ]
  if (network.mode === 'open') return services
  return [
    ...services,
    filter('LIBVIRT_FWX', `-i ${bridge} -o ${bridge} -j ACCEPT`),
    ...inbound(network).map((rule) => filter('LIBVIRT_FWI', rule)),
    filter('LIBVIRT_FWI', `-o ${bridge} ${REJECT}`),
    ...outbound(network).map((rule) => filter('LIBVIRT_FWO', rule)),
    filter('LIBVIRT_FWO', `-i ${bridge} ${REJECT}`),
    ...masquerade(network, 'LIBVIRT_PRT'),
    { table: 'mangle', chain: 'LIBVIRT_PRT', rule: `-o ${bridge} -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill` },
  ]
}

function oldRules(network: FirewalledNetwork): readonly Wanted[] {
  const { bridge } = network
  const filter = (chain: string, rule: string): Wanted => ({ table: 'filter', chain, rule })
  return [
    ...servicePorts('INPUT', `-i ${bridge}`, ['udp/53', 'tcp/53', 'udp/67', 'tcp/67']),
    ...servicePorts('OUTPUT', `-o ${bridge}`, ['udp/68']),
    ...network.subnets
      .flatMap((subnet) => [...inbound({ ...network, subnets: [subnet] }), ...outbound({ ...network, subnets: [subnet] })])
      .map((rule) => filter('FORWARD', rule)),
    filter('FORWARD', `-i ${bridge} -o ${bridge} -j ACCEPT`),
    filter('FORWARD', `-o ${bridge} ${REJECT}`),
    filter('FORWARD', `-i ${bridge} ${REJECT}`),
    ...masquerade(network, 'POSTROUTING'),
    { table: 'mangle', chain: 'POSTROUTING', rule: `-o ${bridge} -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill` },
  ]
}

/** Towards the guests. */
function inbound(network: FirewalledNetwork): readonly string[] {
  const from = network.device === undefined ? '' : ` -i ${network.device}`
  if (network.mode === 'isolated') return []
  const state = network.mode === 'nat' ? ' -m conntrack --ctstate RELATED,ESTABLISHED' : ''
  return network.subnets.map((subnet) => `-d ${formatPrefix(subnet)}${from} -o ${network.bridge}${state} -j ACCEPT`)
}

/** From the guests. */
function outbound(network: FirewalledNetwork): readonly string[] {
  const to = network.device === undefined ? '' : ` -o ${network.device}`
  if (network.mode === 'isolated') return []
  return network.subnets.map((subnet) => `-s ${formatPrefix(subnet)} -i ${network.bridge}${to} -j ACCEPT`)
}

function masquerade(network: FirewalledNetwork, chain: string): readonly Wanted[] {
  if (network.mode !== 'nat') return []
  return network.subnets.flatMap((subnet) => {
    const from = `-s ${formatPrefix(subnet)}`
    const away = `${from} ! -d ${formatPrefix(subnet)}${network.device === undefined ? '' : ` -o ${network.device}`}`
    return [
      `${from} -d 224.0.0.0/24 -j RETURN`,
      `${from} -d 255.255.255.255/32 -j RETURN`,
      `${away} -p tcp -j MASQUERADE --to-ports 1024-65535`,
      `${away} -p udp -j MASQUERADE --to-ports 1024-65535`,
      `${away} -j MASQUERADE`,
    ].map((rule): Wanted => ({ table: 'nat', chain, rule }))
  })
}
