/** The nft commands of libvirt since 10.4 (src/network/network_nftables.c). Each rule is inserted at the head of its chain. */
import type { NetworkDocument, NetworkIp } from '../network/document.js'
import {
  type FirewallCommand,
  type Firewalled,
  firewalledOf,
  hasIpv6,
  type Layer,
  layerOf,
  localDestinations,
  natAddresses,
  natPorts,
  subnetOf,
  treatmentOf,
} from './command.js'

const TABLE = 'libvirt_network'

/** Made once, before the first network: a table of its own. `list table` looks whether it is there. */
export function nftablesSetup(): readonly FirewallCommand[] {
  return (['ip', 'ip6'] as const).flatMap((layer) => {
    const call = (verb: string, what: string, ...words: readonly string[]) => ({ words: ['nft', verb, what, layer, TABLE, ...words] })
    const sub = (chain: string) => [call('add', 'chain', chain), call('insert', 'rule', 'forward', 'counter', 'jump', chain)]
    return [
      call('list', 'table'),
      call('add', 'table'),
      call('add', 'chain', 'forward', '{ type filter hook forward priority 0; policy accept; }'),
      ...sub('guest_output'),
      ...sub('guest_input'),
      ...sub('guest_cross'),
      call('add', 'chain', 'guest_nat', '{ type nat hook postrouting priority 100; policy accept; }'),
    ]
  })
}

/** For one network, as it starts. An open one gets none. */
export function nftablesCommands(document: NetworkDocument, bridge: string): readonly FirewallCommand[] {
  if (document.forward.mode === 'open') return []
  const network = firewalledOf(document, bridge)
  return [
    ...checksum(bridge),
    ...general(network, 'ip'),
    ...(hasIpv6(document) || document.ipv6BetweenGuests ? general(network, 'ip6') : []),
    ...document.ips.flatMap((ip) => subnetRules(network, ip)),
  ]
}

/** tc(8) fills in the checksum of DHCP answers that virtio left out. */
function checksum(bridge: string): readonly FirewallCommand[] {
  return [
    `qdisc show dev ${bridge} handle 1:`,
    `qdisc add dev ${bridge} root handle 1: htb default 2`,
    `filter add dev ${bridge} prio 2 protocol ip parent 1: u32 match ip dport 68 ffff action csum ip and udp`,
  ].map((line) => ({ words: ['tc', ...line.split(' ')] }))
}

type Insert = (chain: string, ...words: readonly string[]) => FirewallCommand

/** `-ae` has nft say the handle of the new rule, to remove it by. */
function inserter({ origin }: Firewalled, layer: Layer): Insert {
  return (chain, ...words) => ({ words: ['nft', '-ae', 'insert', 'rule', layer, TABLE, chain, ...words], origin })
}

/** The guests reach each other, and by default nobody else. The host's own services are not filtered here. */
function general(network: Firewalled, layer: Layer): readonly FirewallCommand[] {
  const { bridge } = network
  const insert = inserter(network, layer)
  return [
    insert('guest_output', 'iif', bridge, 'counter', 'reject'),
    insert('guest_input', 'oif', bridge, 'counter', 'reject'),
    insert('guest_cross', 'iif', bridge, 'oif', bridge, 'counter', 'accept'),
  ]
}

function subnetRules(network: Firewalled, ip: NetworkIp): readonly FirewallCommand[] {
  const { document, bridge, device } = network
  const treatment = treatmentOf(document, ip)
  if (treatment === 'none') return []
  const layer = layerOf(ip)
  const insert = inserter(network, layer)
  const subnet = subnetOf(ip)
  const out = device === undefined ? [] : ['oifname', device]
  const from = device === undefined ? [] : ['iifname', device]
  const destination = [layer, 'daddr', subnet]
  const inward =
    treatment === 'masquerade'
      ? [...from, 'oif', bridge, ...destination, 'ct', 'state', 'related,established']
      : [...destination, ...from, 'oif', bridge]
  return [
    insert('guest_output', layer, 'saddr', subnet, 'iif', bridge, ...out, 'counter', 'accept'),
    insert('guest_input', ...inward, 'counter', 'accept'),
    ...(treatment === 'masquerade' ? masquerade(network, ip, insert) : []),
  ]
}

function masquerade({ document, device }: Firewalled, ip: NetworkIp, insert: Insert): readonly FirewallCommand[] {
  const layer = layerOf(ip)
  const subnet = subnetOf(ip)
  const addresses = natAddresses(document, ip)
  const ports = natPorts(document)
  const out = device === undefined ? [] : ['oifname', device]
  const rule = (protocol?: string) => {
    const match = [...(protocol === undefined ? [] : ['meta', 'l4proto', protocol]), layer, 'saddr', subnet, layer, 'daddr', '!=', subnet]
    const limit = protocol === undefined ? '' : `:${ports}`
    const target = addresses === undefined ? ['masquerade', ...(limit === '' ? [] : ['to', limit])] : ['snat', 'to', `${addresses}${limit}`]
    return insert('guest_nat', ...match, ...out, 'counter', ...target)
  }
  const spared = localDestinations(ip).map((destination) =>
    insert('guest_nat', ...out, layer, 'saddr', subnet, layer, 'daddr', destination, 'counter', 'return'),
  )
  return [rule(), rule('udp'), rule('tcp'), ...spared]
}
